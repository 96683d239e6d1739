import type { GeneralName } from '../../../x509/certificate.ts';
import { isDnsName } from '../../constraints/dns-constraint.ts';
import { isMailbox } from '../../constraints/email-constraint.ts';
import { joinWords } from '../../join-words.ts';
import { quoteName } from '../../name-of.ts';
import { profileRule } from '../profile-rule.ts';

/** Demands on the leaf. */
export const leafRules = [
  profileRule('RFC 8813 §3', ({ certificate, isLeaf }) => {
    const usage = certificate.extensions.keyUsage;
    if (!isLeaf || usage?.ok !== true || certificate.publicKey.kind !== 'ec') return undefined;
    const wrong = usage.value.bits.filter((bit) => bit === 'keyEncipherment' || bit === 'dataEncipherment');
    return wrong.length === 0 ? undefined : `allows ${joinWords(wrong)}, which an EC key cannot do`;
  }),
  profileRule('RFC 9881 §5', ({ certificate }) => {
    const usage = certificate.extensions.keyUsage;
    if (usage?.ok !== true || certificate.publicKey.kind !== 'ml-dsa') return undefined;
    const wrong = usage.value.bits.find((bit) => /Encipherment$|^keyAgreement$|^(?:en|de)cipherOnly$/.test(bit));
    return wrong === undefined ? undefined : `allows ${wrong}, which an ML-DSA key cannot do`;
  }),
  profileRule('RFC 5280 §4.2.1.6', ({ certificate, isLeaf }) => {
    const names = certificate.extensions.subjectAlternativeName;
    if (!isLeaf || names?.ok !== true) return undefined;
    const wrong = names.value.filter((name) => !isWellFormed(name));
    if (wrong.length === 0) return undefined;
    return `has the malformed ${wrong.length === 1 ? 'subjectAltName' : 'subjectAltNames'} ${joinWords(wrong.map(quoteName))}`;
  }),
];

function isWellFormed(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dns':
      return isHostName(name.text);
    case 'email':
      return isMailbox(name.text);
    case 'uri':
      return /^[a-z][a-z0-9+.-]*:./i.test(name.text);
    default:
      return true;
  }
}

/** Labels of letters, digits and inner hyphens, a whole-label wildcard at most, and no IP address. */
function isHostName(text: string): boolean {
  const name = text.startsWith('*.') ? text.slice(2) : text;
  return isDnsName(name) && !/(^|\.)[0-9]+$/.test(name) && !/_|(?:^|\.)-|-(?:\.|$)/.test(name);
}
