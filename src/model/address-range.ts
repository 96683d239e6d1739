import { formatIpAddress, parseIpAddress } from './ip-address.ts';

/** A range of addresses of one family. */
export interface AddressRange {
  readonly bytes: Uint8Array;
  readonly prefixBits: number;
}

/** Reads `10.0.0.0/8`, `fd00::/8` or a single address; undefined: neither. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const bytes = parseIpAddress(address);
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

/** How many addresses a range has; exact up to 2^53. */
export function countAddresses({ bytes, prefixBits }: AddressRange): number {
  return 2 ** (bytes.length * 8 - prefixBits);
}

/** Every address of a range from the lowest on, as text, made one by one: a range may have more than memory holds. */
export function* addressesOf(range: AddressRange): Generator<string> {
  const count = countAddresses(range);
  const address = firstOf(range);
  for (let made = 0; made < count; made += 1) {
    yield formatIpAddress(address);
    increment(address);
  }
}

/** `10.0.0.0/28`: the lowest address of the range and the length of its prefix. */
export function formatAddressRange(range: AddressRange): string {
  return `${formatIpAddress(firstOf(range))}/${range.prefixBits}`;
}

/** The address with all bits behind the prefix cleared. */
function firstOf({ bytes, prefixBits }: AddressRange): Uint8Array {
  return bytes.map((octet, index) => {
    const kept = Math.min(8, Math.max(0, prefixBits - 8 * index));
    return octet & (0xff << (8 - kept)) & 0xff;
  });
}

function increment(address: Uint8Array): void {
  for (let index = address.length - 1; index >= 0; index -= 1) {
    const octet = ((address[index] ?? 0) + 1) & 0xff;
    address[index] = octet;
    if (octet !== 0) return;
  }
}
