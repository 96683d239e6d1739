import { parseIpAddress } from '../../model/ip-address.ts';

/**
 * Whether a name has no owner on the public internet: a single label, or a top-level domain that is reserved
 * (RFC 2606, RFC 6761, RFC 6762, RFC 8375, RFC 9476, ICANN's `internal`) or that ICANN will not delegate because private
 * networks use it (appendix G of RFC 6762, `corp`, `home`, `mail`). A wildcard counts as what stands below it.
 */
export function isReservedName(name: string): boolean {
  const address = parseIpAddress(name);
  if (address !== undefined) return isReservedAddress(address);
  // A CN may hold anything; what has a blank is a person or a product, not a host.
  if (name === '' || /\s/.test(name)) return false;
  const labels = name.toLowerCase().replace(/\.$/, '').replace(/^\*\./, '').split('.');
  const last = labels.at(-1) ?? '';
  return labels.length === 1 || reservedTopLevels.has(last) || labels.slice(-2).join('.') === 'home.arpa';
}

const reservedTopLevels: ReadonlySet<string> = new Set([
  'alt',
  'corp',
  'example',
  'home',
  'internal',
  'intranet',
  'invalid',
  'lan',
  'local',
  'localdomain',
  'localhost',
  'mail',
  'private',
  'test',
]);

/**
 * Whether an address is private, loopback, link-local, for documentation or otherwise not to be reached from outside: the blocks of
 * the IANA registries for special purposes (RFC 6890), which the CA/B Forum's definition of a reserved address names.
 */
export function isReservedAddress(bytes: Uint8Array): boolean {
  if (bytes.length === 4) return isReservedIpv4(bytes);
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const isMapped = bytes.subarray(0, 10).every((octet) => octet === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (isMapped) return isReservedIpv4(bytes.subarray(12));
  // Unique local fc00::/7, link-local fe80::/10, everything below 2000::/3; then what is reserved within it.
  if (a < 0x20 || a >= 0x40) return true;
  if (a === 0x20 && b === 0x01) return c < 0x02 || (c === 0x0d && d === 0xb8);
  return (a === 0x20 && b === 0x02) || (a === 0x3f && b === 0xff && c < 0x10);
}

function isReservedIpv4([a = 0, b = 0, c = 0]: Uint8Array): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  switch (a) {
    case 100:
      return b >= 64 && b <= 127;
    case 169:
      return b === 254;
    case 172:
      return b >= 16 && b <= 31;
    case 192:
      return b === 168 || (b === 0 && (c === 0 || c === 2));
    case 198:
      return b === 18 || b === 19 || (b === 51 && c === 100);
    default:
      return a === 203 && b === 0 && c === 113;
  }
}
