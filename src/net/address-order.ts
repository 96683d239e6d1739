import { parseIpAddress } from '../model/ip-address.ts';

/** Each address once, IPv4 before IPv6, by value: DNS servers rotate their answers, and a report should not. */
export function orderAddresses(addresses: Iterable<string>): readonly string[] {
  const byValue = new Map<string, string>();
  for (const address of addresses) byValue.set(sortKey(address), address);
  return [...byValue].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, address]) => address);
}

/** Text that sorts as the address does, and is equal for two spellings of one address. */
function sortKey(address: string): string {
  const [literal = '', zone = ''] = address.toLowerCase().split('%');
  const bytes = parseIpAddress(literal);
  const digits = bytes === undefined ? literal : Buffer.from(bytes).toString('hex');
  return `${bytes?.length === 4 ? 4 : 6}${digits}%${zone}`;
}
