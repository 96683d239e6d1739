import { type MatchName, matched, unmatched } from './name-match.ts';
import { quoteText } from '../name-of.ts';
import { equalsDnsName } from './wildcard.ts';

/** The last CN equals the host but for case and a trailing dot of the host; no wildcard, no SAN. */
export const matchCommonName: MatchName = ({ host, dialed, commonName }) => {
  if (commonName === undefined) return unmatched('The subject has no CN.');
  const text = dialed.kind === 'dns' ? dialed.name : host.toLowerCase();
  if (equalsDnsName(commonName, text)) return matched(`CN=${commonName}`, host);
  return unmatched(`The CN ${quoteText(commonName)} is not ${host}.`);
};
