import { formatIpAddress } from '../../model/ip-address.ts';
import { type MatchName, matched, type NameMatch, unmatched } from './name-match.ts';
import { quoteText } from '../name-of.ts';
import { hasIpAddress, invalidHost, malformedNames } from './presented-names.ts';
import { type CompareDnsName, equalsDnsName, matchesSchannelWildcard } from './wildcard.ts';

/**
 * RFC 2818 §3.1 as Schannel implements it: the dNSName entries if there are any, else the last CN; wildcards by KB258858. An IP
 * literal needs an iPAddress entry, or, without any entry that a host could match, a CN of the same spelling.
 */
export const matchRfc2818: MatchName = ({ host, dialed, names, dnsNames: entries, commonName }) => {
  if (names === 'malformed') return unmatched(malformedNames);
  if (dialed.kind === 'invalid') return unmatched(invalidHost);
  if (dialed.kind === 'ip' && hasIpAddress(names, dialed.bytes)) {
    return matched(`IP:${formatIpAddress(dialed.bytes)}`, host);
  }
  if (entries.length === 0 && !(dialed.kind === 'ip' && names.some(({ kind }) => kind === 'ip'))) {
    const compare = dialed.kind === 'ip' ? equalsDnsName : matchesSchannelWildcard;
    return byCommonName(commonName, { host, dialed: dialed.kind === 'ip' ? host : dialed.name, compare });
  }
  const entry = dialed.kind === 'dns' && entries.find((name) => matchesSchannelWildcard(name, dialed.name));
  if (entry) return matched(`DNS:${entry}`, host);
  return unmatched(`The SAN has no entry for ${host} (the CN is ignored when a SAN is present).`);
};

interface CommonNameQuestion {
  readonly host: string;
  readonly dialed: string;
  readonly compare: CompareDnsName;
}

function byCommonName(commonName: string | undefined, { host, dialed, compare }: CommonNameQuestion): NameMatch {
  if (commonName === undefined) return unmatched('The certificate has neither a dNSName nor a CN.');
  if (compare(commonName, dialed)) return matched(`CN=${commonName}`, host);
  return unmatched(`The certificate has no dNSName, and its CN ${quoteText(commonName)} does not match ${host}.`);
}
