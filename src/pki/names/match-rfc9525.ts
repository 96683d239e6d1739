import { formatIpAddress } from '../../model/ip-address.ts';
import { type MatchName, matched, unmatched } from './name-match.ts';
import { hasIpAddress, invalidHost, malformedNames } from './presented-names.ts';
import { matchesWholeLabelWildcard } from './wildcard.ts';

/** RFC 9525 §6: subject alternative names only, never the CN; `*` only as the whole left-most label. */
export const matchRfc9525: MatchName = ({ host, dialed, names, dnsNames }) => {
  if (names === 'malformed') return unmatched(malformedNames);
  if (dialed.kind === 'invalid') return unmatched(invalidHost);
  if (dialed.kind === 'ip') {
    if (hasIpAddress(names, dialed.bytes)) return matched(`IP:${formatIpAddress(dialed.bytes)}`, host);
    return unmatched(`The SAN has no IP address entry for ${host}.`);
  }
  const entry = dnsNames.find((name) => matchesWholeLabelWildcard(name, dialed.name));
  if (entry !== undefined) return matched(`DNS:${entry}`, host);
  return unmatched(
    names.length === 0
      ? `The certificate has no subject alternative names, the only names that RFC 9525 allows.`
      : `The SAN has no entry for ${host}.`,
  );
};
