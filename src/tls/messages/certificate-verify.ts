import { ByteReader } from '../bytes/byte-reader.ts';
import { ascii, concatenate, uint8 } from '../bytes/byte-writer.ts';
import { leafCurve } from '../keys/leaf-curve.ts';
import type { KeyOffer, KeyProof } from '../probe.ts';
import { offeredSchemes, signatureScheme, signatureSchemeName } from '../tables/signature-schemes.ts';

export interface VerifyContext {
  /** Covers ClientHello to Certificate. */
  readonly transcriptHash: Uint8Array;
  /** DER of the leaf. */
  readonly leaf: Uint8Array;
  readonly keyType: KeyOffer | undefined;
}

/**
 * Reads CertificateVerify (RFC 8446 §4.4.3) as a proof that `collect` verifies. A scheme that TLS 1.3 forbids here makes the
 * proof `invalid` whatever the signature is; the handshake goes on, because the chain is of interest all the same.
 */
export function readCertificateVerify(body: Uint8Array, { transcriptHash, leaf, keyType }: VerifyContext): KeyProof {
  const reader = new ByteReader(body, 'CertificateVerify');
  const code = reader.uint16();
  const signature = reader.vector16();
  reader.finish();
  const invalid = (why: string): KeyProof => ({
    kind: 'invalid',
    message: `CertificateVerify is signed with ${signatureSchemeName(code)}, ${why}.`,
  });
  const scheme = signatureScheme(code);
  if (scheme === undefined || !offeredSchemes(keyType).includes(code)) return invalid('which the hello did not offer');
  if (!scheme.tls13) return invalid('which TLS 1.3 forbids in a handshake');
  const curve = scheme.curve === undefined ? undefined : leafCurve(leaf);
  if (curve !== undefined && curve !== scheme.curve) return invalid(`which does not fit the leaf's curve ${curve}`);
  return {
    kind: 'signature',
    scheme: { name: scheme.name, code },
    signed: concatenate([context, transcriptHash]),
    signature,
  };
}

/** Signed before the transcript's hash (RFC 8446 §4.4.3). */
const context = concatenate([new Uint8Array(64).fill(0x20), ascii('TLS 1.3, server CertificateVerify'), uint8(0)]);
