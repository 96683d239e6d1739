import { isPunycode } from '../../names/is-punycode.ts';
import { quoteName } from '../../name-of.ts';
import { anyExtendedKeyUsage } from '../extended-key-usage.ts';
import { profileRule } from '../profile-rule.ts';

/** id-kp-serverAuth. CA/B Forum's subscriber profile is that of a TLS server. */
const serverAuth = '1.3.6.1.5.5.7.3.1';

/** Purposes that CA/B Forum 7.1.2.7.10 forbids beside serverAuth. */
const forbiddenPurposes: ReadonlySet<string> = new Set([
  anyExtendedKeyUsage,
  '1.3.6.1.5.5.7.3.3', // codeSigning
  '1.3.6.1.5.5.7.3.4', // emailProtection
  '1.3.6.1.5.5.7.3.8', // timeStamping
  '1.3.6.1.5.5.7.3.9', // OCSPSigning
  '1.3.6.1.4.1.11129.2.4.4', // Precertificate Signing Certificate
]);

/** Demands on the leaf. */
export const subscriberRules = [
  profileRule('CA/B Forum 7.1.2.7.8', ({ isLeaf, saysCa }) =>
    isLeaf && saysCa ? 'is a CA used as a leaf' : undefined,
  ),
  profileRule('CA/B Forum 7.1.2.7.11', ({ certificate, isLeaf }) => {
    const usage = certificate.extensions.keyUsage;
    const signs = usage?.ok === true && usage.value.bits.some((bit) => bit === 'keyCertSign' || bit === 'cRLSign');
    return isLeaf && signs ? 'is a leaf that may sign certificates or CRLs' : undefined;
  }),
  profileRule('CA/B Forum 7.1.2.7.10', ({ certificate, isLeaf }, { purpose }) => {
    const usages = certificate.extensions.extendedKeyUsage;
    if (!isLeaf || purpose !== serverAuth || usages?.ok !== true) return undefined;
    const wrong = usages.value.find((usage) => forbiddenPurposes.has(usage));
    return wrong === undefined ? undefined : `allows the purpose ${wrong} beside serverAuth`;
  }),
  profileRule('CA/B Forum 7.1.2.7.12', ({ certificate, isLeaf }, { purpose }) => {
    const names = certificate.extensions.subjectAlternativeName;
    if (!isLeaf) return undefined;
    if (names === undefined) return 'has no subjectAltName';
    if (purpose !== serverAuth || !names.ok) return undefined;
    // A directoryName repeats the subject; RFC 5280 §4.2.1.10 constrains it and no client treats it as a host.
    const wrong = names.value.find(({ kind }) => kind !== 'dns' && kind !== 'ip' && kind !== 'directory');
    return wrong === undefined ? undefined : `has a subjectAltName of the kind ${wrong.kind}`;
  }),
  profileRule('CA/B Forum 7.1.4.2.1', ({ certificate, isLeaf }) => {
    const names = certificate.extensions.subjectAlternativeName;
    if (!isLeaf || names?.ok !== true) return undefined;
    const wrong = names.value.find((name) => name.kind === 'dns' && !name.text.split('.').every(isOrdinaryOrPunycode));
    return wrong === undefined ? undefined : `has the subjectAltName ${quoteName(wrong)} with a reserved label`;
  }),
];

/** Hyphens in third and fourth place only in an A-label, which has to be Punycode. */
function isOrdinaryOrPunycode(label: string): boolean {
  if (label.slice(2, 4) !== '--') return true;
  return /^xn--/i.test(label) && isPunycode(label.slice('xn--'.length)) && URL.canParse(`http://${label}.example/`);
}
