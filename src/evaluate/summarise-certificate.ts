import type { PresentedCertificate } from '../checks/evidence.ts';
import type { CertificateSummary, EndpointReport } from '../model/endpoint-report.ts';
import { dnsNames } from '../pki/names/presented-names.ts';
import type { Certificate } from '../x509/certificate.ts';

/** A presented certificate as reports show it, decodable or not. */
export function summarisePresented({
  der,
  sha256,
  certificate,
}: PresentedCertificate): EndpointReport['chain'][number] {
  if (!certificate.ok) return { sha256, der: base64(der), error: certificate.error.message };
  return summariseCertificate(certificate.value);
}

/** A certificate as reports show it. Extensions that cannot be decoded read as absent; `certificate-encoding` names them. */
export function summariseCertificate(certificate: Certificate): CertificateSummary {
  const { extensions } = certificate;
  const names = extensions.subjectAlternativeName;
  return {
    sha256: certificate.sha256,
    der: base64(certificate.der),
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    serialNumber: certificate.serialNumber.hex,
    publicKeySha256: certificate.publicKey.spkiSha256,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    dnsNames: names?.ok === true ? [...dnsNames(names.value)] : null,
    keyUsage: extensions.keyUsage?.ok === true ? [...extensions.keyUsage.value.bits] : null,
    extendedKeyUsage: extensions.extendedKeyUsage?.ok === true ? [...extensions.extendedKeyUsage.value] : null,
  };
}

function base64(der: Uint8Array): string {
  return Buffer.from(der.buffer, der.byteOffset, der.length).toString('base64');
}
