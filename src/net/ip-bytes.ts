import { isIP } from 'node:net';

/** The 4 or 16 bytes of an IP literal; undefined: it is none (a zone makes an IPv6 address one that we do not judge). */
export function ipBytes(literal: string): Uint8Array | undefined {
  const version = isIP(literal);
  if (version === 4) return Uint8Array.from(literal.split('.').map(Number));
  return version === 6 && !literal.includes('%') ? ipv6Bytes(literal) : undefined;
}

/** The URL parser writes an IPv6 address in its one canonical form: lower case, no dotted part, at most one `::`. */
function ipv6Bytes(literal: string): Uint8Array {
  const canonical = new URL(`http://[${literal}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  const all = tail === undefined ? before : [...before, ...zeros, ...after];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function groups(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

/** A range of addresses of one family. */
export interface AddressRange {
  readonly bytes: Uint8Array;
  readonly prefixBits: number;
}

/** Reads `10.0.0.0/8`, `fd00::/8` or a single address; undefined: neither. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const bytes = ipBytes(address);
  if (bytes === undefined || rest.length > 0) return undefined;
  if (prefix === undefined) return { bytes, prefixBits: bytes.length * 8 };
  const prefixBits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  return prefixBits <= bytes.length * 8 ? { bytes, prefixBits } : undefined;
}

/** Whether an address lies in a range of its own family. */
export function isInRange(address: Uint8Array, { bytes, prefixBits }: AddressRange): boolean {
  if (address.length !== bytes.length) return false;
  for (let bit = 0; bit < prefixBits; bit += 8) {
    const mask = prefixBits - bit >= 8 ? 0xff : (0xff << (8 - (prefixBits - bit))) & 0xff;
    if ((((address[bit / 8] ?? 0) ^ (bytes[bit / 8] ?? 0)) & mask) !== 0) return false;
  }
  return true;
}
