/** iPAddress constraints, RFC 5280 §4.2.1.10: address and mask, 8 bytes for IPv4 and 32 for IPv6. */

/** Whether a constraint can be read: a known length, and a mask of ones before zeros (RFC 4632). */
export function isIpConstraint(constraint: Uint8Array): boolean {
  if (constraint.length !== 8 && constraint.length !== 32) return false;
  const bits = [...constraint.subarray(constraint.length / 2)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits);
}

/** Whether a presented iPAddress is well formed: 4 or 16 bytes. */
export function isIpAddress(address: Uint8Array): boolean {
  return address.length === 4 || address.length === 16;
}

/** Whether an address lies in the constraint's network. An address of the other family never does. */
export function isIpWithin(address: Uint8Array, constraint: Uint8Array): boolean {
  const length = address.length;
  if (constraint.length !== 2 * length) return false;
  return address.every((byte, index) => {
    const mask = constraint[length + index] ?? 0;
    return (byte & mask) === ((constraint[index] ?? 0) & mask);
  });
}
