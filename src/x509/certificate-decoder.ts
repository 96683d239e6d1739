import type { Result } from '../model/result.ts';
import type { Certificate, DecodeError } from './certificate.ts';
import { decodeFingerprinted } from './decode-certificate.ts';
import { sha256Hex } from './der/sha256-hex.ts';

/** A certificate as it was presented, decoded or not. */
export interface DecodedCertificate {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly certificate: Result<Certificate, DecodeError>;
}

/** Decodes, or remembers. The answer depends on the bytes alone. */
export type CertificateDecoder = (der: Uint8Array) => DecodedCertificate;

/**
 * Certificates kept by fingerprint. A decoded one weighs some 10 KB with its key, so this is a few megabytes; the
 * intermediates of a whole fleet fit, and they stay because what was asked for last is forgotten last.
 */
const maximumCertificates = 256;

/**
 * Longest certificate that anybody remembers decoded, and longest chain; real ones have a tenth of it. Of names of two letters a
 * peer makes 25 times their bytes in memory, so larger ones would be a way to fill it.
 */
export const MAX_KEPT_CERTIFICATE_BYTES = 16_384;

/** Fingerprints of certificates that were seen once: some 200 KB, and a fleet's intermediates come up again long before. */
const maximumSeenOnce = 2_048;

/**
 * What one run shares: a fleet shows the same intermediates again and again, and whoever gathers a leaf and whoever judges
 * it ask for the same bytes. Those are found without hashing them again. A certificate is kept from the second time on that
 * a server shows it: most leaves come once, and keeping them would only make work for the garbage collector.
 */
export function createCertificateDecoder(): CertificateDecoder {
  const kept = new Map<string, DecodedCertificate>();
  const seenOnce = new Set<string>();
  const byBytes = new WeakMap<Uint8Array, DecodedCertificate>();
  // One leaf after another comes with the same intermediate, which is told by its bytes ten times as fast as by its fingerprint.
  let recalledLast: DecodedCertificate | undefined;
  const recall = (sha256: string): DecodedCertificate | undefined => {
    const known = kept.get(sha256);
    if (known === undefined) return undefined;
    kept.delete(sha256);
    kept.set(sha256, known);
    recalledLast = known;
    return known;
  };
  const find = (der: Uint8Array): DecodedCertificate => {
    if (recalledLast?.der.length === der.length && Buffer.compare(recalledLast.der, der) === 0) return recalledLast;
    const sha256 = sha256Hex(der);
    return recall(sha256) ?? decode(der, sha256);
  };
  const decode = (der: Uint8Array, sha256: string): DecodedCertificate => {
    const decoded = { der, sha256, certificate: decodeFingerprinted({ der, sha256 }) };
    if (der.length > MAX_KEPT_CERTIFICATE_BYTES) return decoded;
    if (seenOnce.delete(sha256)) {
      kept.set(sha256, decoded);
      forgetOldest(kept, maximumCertificates);
      recalledLast = undefined; // It may be the one forgotten.
    } else {
      seenOnce.add(sha256);
      forgetOldest(seenOnce, maximumSeenOnce);
    }
    return decoded;
  };
  return (der) => {
    const same = byBytes.get(der);
    if (same !== undefined) return same;
    const decoded = find(der);
    byBytes.set(der, decoded);
    return decoded;
  };
}

function forgetOldest(memory: Map<string, unknown> | Set<string>, maximum: number): void {
  if (memory.size <= maximum) return;
  const oldest = memory.keys().next();
  if (oldest.done !== true) memory.delete(oldest.value);
}
