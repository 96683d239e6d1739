import { joinWords } from '../../join-words.ts';
import { type FlaggedExtension, forbidCritical, profileRule } from '../profile-rule.ts';

/** Extensions that have to be non-critical in every certificate: OID, name, section. */
const neverCritical: readonly FlaggedExtension[] = [
  ['2.5.29.9', 'subjectDirectoryAttributes', 'RFC 5280 §4.2.1.8'],
  ['2.5.29.14', 'subjectKeyIdentifier', 'RFC 5280 §4.2.1.2'],
  ['2.5.29.35', 'authorityKeyIdentifier', 'RFC 5280 §4.2.1.1'],
  ['2.5.29.46', 'freshestCRL', 'RFC 5280 §4.2.1.15'],
  ['1.3.6.1.5.5.7.1.1', 'authorityInfoAccess', 'RFC 5280 §4.2.2.1'],
  ['1.3.6.1.5.5.7.1.11', 'subjectInfoAccess', 'RFC 5280 §4.2.2.2'],
];

/** Extensions that have to be critical in every certificate. */
const alwaysCritical: readonly FlaggedExtension[] = [
  ['2.5.29.30', 'nameConstraints', 'RFC 5280 §4.2.1.10'],
  ['2.5.29.36', 'policyConstraints', 'RFC 5280 §4.2.1.11'],
  ['2.5.29.54', 'inhibitAnyPolicy', 'RFC 5280 §4.2.1.14'],
];

/** Extensions that certmuster reads and many clients, such as OpenSSL and Go, do not: critical, they make those refuse the certificate. */
const seldomKnown: readonly (readonly [oid: string, name: string])[] = [
  ['1.3.6.1.4.1.311.20.2', 'the certificate template name'],
  ['1.3.6.1.4.1.311.21.7', 'the certificate template'],
  ['1.3.6.1.4.1.311.21.10', 'the application policies'],
  ['1.3.6.1.5.5.7.1.24', 'the TLS features'],
  ['1.3.6.1.4.1.11129.2.4.2', 'the list of certificate timestamps'],
  ['2.16.840.1.113730.1.1', 'the Netscape certificate type'],
];

/** Demands on the critical flag of extensions. */
export const criticalityRules = [
  ...neverCritical.map(forbidCritical),
  ...alwaysCritical.map(([wanted, name, section]) =>
    profileRule(section, ({ certificate }) =>
      certificate.rawExtensions.some(({ oid, critical }) => oid === wanted && !critical)
        ? `does not mark ${name} critical`
        : undefined,
    ),
  ),
  profileRule('RFC 5280 §4.2', ({ certificate }) => {
    const critical = new Set(certificate.rawExtensions.flatMap((raw) => (raw.critical ? raw.oid : [])));
    const marked = seldomKnown.flatMap(([oid, name]) => (critical.has(oid) ? `${name} (${oid})` : []));
    return marked.length === 0
      ? undefined
      : `marks ${joinWords(marked)} critical, which makes clients without support for it refuse the certificate`;
  }),
  profileRule('RFC 5280 §4.2.1.9', ({ certificate, saysCa }) => {
    const isLax = certificate.rawExtensions.some(({ oid, critical }) => oid === '2.5.29.19' && !critical);
    return saysCa && isLax ? 'is a CA and does not mark basicConstraints critical' : undefined;
  }),
  profileRule('RFC 5280 §4.2.1.6', ({ certificate, isLeaf }) => {
    const names = certificate.rawExtensions.find(({ oid }) => oid === '2.5.29.17');
    const isSubjectEmpty = certificate.subject.relativeDistinguishedNames.length === 0;
    const isWrong = isLeaf && isSubjectEmpty && names?.critical === false;
    return isWrong ? 'has an empty subject and a subjectAltName that is not critical' : undefined;
  }),
];
