import { ByteReader } from '../bytes/byte-reader.ts';
import { vector24 } from '../bytes/byte-writer.ts';
import type { NoteViolation } from '../note-violation.ts';
import type { ProbeLimits } from '../probe.ts';
import { abort, abortBeyondLimit } from '../handshake-error.ts';

/** What reading a Certificate message needs beside its bytes. */
export interface CertificateContext {
  readonly limits: ProbeLimits;
  readonly note: NoteViolation;
}

/** Reads the body of a Certificate message of SSL 3.0 to TLS 1.2 (RFC 5246 §7.4.2): DER in wire order, at least one. */
export function readCertificates(body: Uint8Array, { limits, note }: CertificateContext): readonly Uint8Array[] {
  const reader = new ByteReader(body, 'Certificate');
  const list = new ByteReader(reader.vector24(), 'The certificate list');
  reader.finish((message) => note({ rule: 'RFC 5246 §7.4.2', message }));
  const certificates: Uint8Array[] = [];
  while (list.remaining > 0) certificates.push(readCertificate(list, certificates.length, limits));
  if (certificates.length === 0) rejectEmptyChain();
  return certificates;
}

/** Writes the body of a client's Certificate message of SSL 3.0 to TLS 1.2. */
export function writeCertificates(chain: readonly Uint8Array[]): Uint8Array {
  return vector24(...chain.map((der) => vector24(der)));
}

export interface CertificateEntry {
  readonly der: Uint8Array;
  /** The content of its extension block, to be read by `readExtensionBlock`. */
  readonly extensions: Uint8Array;
}

/** Reads the body of a TLS 1.3 Certificate message (RFC 8446 §4.4.2): at least one entry. */
export function readCertificateEntries(
  body: Uint8Array,
  { limits, note }: CertificateContext,
): readonly CertificateEntry[] {
  const reader = new ByteReader(body, 'Certificate');
  const rule = 'RFC 8446 §4.4.2';
  const context = reader.vector8();
  if (context.length > 0) {
    const message = `Certificate has a request context of ${context.length} bytes; that of a server must be empty.`;
    note({ rule, message });
  }
  const list = new ByteReader(reader.vector24(), 'The certificate list');
  reader.finish((message) => note({ rule, message }));
  const entries: CertificateEntry[] = [];
  while (list.remaining > 0) {
    const der = readCertificate(list, entries.length, limits);
    entries.push({ der, extensions: list.vector16() });
  }
  if (entries.length === 0) rejectEmptyChain();
  return entries;
}

function rejectEmptyChain(): never {
  return abort('The server sent a Certificate message without a certificate.', 'decode_error');
}

function readCertificate(list: ByteReader, index: number, limits: ProbeLimits): Uint8Array {
  const ordinal = index + 1;
  if (ordinal > limits.maxCertificates) {
    abortBeyondLimit(`The chain has more certificates than the limit of ${limits.maxCertificates}.`);
  }
  const length = list.uint24();
  if (length > limits.maxCertificateBytes) {
    abortBeyondLimit(`Certificate ${ordinal} has ${length} bytes; the limit is ${limits.maxCertificateBytes}.`);
  }
  if (length === 0) abort(`Certificate ${ordinal} is empty.`, 'decode_error');
  return list.bytes(length);
}
