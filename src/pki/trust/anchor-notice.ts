import type { Certificate } from '../../x509/certificate.ts';
import { nameOf } from '../name-of.ts';
import { isSelfIssued } from '../path/issuer-links.ts';

/**
 * What the operator should know of a certificate that is given as an anchor: that paths cannot lead to it from other certificates, or
 * that it does not say whether they can. Undefined: it is a CA certificate. The rules are those of path validation
 * (`issuerIsCa`, `issuerMaySign`). A clause to follow the certificate's place.
 */
export function anchorNotice(certificate: Certificate): string | undefined {
  const { basicConstraints, keyUsage } = certificate.extensions;
  const name = nameOf(certificate);
  if (basicConstraints === undefined && certificate.version < 3) {
    return `${name} is an X.509 version ${certificate.version} certificate, which cannot state whether it is a CA; certificates signed with its key are trusted too.`;
  }
  if (basicConstraints === undefined || (basicConstraints.ok && !basicConstraints.value.ca)) {
    return `${name} is not a CA certificate, so only this certificate itself is trusted.${nextStep(certificate)}`;
  }
  if (keyUsage?.ok === true && !keyUsage.value.bits.includes('keyCertSign')) {
    return `${name} may not sign certificates (its key usage lacks keyCertSign), so only this certificate itself is trusted.${nextStep(certificate)}`;
  }
  return undefined;
}

/** Pinning a self-signed certificate is on purpose, giving a leaf in place of its root mostly is not. */
function nextStep(certificate: Certificate): string {
  return isSelfIssued(certificate) ? '' : ` To trust its issuer, give the certificate of ${certificate.issuer.text}.`;
}
