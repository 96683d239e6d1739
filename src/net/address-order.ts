import { isIPv4 } from 'node:net';

/** Each address once, IPv4 before IPv6, by value: DNS servers rotate their answers, and a report should not. */
export function orderAddresses(addresses: Iterable<string>): readonly string[] {
  const byValue = new Map<string, string>();
  for (const address of addresses) byValue.set(sortKey(address), address);
  return [...byValue].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, address]) => address);
}

/** Text that sorts as the address does, and is equal for two spellings of one address. */
function sortKey(address: string): string {
  if (isIPv4(address)) {
    return `4${address
      .split('.')
      .map((octet) => octet.padStart(3, '0'))
      .join('')}`;
  }
  const [bits = '', zone = ''] = address.toLowerCase().split('%');
  return `6${ipv6Groups(bits).join('')}%${zone}`;
}

/** The eight groups of an IPv6 literal, four hexadecimal digits each (RFC 4291 §2.2, dotted tail included). */
function ipv6Groups(address: string): readonly string[] {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/;
  const plain = address.replace(dotted, (_, a, b, c, d) => `${hexPair(a, b)}:${hexPair(c, d)}`);
  const [head = '', tail] = plain.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill('0'), ...after].map((group) => group.padStart(4, '0'));
}

function hexPair(high: string, low: string): string {
  return (Number(high) * 0x100 + Number(low)).toString(16);
}
