import { ByteReader } from '../bytes/byte-reader.ts';
import { abort } from '../handshake-error.ts';

/** Reads a CertificateStatus (RFC 6066 §8), as a message or as a TLS 1.3 extension: the DER of one OCSP response. */
export function readCertificateStatus(body: Uint8Array): Uint8Array {
  const reader = new ByteReader(body, 'CertificateStatus');
  const type = reader.uint8();
  if (type !== ocsp) abort(`CertificateStatus has type ${type}; only OCSP (1) was offered.`);
  const response = reader.vector24();
  reader.finish();
  return response;
}

const ocsp = 1;
