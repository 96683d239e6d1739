import { ByteReader } from '../bytes/byte-reader.ts';
import { readExtensions } from './extensions.ts';
import { extensionType } from '../tables/extension-types.ts';
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
export function readCertificateRequestTls13(body: Uint8Array): ProbeCertificateRequest {
  const reader = new ByteReader(body, 'CertificateRequest');
  reader.vector8();
  const extensions = readExtensions(reader, 'CertificateRequest');
  reader.finish();
  const schemes = extensions.get(extensionType.signatureAlgorithms);
  const authorities = extensions.get(extensionType.certificateAuthorities);
  return {
    certificateTypes: [],
    signatureSchemes: schemes === undefined ? [] : readCodes(only(schemes, 'signature_algorithms')),
    ...(authorities === undefined
      ? { authorities: [], authoritiesBytes: 0 }
      : readAuthorities(only(authorities, 'certificate_authorities'))),
  };
}

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
