import { parseIpAddress } from '../model/ip-address.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type AddressRange, isInRange, parseAddressRange } from './address-range.ts';

/**
 * Which addresses a certificate may make us dial. A certificate is hostile input: without this its URLs reach whatever we
 * can reach and its author cannot (server-side request forgery).
 */
export interface AddressPolicy {
  /** Two policies of one key are the same. */
  readonly key: string;
  /** What it was made of. */
  readonly allow: readonly string[];
  /** Why this address must not be dialled for this host (lower case): a clause without a full stop; undefined: it may. */
  readonly refuse: (host: string, address: string) => string | undefined;
}

/**
 * Makes the policy of a run. Addresses of the public internet are allowed; everything else only where `allow` names it: a
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
    allow,
    refuse: (host, address) => {
      if (hosts.has(host.replace(/\.$/, ''))) return undefined;
      // A zone makes an IPv6 address one that cannot be judged.
      const bytes = parseIpAddress(address);
      if (bytes === undefined) return 'it is not an address we can judge';
      const meant = [bytes, ...embeddedAddresses(bytes)];
      if (meant.some((each) => ranges.some((range) => isInRange(each, range)))) return undefined;
      return meant.map(kindOfSpecialAddress).find((kind) => kind !== undefined);
    },
  });
}

/** Letters, digits, hyphens, underscores in labels; not all digits and dots, which would be a mistyped address. */
const hostPattern =
  /^(?=.{1,253}\.?$)(?![\d.]+$)[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$/;

function range(text: string): AddressRange {
  return parseAddressRange(text) as AddressRange;
}

/** RFC 1918, RFC 6598, RFC 4193. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].map(range);

/** IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and later), and multicast. First fit wins. */
const specialRanges: readonly (readonly [AddressRange, string])[] = [
  [range('0.0.0.0/8'), 'it means this host'],
  [range('10.0.0.0/8'), 'it is private'],
  [range('100.64.0.0/10'), 'it is private to a provider'],
  [range('127.0.0.0/8'), 'it is a loopback address'],
  [range('169.254.0.0/16'), 'it is link-local'],
  [range('172.16.0.0/12'), 'it is private'],
  [range('192.0.0.0/24'), 'it is reserved for protocols'],
  [range('192.0.2.0/24'), 'it is for documentation'],
  [range('192.88.99.0/24'), 'it is a 6to4 relay'],
  [range('192.168.0.0/16'), 'it is private'],
  [range('198.18.0.0/15'), 'it is for benchmarks'],
  [range('198.51.100.0/24'), 'it is for documentation'],
  [range('203.0.113.0/24'), 'it is for documentation'],
  [range('224.0.0.0/4'), 'it is a multicast address'],
  [range('240.0.0.0/4'), 'it is reserved'],
  [range('::/128'), 'it is unspecified'],
  [range('::1/128'), 'it is a loopback address'],
  [range('fc00::/7'), 'it is private'],
  [range('fe80::/10'), 'it is link-local'],
  [range('fec0::/10'), 'it is site-local'],
  [range('ff00::/8'), 'it is a multicast address'],
  [range('2001::/23'), 'it is reserved for protocols'],
  [range('2001:db8::/32'), 'it is for documentation'],
  [range('3fff::/20'), 'it is for documentation'],
];

const publicIpv6 = range('2000::/3');

/** What an address is if it is not one of the public internet. An embedded IPv4 address is judged beside it. */
function kindOfSpecialAddress(address: Uint8Array): string | undefined {
  const special = specialRanges.find(([each]) => isInRange(address, each));
  if (special !== undefined) return special[1];
  if (address.length === 4 || isInRange(address, publicIpv6)) return undefined;
  return embeddedAddresses(address).length > 0 ? undefined : 'it is not of the public internet';
}

/** Where an IPv6 address carries an IPv4 one that the packets really go to, and at which byte. */
const embeddings: readonly (readonly [AddressRange, number])[] = [
  [range('::ffff:0:0/96'), 12], // IPv4-mapped, RFC 4291 §2.5.5.2
  [range('::/96'), 12], // IPv4-compatible, RFC 4291 §2.5.5.1
  [range('64:ff9b::/96'), 12], // NAT64, RFC 6052 §2.1
  [range('2002::/16'), 2], // 6to4, RFC 3056 §2
];

/** Unspecified and loopback look like IPv4-compatible addresses and are none. */
const nearUnspecified = range('::/127');

function embeddedAddresses(address: Uint8Array): readonly Uint8Array[] {
  if (isInRange(address, nearUnspecified)) return [];
  return embeddings.flatMap(([each, start]) => (isInRange(address, each) ? [address.subarray(start, start + 4)] : []));
}
