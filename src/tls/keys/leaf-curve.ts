import { ByteReader } from '../bytes/byte-reader.ts';
import { HandshakeError } from '../handshake-error.ts';

/**
 * The named curve of a certificate's key as a dotted OID. Undefined if the certificate cannot be read as far as its key, or
 * its key is on no named curve; then the signature check decides. This room may not import x509, and one OID needs no
 * whole certificate.
 */
export function leafCurve(der: Uint8Array): string | undefined {
  try {
    return followToCurve(der);
  } catch (thrown) {
    if (thrown instanceof HandshakeError) return undefined;
    throw thrown;
  }
}

/** Certificate, tbsCertificate, subjectPublicKeyInfo, algorithm, parameters (RFC 5280 §4.1, RFC 5480 §2.1.1). */
function followToCurve(der: Uint8Array): string | undefined {
  const tbs = open(open(new ByteReader(der, 'The leaf')));
  if (tbs.peek() === contextTag0) skip(tbs);
  for (let skipped = 0; skipped < fieldsBeforeKey; skipped += 1) skip(tbs);
  const algorithm = open(open(tbs));
  skip(algorithm);
  if (algorithm.remaining === 0) return undefined;
  const tag = algorithm.peek();
  const parameters = algorithm.bytes(contentBytes(algorithm));
  return tag === objectIdentifierTag ? dotted(parameters) : undefined;
}

/** The content of the next element. */
function open(outer: ByteReader): ByteReader {
  return new ByteReader(outer.bytes(contentBytes(outer)), 'The leaf');
}

function skip(reader: ByteReader): void {
  reader.skip(contentBytes(reader));
}

/** Reads tag and length, and returns the length. */
function contentBytes(reader: ByteReader): number {
  reader.uint8();
  const first = reader.uint8();
  if (first < 0x80) return first;
  let length = 0;
  for (let left = Math.min(first & 0x7f, 4); left > 0; left -= 1) length = length * 0x100 + reader.uint8();
  return length;
}

function dotted(content: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 0x80 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

/** serialNumber, signature, issuer, validity, subject. */
const fieldsBeforeKey = 5;
const contextTag0 = 0xa0;
const objectIdentifierTag = 0x06;
