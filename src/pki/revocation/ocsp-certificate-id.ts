import type { Certificate } from '../../x509/certificate.ts';
import { hashName, hashPublicKey } from '../../x509/revocation/hash-certificate-id.ts';
import type { OcspCertificateId } from '../../x509/revocation/ocsp.ts';
import { equalBytes } from '../../model/equal-bytes.ts';

/** Whether a CertID means this certificate of this issuer. An unknown hash algorithm matches none. */
export function answersCertificate(id: OcspCertificateId, certificate: Certificate, issuer: Certificate): boolean {
  if (id.serialNumber.hex !== certificate.serialNumber.hex) return false;
  const nameHash = hashName(certificate.issuer, id.hashAlgorithm);
  const keyHash = hashPublicKey(issuer.publicKey, id.hashAlgorithm);
  if (nameHash === undefined || keyHash === undefined) return false;
  return equalBytes(nameHash, id.issuerNameHash) && equalBytes(keyHash, id.issuerKeyHash);
}
