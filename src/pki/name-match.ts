import type { Certificate } from '../x509/certificate.ts';

/** Whether a certificate carries the name dialled, and by what. */
export interface NameMatch {
  readonly matches: boolean;
  /** The entry that matched, for instance `DNS:*.contoso.com` or `CN=im.contoso.com`. */
  readonly matchedBy: string | undefined;
  /** A whole sentence. */
  readonly reason: string;
}

/**
 * One client's way of comparing a name. `host` is a DNS name (A-labels; one trailing dot and case do not matter) or an
 * IP literal, with or without brackets. A SAN extension that cannot be read matches nothing and hides the CN.
 */
export type MatchName = (leaf: Certificate, host: string) => NameMatch;

/** Says that an entry matched. */
export function matched(by: string, host: string): NameMatch {
  return { matches: true, matchedBy: by, reason: `${by} matches ${host}.` };
}

/** Says that nothing did. */
export function unmatched(reason: string): NameMatch {
  return { matches: false, matchedBy: undefined, reason };
}
