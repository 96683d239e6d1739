import { hash } from 'node:crypto';

import type { Certificate } from '../certificate.ts';
import { constructed, derTags } from '../der/der-tags.ts';
import { writeElement } from '../der/write-der.ts';

/** The certificate to ask about. */
export interface OcspQuestion {
  readonly certificate: Pick<Certificate, 'issuer' | 'serialNumber'>;
  /** The certificate whose key signed it; only its public key is needed. */
  readonly issuer: Pick<Certificate, 'publicKey'>;
  /** 1 to 32 octets (RFC 8954; RFC 9654 allows 128, old responders do not); undefined: none, so that caches may answer. */
  readonly nonce?: Uint8Array;
}

/** Writes an unsigned OCSPRequest for one certificate (RFC 6960 §4.1.1). CertID is over SHA-1, as RFC 5019 §2.1.1 demands. */
export function encodeOcspRequest({ certificate, issuer, nonce }: OcspQuestion): Uint8Array {
  const certificateId = writeElement(
    derTags.sequence,
    sha1Algorithm,
    writeElement(derTags.octetString, hash('sha1', certificate.issuer.der, 'buffer')),
    writeElement(derTags.octetString, hash('sha1', issuer.publicKey.subjectPublicKey, 'buffer')),
    writeElement(derTags.integer, Buffer.from(certificate.serialNumber.hex, 'hex')),
  );
  const requestList = writeElement(derTags.sequence, writeElement(derTags.sequence, certificateId));
  const extensions = nonce === undefined ? [] : [requestExtensions(nonce)];
  return writeElement(derTags.sequence, writeElement(derTags.sequence, requestList, ...extensions));
}

/** AlgorithmIdentifier of SHA-1 (1.3.14.3.2.26) with NULL parameters. */
const sha1Algorithm = Uint8Array.from([0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00]);

/** id-pkix-ocsp-nonce, 1.3.6.1.5.5.7.48.1.2. */
const nonceIdentifier = Uint8Array.from([0x06, 0x09, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x02]);

function requestExtensions(nonce: Uint8Array): Uint8Array {
  const value = writeElement(derTags.octetString, writeElement(derTags.octetString, nonce));
  const extension = writeElement(derTags.sequence, nonceIdentifier, value);
  return writeElement(constructed(2), writeElement(derTags.sequence, extension));
}
