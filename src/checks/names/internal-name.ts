import { formatIpAddress } from '../../model/ip-address.ts';
import { alternativeIpAddresses, hostNames } from './certificate-names.ts';
import { baselineRequirements } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, pass } from '../judgement.ts';
import { isReservedAddress, isReservedName } from './reserved-names.ts';
import { unlessPublic } from '../chain/public-leaf.ts';
import { joinWords, listValues } from '../join-words.ts';

/** No single-label, `.local` or reserved name or address in a publicly trusted certificate. */
export const internalName = defineCheck({
  id: 'internal-name',
  title: 'A public certificate holds no internal name',
  why: 'Nobody can prove to own an internal name, so public CAs had to revoke such certificates by October 2016.',
  citation: baselineRequirements('7.1.2.7.12 and 1.6.1 (Internal Name, Reserved IP Address)'),
  faults: {
    unsorted: {
      title: 'A public certificate holds no internal name',
      why: 'Nobody can prove to own an internal name, so public CAs had to revoke such certificates by October 2016.',
      remedy: 'Use a public name outside, and a certificate of your own CA for internal names.',
      subject: 'certificate',
    },
  },
  needs: ['publicTrust', 'path', 'leaf'],
  judge: ({ publicTrust, path, leaf }) => {
    const other = unlessPublic(publicTrust, path);
    if (other !== undefined) return other;
    const names = leaf.extensions.subjectAlternativeName;
    if (names?.ok === false) {
      return failUnsorted(
        `The SAN extension is malformed: ${names.error.message} Whether it holds an internal name cannot be told. Reissue the certificate.`,
        { expected: 'public names', observed: 'malformed' },
      );
    }
    const addresses = names?.value.flatMap((name) => (name.kind === 'ip' ? [name.bytes] : [])) ?? [];
    const internal = [
      ...hostNames(leaf).filter(isReservedName),
      ...addresses.filter(isReservedAddress).map(formatIpAddress),
    ];
    const details = {
      expected: 'public names',
      observed: listValues(internal.length > 0 ? internal : [...hostNames(leaf), ...alternativeIpAddresses(leaf)]),
    };
    if (internal.length === 0) return pass('The public certificate holds public names only.', details);
    return failUnsorted(
      `The publicly trusted certificate holds ${joinWords(internal)}. Anyone may use such a name in a network of their own, so the CA has to revoke it. Move the name to a certificate of your own CA.`,
      details,
    );
  },
});
