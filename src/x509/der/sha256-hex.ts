import { hash } from 'node:crypto';

/** SHA-256 of the bytes, lower-case hexadecimal: the fingerprint of a certificate, decodable or not. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}
