import { createBoundedMap } from '../async/bounded-map.ts';
import type { Result } from '../model/result.ts';
import type { Certificate, DecodeError } from './certificate.ts';
import { decodeFingerprinted, MAX_CERTIFICATE_BYTES } from './decode-certificate.ts';
import { createElementMemory } from './der/element-memory.ts';
import { sha256Hex } from './der/sha256-hex.ts';

/** A certificate as it was presented, decoded or not. */
export interface DecodedCertificate {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly certificate: Result<Certificate, DecodeError>;
}

/** Decodes a certificate or finds it decoded. The answer depends on the bytes alone. */
export type CertificateDecoder = (der: Uint8Array) => DecodedCertificate;

/**
 * More than the endpoints that are collected, wait for their judgement and are judged at the same time, so that each leaf is decoded once.
 * A fleet's intermediates are displaced too, and decoded anew now and then.
 */
const maxCertificates = 1_024;

/**
 * Bytes of all certificates that are kept: 250 real ones of 2 KB. Names of two letters take 25 times their bytes in memory once they are
 * decoded, and V8 lets garbage of three times what is kept pile up beside it.
 */
const maxBytes = 524_288;

/** Longer ones count four times: hardly any is real. */
const usualBytes = 8_192;

/**
 * The decoder of one run. Collecting, judging and summarising an endpoint ask for the same bytes, and a fleet shows the same
 * intermediates again and again: each certificate is decoded once a fingerprint, as long as it is among the last thousand.
 */
export function createCertificateDecoder(): CertificateDecoder {
  const decoded = createBoundedMap<DecodedCertificate>(maxCertificates);
  const memory = createElementMemory();
  let bytes = 0;
  const keep = (certificate: DecodedCertificate): void => {
    bytes += weightOf(certificate);
    while (bytes > maxBytes || decoded.size() === maxCertificates) {
      const oldest = decoded.deleteOldest();
      bytes -= oldest === undefined ? 0 : weightOf(oldest);
    }
    decoded.set(certificate.sha256, certificate);
  };
  return (presented) => {
    const sha256 = sha256Hex(presented);
    const known = decoded.get(sha256);
    if (known !== undefined) return known;
    // A copy: what is kept must not keep a whole flight in memory, nor change when its buffer is reused.
    const der = new Uint8Array(presented);
    const certificate = { der, sha256, certificate: decodeFingerprinted({ der, sha256 }, memory) };
    // Longer ones are refused without decoding.
    if (der.length <= MAX_CERTIFICATE_BYTES) keep(certificate);
    return certificate;
  };
}

function weightOf({ der: { length } }: DecodedCertificate): number {
  return length > usualBytes ? Math.min(maxBytes, 4 * length) : length;
}
