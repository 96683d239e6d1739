import type { Certificate } from '../../x509/certificate.ts';
import { hashName, hashPublicKey } from '../../x509/revocation/hash-certificate-id.ts';
import type { OcspCertificateId } from '../../x509/revocation/ocsp.ts';
import { equalBytes } from '../../model/equal-bytes.ts';

/** Whether a CertID means a certificate. */
type AnswersFor = (id: OcspCertificateId) => boolean;

/**
 * Tells the CertIDs that mean this certificate of this issuer. Name and key are hashed once for each algorithm, though a response may
 * give hundreds of answers. An unknown hash algorithm matches none.
 */
export function answersFor(certificate: Certificate, issuer: Certificate): AnswersFor {
  const hashes = new Map<string, readonly [name: Uint8Array | undefined, key: Uint8Array | undefined]>();
  return ({ serialNumber, hashAlgorithm, issuerNameHash, issuerKeyHash }) => {
    if (serialNumber.hex !== certificate.serialNumber.hex) return false;
    const [nameHash, keyHash] = hashes.get(hashAlgorithm) ?? [
      hashName(certificate.issuer, hashAlgorithm),
      hashPublicKey(issuer.publicKey, hashAlgorithm),
    ];
    hashes.set(hashAlgorithm, [nameHash, keyHash]);
    if (nameHash === undefined || keyHash === undefined) return false;
    return equalBytes(nameHash, issuerNameHash) && equalBytes(keyHash, issuerKeyHash);
  };
}
