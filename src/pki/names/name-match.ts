import type { Certificate, GeneralName } from '../../x509/certificate.ts';
import { type DialedHost, readDialedHost } from './dialed-host.ts';
import { alternativeNames, dnsNames, lastCommonName } from './presented-names.ts';

/** Whether a certificate carries the name dialed, and by what. */
export interface NameMatch {
  readonly matches: boolean;
  /** The entry that matched, for instance `DNS:*.contoso.com` or `CN=im.contoso.com`. */
  readonly matchedBy: string | undefined;
  /** A whole sentence. */
  readonly reason: string;
}

/** The name dialed and the names presented, as every matcher reads them. */
export interface NameQuestion {
  readonly host: string;
  readonly dialed: DialedHost;
  /** SANs; `malformed` is seen, and never counts as absent. */
  readonly names: readonly GeneralName[] | 'malformed';
  /** The texts of the dNSName entries. */
  readonly dnsNames: readonly string[];
  /** The last one. */
  readonly commonName: string | undefined;
}

/** One client's way of comparing a name. A SAN extension that cannot be read matches nothing and hides the CN. */
export type MatchName = (question: NameQuestion) => NameMatch;

/** Reads both sides, once for all matchers. */
export function readNameQuestion(leaf: Certificate, host: string): NameQuestion {
  const names = alternativeNames(leaf);
  return {
    host,
    dialed: readDialedHost(host),
    names,
    dnsNames: names === 'malformed' ? [] : dnsNames(names),
    commonName: lastCommonName(leaf),
  };
}

/** Says that an entry matched. */
export function matched(by: string, host: string): NameMatch {
  return { matches: true, matchedBy: by, reason: `${by} matches ${host}.` };
}

/** Says that nothing did. */
export function unmatched(reason: string): NameMatch {
  return { matches: false, matchedBy: undefined, reason };
}
