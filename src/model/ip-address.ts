/**
 * Writes 4 or 16 bytes as an IP address (IPv6 as RFC 5952 says), 8 or 32 as address and mask: `10.0.0.0/8` if the mask is a
 * prefix, else `10.0.0.0/255.0.255.0`. Any other length is written in hexadecimal.
 */
export function formatIpAddress(bytes: Uint8Array): string {
  switch (bytes.length) {
    case 4:
      return bytes.join('.');
    case 16:
      return formatIpv6(bytes);
    case 8:
    case 32:
      return formatRange(bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2));
    default:
      return `0x${Buffer.from(bytes).toString('hex')}`;
  }
}

/**
 * Reads an IPv4 literal or an IPv6 literal, which may end in an IPv4 one, into 4 or 16 bytes. Undefined for anything else, among it
 * brackets, zone ids and IPv4 with leading zeros, which some systems read as octal.
 */
export function parseIpAddress(text: string): Uint8Array | undefined {
  if (text.includes(':')) return parseIpv6(text);
  const first = text.charCodeAt(0);
  // Most texts are host names.
  return first >= 0x30 && first <= 0x39 ? parseIpv4(text) : undefined;
}

/** The one spelling of an IP literal: dotted IPv4 as it is, IPv6 as RFC 5952 says; undefined for anything that `parseIpAddress` refuses. */
export function normaliseIpAddress(text: string): string | undefined {
  const bytes = parseIpAddress(text);
  return bytes === undefined ? undefined : formatIpAddress(bytes);
}

function formatRange(address: Uint8Array, mask: Uint8Array): string {
  const bits = [...mask].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  const isPrefix = /^1*0*$/.test(bits);
  return `${formatIpAddress(address)}/${isPrefix ? bits.replace(/0+$/, '').length : formatIpAddress(mask)}`;
}

/** RFC 5952: no leading zeros, lower case, the first longest run of at least two zero groups becomes `::`. */
function formatIpv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) => (bytes[index * 2] ?? 0) * 0x100 + (bytes[index * 2 + 1] ?? 0));
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.length < 2) return hex.join(':');
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.', 5);
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return Uint8Array.from(parts, Number);
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::', 3).map((half) => (half === '' ? [] : half.split(':', 10)));
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves;
  const left = parseGroups(head, tail === undefined);
  const right = parseGroups(tail ?? [], true);
  if (left === undefined || right === undefined) return undefined;
  const missing = 16 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return Uint8Array.from([...left, ...new Array<number>(missing).fill(0), ...right]);
}

/** Bytes of colon-separated groups; only the very last may be an IPv4 address. */
function parseGroups(groups: readonly string[], mayEndInIpv4: boolean): readonly number[] | undefined {
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (mayEndInIpv4 && index === groups.length - 1 && group.includes('.')) {
      const address = parseIpv4(group);
      if (address === undefined) return undefined;
      bytes.push(...address);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    }
  }
  return bytes;
}
