import { formatIpAddress, parseIpAddress } from '../../../model/ip-address.ts';

/** Of an IPv6 address so much is given to one customer. */
const customerBytes = 8;

/** What limits count by: the IPv4 address, or the /64 of an IPv6 address, since whoever has one address there has them all. */
export function clientKey(remoteAddress: string | undefined): string {
  const text = (remoteAddress ?? '').replace(/^::ffff:(?=[0-9.]+$)/i, '').replace(/%.*$/, '');
  const bytes = parseIpAddress(text);
  if (bytes === undefined) return 'unknown';
  return bytes.length === 4 ? text : formatIpAddress(bytes.map((byte, index) => (index < customerBytes ? byte : 0)));
}
