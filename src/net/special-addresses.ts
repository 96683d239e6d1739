import { type AddressRange, isInRange, parseAddressRange } from '../model/address-range.ts';

/** Why an address is not one of the public internet: a clause without a full stop; undefined: it is one. */
export function specialKind(address: Uint8Array): string | undefined {
  const known = specialRanges.find(({ range }) => isInRange(address, range));
  if (known !== undefined) return known.kind;
  if (address.length === 4 || isInRange(address, publicIpv6)) return undefined;
  // An embedded IPv4 address is judged beside it.
  return embeddedIpv4(address).length > 0 ? undefined : 'it is not a public address';
}

/** The IPv4 addresses that an IPv6 address carries, to which the packets really go. */
export function embeddedIpv4(address: Uint8Array): readonly Uint8Array[] {
  if (isInRange(address, unspecifiedAndLoopback)) return [];
  const found = embeddings.filter(({ range }) => isInRange(address, range));
  return found.map(({ start }) => address.subarray(start, start + 4));
}

/** Reads a range that stands in our own source. */
export function rangeOf(text: string): AddressRange {
  const range = parseAddressRange(text);
  if (range === undefined) throw new Error(`${text} is not a range of addresses`);
  return range;
}

/** IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and later), and multicast. The first match counts. */
const specialRanges = [
  { range: rangeOf('0.0.0.0/8'), kind: 'it means this host' },
  { range: rangeOf('10.0.0.0/8'), kind: 'it is private' },
  { range: rangeOf('100.64.0.0/10'), kind: 'it is a shared address of a provider' },
  { range: rangeOf('127.0.0.0/8'), kind: 'it is a loopback address' },
  { range: rangeOf('169.254.0.0/16'), kind: 'it is link-local' },
  { range: rangeOf('172.16.0.0/12'), kind: 'it is private' },
  { range: rangeOf('192.0.0.0/24'), kind: 'it is reserved for protocols' },
  { range: rangeOf('192.0.2.0/24'), kind: 'it is for documentation' },
  { range: rangeOf('192.88.99.0/24'), kind: 'it is a 6to4 relay' },
  { range: rangeOf('192.168.0.0/16'), kind: 'it is private' },
  { range: rangeOf('198.18.0.0/15'), kind: 'it is for benchmarks' },
  { range: rangeOf('198.51.100.0/24'), kind: 'it is for documentation' },
  { range: rangeOf('203.0.113.0/24'), kind: 'it is for documentation' },
  { range: rangeOf('224.0.0.0/4'), kind: 'it is a multicast address' },
  { range: rangeOf('240.0.0.0/4'), kind: 'it is reserved' },
  { range: rangeOf('::/128'), kind: 'it is unspecified' },
  { range: rangeOf('::1/128'), kind: 'it is a loopback address' },
  { range: rangeOf('fc00::/7'), kind: 'it is private' },
  { range: rangeOf('fe80::/10'), kind: 'it is link-local' },
  { range: rangeOf('fec0::/10'), kind: 'it is site-local' },
  { range: rangeOf('ff00::/8'), kind: 'it is a multicast address' },
  { range: rangeOf('2001::/23'), kind: 'it is reserved for protocols' },
  { range: rangeOf('2001:db8::/32'), kind: 'it is for documentation' },
  { range: rangeOf('3fff::/20'), kind: 'it is for documentation' },
] as const;

/** IPv6 addresses that carry an IPv4 one, and at which byte. */
const embeddings = [
  { range: rangeOf('::ffff:0:0/96'), start: 12 }, // IPv4-mapped, RFC 4291 §2.5.5.2
  { range: rangeOf('::/96'), start: 12 }, // IPv4-compatible, RFC 4291 §2.5.5.1
  { range: rangeOf('64:ff9b::/96'), start: 12 }, // NAT64, RFC 6052 §2.1
  { range: rangeOf('2002::/16'), start: 2 }, // 6to4, RFC 3056 §2
] as const;

const publicIpv6 = rangeOf('2000::/3');

/** These two look like IPv4-compatible addresses. */
const unspecifiedAndLoopback = rangeOf('::/127');
