import { parseIpAddress } from '../model/ip-address.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type AddressRange, isInRange, parseAddressRange } from '../model/address-range.ts';
import { embeddedIpv4, rangeOf, specialKind } from './special-addresses.ts';

/**
 * Which addresses a certificate may make us dial. A certificate is hostile input: without this its URLs reach whatever we
 * can reach and its author cannot (server-side request forgery).
 */
export interface AddressPolicy {
  /** Two policies of one key are the same. */
  readonly key: string;
  /** Why this address must not be dialed for this host (lower case): a clause without a full stop; undefined: it may. */
  readonly refuse: (host: string, address: string) => string | undefined;
  /**
   * Why a proxy, which resolves names itself, must not be asked for this host name (lower case): it can only be an internal one. A clause
   * without a full stop; undefined: it may.
   */
  readonly refuseName: (name: string) => string | undefined;
}

/**
 * Makes the policy of a run. Addresses of the public internet are allowed; everything else only if `allow` names it: a
 * host (whatever it resolves to), an address, a range in CIDR, or `private` for the private ranges of companies. The error
 * is a sentence about the first entry that is none of these.
 */
export function createAddressPolicy(allow: readonly string[]): Result<AddressPolicy, string> {
  const hosts = new Set<string>();
  const ranges: AddressRange[] = [];
  for (const entry of allow) {
    const range = parseAddressRange(entry);
    if (entry === 'private') ranges.push(...privateRanges);
    else if (range !== undefined) ranges.push(range);
    else if (hostPattern.test(entry)) hosts.add(entry.toLowerCase().replace(/\.$/, ''));
    else
      return err(
        `${JSON.stringify(entry)} is neither a host name nor an address nor a range such as 10.0.0.0/8, nor "private".`,
      );
  }
  return ok({
    key: [...allow].sort().join(' '),
    refuseName: (name) => {
      const plain = name.replace(/\.$/, '');
      if (hosts.has(plain)) return undefined;
      if (/(?:^|\.)localhost$/.test(plain)) return 'it means the proxy itself';
      return internalName.test(plain) && !allow.includes('private') ? 'it is the name of an internal host' : undefined;
    },
    refuse: (host, address) => {
      if (hosts.has(host.replace(/\.$/, ''))) return undefined;
      // A zone makes an IPv6 address one that cannot be judged.
      const bytes = parseIpAddress(address);
      if (bytes === undefined) return 'it is not a valid address';
      const meant = [bytes, ...embeddedIpv4(bytes)];
      if (meant.some((each) => ranges.some((range) => isInRange(each, range)))) return undefined;
      return meant.map(specialKind).find((kind) => kind !== undefined);
    },
  });
}

/** Letters, digits, hyphens, underscores in labels; not all digits and dots, which would be a mistyped address. */
const hostPattern =
  /^(?=.{1,253}\.?$)(?![\d.]+$)[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$/;

/**
 * Names that no public host has: single labels, `local` (RFC 6762), `home.arpa` (RFC 8375), `internal` (reserved by ICANN in 2024), and
 * `lan`, `corp`, `home` and `intranet`, which were never delegated because networks use them.
 */
const internalName = /^[^.]+$|\.(?:local|home\.arpa|internal|lan|corp|home|intranet)$/;

/** RFC 1918, RFC 6598, RFC 4193. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].map(rangeOf);
