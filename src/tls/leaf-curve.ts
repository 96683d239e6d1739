import { ByteReader } from './byte-reader.ts';
import { Refusal } from './refusal.ts';

/**
 * The named curve of a certificate's key as a dotted OID, or undefined where the certificate cannot be followed that
 * far or its key is on no named curve; then the signature check has the last word. Decoding a whole certificate to learn
 * one OID would cost as much as the rest of the handshake.
 */
export function leafCurve(der: Uint8Array): string | undefined {
  try {
    return followToCurve(der);
  } catch (thrown) {
    if (thrown instanceof Refusal) return undefined;
    throw thrown;
  }
}

/** Certificate, tbsCertificate, subjectPublicKeyInfo, algorithm, parameters (RFC 5280 §4.1, RFC 5480 §2.1.1). */
function followToCurve(der: Uint8Array): string | undefined {
  const tbs = open(open(reader(der)));
  if (tbs.peek() === contextTag0) element(tbs);
  for (let skipped = 0; skipped < fieldsBeforeKey; skipped += 1) element(tbs);
  const algorithm = open(open(tbs));
  element(algorithm);
  if (algorithm.remaining === 0) return undefined;
  const parameters = element(algorithm);
  return parameters.tag === objectIdentifierTag ? dotted(parameters.content) : undefined;
}

function open(outer: ByteReader): ByteReader {
  return reader(element(outer).content);
}

function element(from: ByteReader): { readonly tag: number; readonly content: Uint8Array } {
  const tag = from.uint8();
  const first = from.uint8();
  if (first < 0x80) return { tag, content: from.bytes(first) };
  const width = first & 0x7f;
  let length = 0;
  for (const byte of from.bytes(Math.min(width, 4))) length = length * 0x100 + byte;
  return { tag, content: from.bytes(length) };
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

function reader(bytes: Uint8Array): ByteReader {
  return new ByteReader(bytes, 'The leaf');
}

/** serialNumber, signature, issuer, validity, subject. */
const fieldsBeforeKey = 5;
const contextTag0 = 0xa0;
const objectIdentifierTag = 0x06;
