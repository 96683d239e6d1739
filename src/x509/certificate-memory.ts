import type { Result } from '../model/result.ts';
import type { Certificate, DecodeError } from './certificate.ts';
import { decodeCertificate } from './decode-certificate.ts';
import { sha256Hex } from './sha256-hex.ts';

/** A certificate as it was presented, decoded or not. */
export interface DecodedCertificate {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly certificate: Result<Certificate, DecodeError>;
}

/** Decodes, or remembers. The answer depends on the bytes alone. */
export type DecodeOnce = (der: Uint8Array) => DecodedCertificate;

/**
 * Certificates remembered by fingerprint. A decoded one weighs some 10 KB with its key, so this is a few megabytes; the
 * intermediates of a whole fleet fit, and they stay because what was asked for last is forgotten last.
 */
const maximumCertificates = 256;

/**
 * What one run shares: a fleet shows the same intermediates again and again, and whoever gathers a leaf and whoever judges
 * it ask for the same bytes. Those are found without hashing them again.
 */
export function createCertificateMemory(): DecodeOnce {
  const bySha256 = new Map<string, DecodedCertificate>();
  const byBytes = new WeakMap<Uint8Array, DecodedCertificate>();
  return (der) => {
    const same = byBytes.get(der);
    if (same !== undefined) return same;
    const sha256 = sha256Hex(der);
    const decoded = bySha256.get(sha256) ?? { der, sha256, certificate: decodeCertificate(der) };
    bySha256.delete(sha256);
    bySha256.set(sha256, decoded);
    const oldest = bySha256.size > maximumCertificates ? bySha256.keys().next().value : undefined;
    if (oldest !== undefined) bySha256.delete(oldest);
    byBytes.set(der, decoded);
    return decoded;
  };
}
