import { type AddressRange, isInRange, parseAddressRange } from './address-range.ts';

/** Tells addresses with a special meaning from those of the public internet. */
export interface SpecialAddresses {
  /** Why an address is not one of the public internet: a clause without a full stop; undefined: it is one. */
  readonly kindOf: (address: Uint8Array) => string | undefined;
  /** The IPv4 addresses that an IPv6 address carries, to which the packets really go. */
  readonly embedded: (address: Uint8Array) => readonly Uint8Array[];
}

/** Reads its tables anew each time: only runs that fetch something need them, once, and reading them takes some milliseconds. */
export function createSpecialAddresses(): SpecialAddresses {
  const special = specialRanges.map(([range, kind]) => ({ range: rangeOf(range), kind }));
  const carriers = embeddings.map(([range, start]) => ({ range: rangeOf(range), start }));
  const publicIpv6 = rangeOf('2000::/3');
  // Unspecified and loopback look like IPv4-compatible addresses.
  const nearUnspecified = rangeOf('::/127');

  const embedded = (address: Uint8Array): readonly Uint8Array[] => {
    if (isInRange(address, nearUnspecified)) return [];
    const found = carriers.filter(({ range }) => isInRange(address, range));
    return found.map(({ start }) => address.subarray(start, start + 4));
  };

  const kindOf = (address: Uint8Array): string | undefined => {
    const known = special.find(({ range }) => isInRange(address, range));
    if (known !== undefined) return known.kind;
    if (address.length === 4 || isInRange(address, publicIpv6)) return undefined;
    // An embedded IPv4 address is judged beside it.
    return embedded(address).length > 0 ? undefined : 'it is not of the public internet';
  };

  return { kindOf, embedded };
}

/** IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and later), and multicast. The first match counts. */
const specialRanges: readonly (readonly [string, string])[] = [
  ['0.0.0.0/8', 'it means this host'],
  ['10.0.0.0/8', 'it is private'],
  ['100.64.0.0/10', 'it is private to a provider'],
  ['127.0.0.0/8', 'it is a loopback address'],
  ['169.254.0.0/16', 'it is link-local'],
  ['172.16.0.0/12', 'it is private'],
  ['192.0.0.0/24', 'it is reserved for protocols'],
  ['192.0.2.0/24', 'it is for documentation'],
  ['192.88.99.0/24', 'it is a 6to4 relay'],
  ['192.168.0.0/16', 'it is private'],
  ['198.18.0.0/15', 'it is for benchmarks'],
  ['198.51.100.0/24', 'it is for documentation'],
  ['203.0.113.0/24', 'it is for documentation'],
  ['224.0.0.0/4', 'it is a multicast address'],
  ['240.0.0.0/4', 'it is reserved'],
  ['::/128', 'it is unspecified'],
  ['::1/128', 'it is a loopback address'],
  ['fc00::/7', 'it is private'],
  ['fe80::/10', 'it is link-local'],
  ['fec0::/10', 'it is site-local'],
  ['ff00::/8', 'it is a multicast address'],
  ['2001::/23', 'it is reserved for protocols'],
  ['2001:db8::/32', 'it is for documentation'],
  ['3fff::/20', 'it is for documentation'],
];

/** IPv6 addresses that carry an IPv4 one, and at which byte. */
const embeddings: readonly (readonly [string, number])[] = [
  ['::ffff:0:0/96', 12], // IPv4-mapped, RFC 4291 §2.5.5.2
  ['::/96', 12], // IPv4-compatible, RFC 4291 §2.5.5.1
  ['64:ff9b::/96', 12], // NAT64, RFC 6052 §2.1
  ['2002::/16', 2], // 6to4, RFC 3056 §2
];

/** Reads a range that stands in our own source. */
export function rangeOf(text: string): AddressRange {
  const range = parseAddressRange(text);
  if (range === undefined) throw new Error(`${text} is not a range of addresses`);
  return range;
}
