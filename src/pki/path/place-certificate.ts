import type { Certificate } from '../../x509/certificate.ts';
import { isCa, isSelfIssued } from './issuer-links.ts';
import type { PlacedCertificate } from './rule.ts';

/** Puts a certificate on top of a path, as the rules look at it. */
export function placeCertificate(
  certificate: Certificate,
  below: readonly Certificate[],
  isAnchor: boolean,
): PlacedCertificate {
  return {
    certificate,
    below,
    isAnchor,
    isLeaf: below.length === 0,
    saysCa: isCa(certificate),
    isRoot: isAnchor && isSelfIssued(certificate),
  };
}
