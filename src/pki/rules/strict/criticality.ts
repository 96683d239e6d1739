import { profileRule } from './profile-rule.ts';

/** Extensions that a profile forbids to mark critical. */
const neverCritical: Readonly<Record<string, string>> = {
  '2.5.29.9': 'subjectDirectoryAttributes, RFC 5280 §4.2.1.8',
  '2.5.29.14': 'subjectKeyIdentifier, RFC 5280 §4.2.1.2',
  '2.5.29.31': 'cRLDistributionPoints, CA/B Forum 7.1.2.11.2',
  '2.5.29.32': 'certificatePolicies, CA/B Forum 7.1.2.7.9',
  '2.5.29.35': 'authorityKeyIdentifier, RFC 5280 §4.2.1.1',
  '2.5.29.37': 'extKeyUsage, CA/B Forum 7.1.2.7.6',
  '2.5.29.46': 'freshestCRL, RFC 5280 §4.2.1.15',
  '1.3.6.1.5.5.7.1.1': 'authorityInfoAccess, RFC 5280 §4.2.2.1',
  '1.3.6.1.5.5.7.1.11': 'subjectInfoAccess, RFC 5280 §4.2.2.2',
  '1.3.6.1.4.1.11129.2.4.2': 'signedCertificateTimestampList, CA/B Forum 7.1.2.11.3',
};

/** Extensions that have to be critical wherever they stand. RFC 5280 wants critical name constraints, CA/B lets them be. */
const alwaysCritical: Readonly<Record<string, string>> = {
  '2.5.29.30': 'nameConstraints, RFC 5280 §4.2.1.10',
  '2.5.29.36': 'policyConstraints, RFC 5280 §4.2.1.11',
  '2.5.29.54': 'inhibitAnyPolicy, RFC 5280 §4.2.1.14',
};

/** Demands on the critical flag of extensions, whatever they say. */
export const criticalityRules = [
  profileRule('which forbids it', ({ certificate }) => {
    const wrong = certificate.rawExtensions.find(({ oid, critical }) => critical && oid in neverCritical);
    return wrong === undefined ? undefined : `marks critical ${neverCritical[wrong.oid]}`;
  }),
  profileRule('which demands it', ({ certificate }) => {
    const wrong = certificate.rawExtensions.find(({ oid, critical }) => !critical && oid in alwaysCritical);
    return wrong === undefined ? undefined : `does not mark critical ${alwaysCritical[wrong.oid]}`;
  }),
  profileRule('RFC 5280 §4.2.1.9', ({ certificate, saysCa }) => {
    const isLax = certificate.rawExtensions.some(({ oid, critical }) => oid === '2.5.29.19' && !critical);
    return saysCa && isLax ? 'is a CA and does not mark basicConstraints critical' : undefined;
  }),
  profileRule('RFC 5280 §4.2.1.6 and CA/B Forum 7.1.2.7.12', ({ certificate, isLeaf }) => {
    const names = certificate.rawExtensions.find(({ oid }) => oid === '2.5.29.17');
    const isNameless = certificate.subject.relativeDistinguishedNames.length === 0;
    if (!isLeaf || names === undefined || names.critical === isNameless) return undefined;
    return isNameless
      ? 'has an empty subject and subjectAltName is not critical'
      : 'has a subject and subjectAltName is critical';
  }),
];
