import type { Certificate } from '../../../x509/certificate.ts';

/**
 * Octets below which a serial number cannot hold 64 random bits. One of exactly 64 bits is shorter than six octets once in 65,536,
 * shorter than eight once in 256, which would be too many false alarms.
 */
const minimumOctets = 6;

/** The serial number is long enough for 64 random bits. Zero and negative ones break RFC 5280, and are reported as that. */
export function findShortSerialNumber({ serialNumber }: Certificate): string | undefined {
  const { hex, isNegative, isZero } = serialNumber;
  if (isNegative || isZero) return undefined;
  const octets = hex.replace(/^(00)+/, '').length / 2;
  return octets < minimumOctets ? `has a serial number of ${octets} bytes, too short for 64 random bits` : undefined;
}
