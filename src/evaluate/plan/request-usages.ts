import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import { serverAuth } from '../../model/extended-key-usages.ts';
import { keyUsageBits } from '../../model/role-document.ts';
import type { RolePolicy } from '../../policy/policy.ts';
import type { RequestKey } from './request-key.ts';

type KeyUsage = PlannedCertificate['keyUsage'];
type Bit = KeyUsage['bits'][number];

/** All purposes that are required, and the first of alternatives; a role that demands none gets that of a server, unless it forbids it. */
export function requestPurposes({ extendedKeyUsage }: RolePolicy): readonly string[] {
  const { required, oneOf, forbidden } = extendedKeyUsage;
  const chosen = oneOf.some((purpose) => required.includes(purpose))
    ? []
    : oneOf.filter((purpose) => !forbidden.includes(purpose)).slice(0, 1);
  const demanded = [...required, ...chosen];
  return demanded.length > 0 || forbidden.includes(serverAuth) ? demanded : [serverAuth];
}

/** All bits that are required, or those that TLS uses with such a key, and one of alternatives that such a key can use. */
export function requestKeyUsage({ keyUsage }: RolePolicy, type: RequestKey['type']): KeyUsage {
  const { required, oneOf, allowed } = keyUsage;
  const usable = bitsOfTls[type].filter((bit) => allowed.includes(bit) || oneOf.includes(bit));
  const isFree = required === 'negotiated' || required.length + oneOf.length === 0;
  const all = isFree ? (usable.length > 0 ? usable : bitsOfTls[type].slice(0, 1)) : required;
  const suited = oneOf.find((bit) => !bitsOfOtherKeys[type].some((other) => other === bit)) ?? oneOf[0];
  const chosen = suited === undefined || oneOf.some((bit) => all.includes(bit)) ? [] : [suited];
  const bits = keyUsageBits.filter((bit) => all.includes(bit) || chosen.includes(bit));
  return { bits, hex: hexOf(bits) };
}

const signing = ['digitalSignature'] as const;

/** What the exchanges of TLS use with a key of the kind (RFC 5246 §7.4.2, RFC 8446 §4.4.2.2). */
const bitsOfTls: Readonly<Record<RequestKey['type'], readonly Bit[]>> = {
  rsa: ['digitalSignature', 'keyEncipherment'],
  ec: signing,
  ed25519: signing,
  ed448: signing,
};

/** What no key of the kind can do (RFC 3279 §2.3, RFC 5480 §3, RFC 8410 §5). */
const bitsOfOtherKeys: Readonly<Record<RequestKey['type'], readonly Bit[]>> = {
  rsa: ['keyAgreement'],
  ec: ['keyEncipherment', 'dataEncipherment'],
  ed25519: ['keyEncipherment', 'dataEncipherment', 'keyAgreement'],
  ed448: ['keyEncipherment', 'dataEncipherment', 'keyAgreement'],
};

/** The octets of the bit string, of which the first bit is 0x80 (RFC 5280 §4.2.1.3). */
function hexOf(bits: readonly Bit[]): string {
  const octets = bits.some((bit) => bit === 'decipherOnly') ? [0, 0] : [0];
  for (const bit of bits) {
    const index = keyUsageBits.indexOf(bit);
    const octet = Math.floor(index / 8);
    octets[octet] = (octets[octet] ?? 0) | (0x80 >> (index % 8));
  }
  return octets.map((octet) => octet.toString(16).padStart(2, '0')).join('');
}
