import { ByteReader } from '../bytes/byte-reader.ts';
import type { NoteViolation } from '../note-violation.ts';
import { noteForeignExtensions, readExtensions } from './extensions.ts';
import { extensionType, isKnownExtension } from '../tables/extension-types.ts';
import type { ProbeCertificateRequest } from '../probe.ts';

/** Reads a CertificateRequest of SSL 3.0 to TLS 1.2 (RFC 5246 §7.4.4); signature schemes are there from TLS 1.2 on. */
export function readCertificateRequest(body: Uint8Array, hasSchemes: boolean): ProbeCertificateRequest {
  const reader = new ByteReader(body, 'CertificateRequest');
  const certificateTypes = [...reader.vector8()];
  const signatureSchemes = hasSchemes ? readCodes(reader.vector16()) : [];
  const names = reader.vector16();
  reader.finish();
  return { certificateTypes, signatureSchemes, ...readAuthorities(names) };
}

/** Reads a TLS 1.3 CertificateRequest (RFC 8446 §4.3.2). */
export function readCertificateRequestTls13(body: Uint8Array, note: NoteViolation): ProbeCertificateRequest {
  const reader = new ByteReader(body, 'CertificateRequest');
  const context = reader.vector8();
  if (context.length > 0) {
    const message = `CertificateRequest has a request context of ${context.length} bytes; in a first handshake it is empty.`;
    note({ rule, message });
  }
  const extensions = readExtensions(reader, { what: 'CertificateRequest', rule }, note);
  reader.finish((message) => note({ rule, message }));
  const place = { what: 'CertificateRequest', rule, offered: new Set(extensions.keys()), allowed: requestExtensions };
  noteForeignExtensions(new Map([...extensions].filter(([type]) => isKnownExtension(type))), place, note);
  const schemes = extensions.get(extensionType.signatureAlgorithms);
  if (schemes === undefined) {
    note({ rule, message: 'CertificateRequest has no signature_algorithms, which it must have.' });
  }
  const authorities = extensions.get(extensionType.certificateAuthorities);
  return {
    certificateTypes: [],
    signatureSchemes: schemes === undefined ? [] : readCodes(only(schemes, 'signature_algorithms')),
    ...(authorities === undefined
      ? { authorities: [], authoritiesBytes: 0 }
      : readAuthorities(only(authorities, 'certificate_authorities'))),
  };
}

const rule = 'RFC 8446 §4.3.2';

/** RFC 8446 §4.2: of the extensions that a client knows, these may stand in a CertificateRequest; others are ignored. */
const requestExtensions: ReadonlySet<number> = new Set([
  extensionType.statusRequest,
  extensionType.signatureAlgorithms,
  extensionType.signedCertificateTimestamp,
  extensionType.certificateAuthorities,
  extensionType.oidFilters,
  extensionType.signatureAlgorithmsCert,
]);

/** The content of an extension that consists of one vector. */
function only(extension: Uint8Array, what: string): Uint8Array {
  const reader = new ByteReader(extension, `The extension ${what}`);
  const content = reader.vector16();
  reader.finish();
  return content;
}

function readCodes(bytes: Uint8Array): readonly number[] {
  const reader = new ByteReader(bytes, 'The list of signature schemes');
  const codes: number[] = [];
  while (reader.remaining > 0) codes.push(reader.uint16());
  return codes;
}

function readAuthorities(list: Uint8Array): Pick<ProbeCertificateRequest, 'authorities' | 'authoritiesBytes'> {
  const reader = new ByteReader(list, 'The list of certificate authorities');
  const authorities: Uint8Array[] = [];
  while (reader.remaining > 0) authorities.push(reader.vector16());
  return { authorities, authoritiesBytes: list.length + listLengthBytes };
}

const listLengthBytes = 2;
