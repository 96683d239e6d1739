import { formatIpAddress } from '../../model/ip-address.ts';
import { alternativeIpAddresses, hostNames } from './certificate-names.ts';
import { faultsOf, findBrokenRules } from '../certificate/public-rules/public-rule.ts';
import { nameRules } from '../certificate/public-rules/public-rules.ts';
import { isKnownSuffix } from '../certificate/public-rules/name-demands.ts';
import { baselineRequirements } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, pass } from '../judgement.ts';
import { isReservedAddress, isReservedName } from './reserved-names.ts';
import { unlessPublic } from '../chain/public-leaf.ts';
import { FEW, joinWords, listValues } from '../join-words.ts';

const why = 'Ownership of an internal name cannot be proven, so public CAs have to revoke such certificates.';

/** No single-label, `.local` or reserved name or address in a publicly trusted certificate, and none that its owner cannot own. */
export const internalName = defineCheck({
  id: 'internal-name',
  title: 'A public certificate has public names only',
  why,
  citation: baselineRequirements('7.1.2.7.12 and 1.6.1 (Internal Name, Reserved IP Address)'),
  faults: {
    'internal-names': {
      title: 'The public certificate has an internal name',
      why,
      remedy: 'Use public names only, and a certificate of your own CA for internal names.',
      subject: 'certificate',
    },
    ...faultsOf(nameRules),
  },
  needs: ['publicTrust', 'path', 'leaf', 'validation'],
  judge: ({ publicTrust, path, leaf, validation }) => {
    const other = unlessPublic(publicTrust, path);
    if (other !== undefined) return other;
    const expected = 'public names';
    const names = leaf.extensions.subjectAlternativeName;
    // A malformed SAN has no path to a public root.
    const addresses = names?.ok === true ? names.value.flatMap((name) => (name.kind === 'ip' ? [name.bytes] : [])) : [];
    const internal = [
      ...hostNames(leaf).filter((name) => isReservedName(name) && !isKnownSuffix(name, validation)),
      ...addresses.filter(isReservedAddress).map(formatIpAddress),
    ];
    const observed = listValues(internal.length > 0 ? internal : [...hostNames(leaf), ...alternativeIpAddresses(leaf)]);
    const broken = findBrokenRules(nameRules, leaf, validation);
    const [first] = broken;
    if (internal.length > 0) {
      const title = `The public certificate has the internal ${internal.length === 1 ? 'name' : 'names'} ${joinWords(internal, FEW)}`;
      const detail = broken.map(({ message }) => message).join(' ');
      return fail('internal-names', { title, detail, expected, observed });
    }
    if (first === undefined) return pass('The public certificate has public names only.', { expected, observed });
    return fail(first.fault, {
      title: first.message.replace(/\.$/, ''),
      detail: broken
        .slice(1)
        .map(({ message }) => message)
        .join(' '),
      expected,
      observed,
    });
  },
});
