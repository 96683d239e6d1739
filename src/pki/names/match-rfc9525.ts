import { formatIpAddress } from '../../model/ip-address.ts';
import { type MatchName, matched, unmatched } from './name-match.ts';
import { hasIpAddress, invalidHost, malformedNames } from './presented-names.ts';
import { matchesWholeLabelWildcard } from './wildcard.ts';

/** RFC 9525 §6: subject alternative names only, never the CN; `*` only as the whole left-most label. */
export const matchRfc9525: MatchName = ({ host, dialled, names, dnsNames }) => {
  if (names === 'malformed') return unmatched(malformedNames);
  if (dialled.kind === 'invalid') return unmatched(invalidHost);
  if (dialled.kind === 'ip') {
    if (hasIpAddress(names, dialled.bytes)) return matched(`IP:${formatIpAddress(dialled.bytes)}`, host);
    return unmatched(`The SAN has no iPAddress entry for ${host}.`);
  }
  const entry = dnsNames.find((name) => matchesWholeLabelWildcard(name, dialled.name));
  if (entry !== undefined) return matched(`DNS:${entry}`, host);
  return unmatched(
    names.length === 0
      ? `The certificate has no SAN, and RFC 9525 ignores the CN.`
      : `The SAN has no dNSName entry for ${host}.`,
  );
};
