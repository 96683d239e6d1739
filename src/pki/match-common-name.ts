import type { Certificate } from '../x509/certificate.ts';
import { readDialledHost } from './dialled-host.ts';
import { matched, type NameMatch, unmatched } from './name-match.ts';
import { quoteText } from './name-of.ts';
import { lastCommonName } from './presented-names.ts';
import { equalsDnsName } from './wildcard.ts';

/** The last CN equals the host but for case and a trailing dot of the host; no wildcard, no SAN. */
export function matchCommonName(leaf: Certificate, host: string): NameMatch {
  const commonName = lastCommonName(leaf);
  if (commonName === undefined) return unmatched('The subject has no CN.');
  const dialled = readDialledHost(host);
  const text = dialled.kind === 'dns' ? dialled.name : host.toLowerCase();
  if (equalsDnsName(commonName, text)) return matched(`CN=${commonName}`, host);
  return unmatched(`The CN ${quoteText(commonName)} is not ${host}.`);
}
