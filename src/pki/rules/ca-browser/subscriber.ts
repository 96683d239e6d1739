import {
  anyExtendedKeyUsage,
  codeSigning,
  emailProtection,
  ocspSigning,
  serverAuth,
  timeStamping,
} from '../../../model/extended-key-usages.ts';
import { findALabelDefect } from '../../names/a-label.ts';
import { joinWords } from '../../join-words.ts';
import { usageWords } from '../../../model/purpose-names.ts';
import { profileRule } from '../profile-rule.ts';

/** Purposes that CA/B Forum 7.1.2.7.10 forbids beside serverAuth. */
const forbiddenPurposes: ReadonlySet<string> = new Set([
  anyExtendedKeyUsage,
  codeSigning,
  emailProtection,
  timeStamping,
  ocspSigning,
  '1.3.6.1.4.1.11129.2.4.4', // Precertificate Signing Certificate
]);

/** Demands on the leaf. CA/B Forum's subscriber profile is that of a TLS server. */
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
    const wrong = usages.value.filter((usage) => forbiddenPurposes.has(usage));
    if (wrong.length === 0) return undefined;
    return `allows ${joinWords(wrong.map(usageWords))}, which is forbidden beside server authentication`;
  }),
  profileRule('CA/B Forum 7.1.2.7.12', ({ certificate, isLeaf }, { purpose }) => {
    const names = certificate.extensions.subjectAlternativeName;
    if (!isLeaf) return undefined;
    if (names === undefined) return 'has no subjectAltName';
    if (purpose !== serverAuth || !names.ok) return undefined;
    // A directoryName repeats the subject; RFC 5280 §4.2.1.10 constrains it and no client treats it as a host.
    const kinds = new Set(names.value.map(({ kind }) => kind));
    const wrong = [...kinds].filter((kind) => kind !== 'dns' && kind !== 'ip' && kind !== 'directory');
    if (wrong.length === 0) return undefined;
    return wrong.length === 1
      ? `has a subjectAltName of the kind ${wrong[0]}`
      : `has subjectAltNames of the kinds ${joinWords(wrong)}`;
  }),
  profileRule('CA/B Forum 7.1.4.2.1', ({ certificate, isLeaf }) => {
    const names = certificate.extensions.subjectAlternativeName;
    if (!isLeaf || names?.ok !== true) return undefined;
    const defects = names.value.flatMap((name) => (name.kind === 'dns' ? labelDefects(name.text) : []));
    return defects.length === 0 ? undefined : `has subjectAltNames with ${joinWords([...new Set(defects)])}`;
  }),
];

/** Hyphens in third and fourth place only in an A-label. */
function labelDefects(name: string): readonly string[] {
  return name.split('.').flatMap((label) => {
    if (label.slice(2, 4) !== '--') return [];
    if (!/^xn--/i.test(label)) return [`the reserved label ${label}`];
    const defect = findALabelDefect(label);
    return defect === undefined ? [] : [`the label ${label}, which ${defect}`];
  });
}
