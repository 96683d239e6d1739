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

/** Whether an address is private, loopback, link-local or otherwise not to be reached from outside (RFC 6890). */
export function isReservedAddress(bytes: Uint8Array): boolean {
  const [a = 0, b = 0] = bytes;
  if (bytes.length === 4) return isReservedIpv4(a, b);
  const isMapped = bytes.subarray(0, 10).every((octet) => octet === 0) && b === 0;
  if (isMapped && bytes[10] === 0xff && bytes[11] === 0xff) return isReservedIpv4(bytes[12] ?? 0, bytes[13] ?? 0);
  // Unique local fc00::/7, link-local fe80::/10, documentation 2001:db8::/32, everything below 2000::/3.
  const isDocumentation = a === 0x20 && b === 0x01 && bytes[2] === 0x0d && bytes[3] === 0xb8;
  return isDocumentation || a < 0x20 || a >= 0x40;
}

function isReservedIpv4(a: number, b: number): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  if (a === 169) return b === 254;
  if (a === 172) return b >= 16 && b <= 31;
  if (a === 192) return b === 168;
  return a === 100 && b >= 64 && b <= 127;
}
