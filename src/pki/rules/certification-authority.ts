import { isSelfIssued } from '../path/issuer-links.ts';
import { nameOf } from '../name-of.ts';
import type { CertificateRule, PlacedCertificate, PlaceRule } from '../path/rule.ts';

/**
 * RFC 5280 §6.1.4 (k): every certificate above another one is a CA. A version 1 or 2 certificate cannot state that, and is
 * accepted as a CA only if it is an anchor.
 */
export const issuerIsCa: CertificateRule = ({ certificate, below, isAnchor }) => {
  if (below.length === 0) return undefined;
  const constraints = certificate.extensions.basicConstraints;
  if (constraints === undefined) {
    if (isAnchor && certificate.version < 3) return undefined;
    return fault('has no basic constraints extension');
  }
  return !constraints.ok || constraints.value.ca ? undefined : fault('is not a CA according to its basic constraints');

  function fault(seen: string) {
    const message = `${nameOf(certificate)} ${seen}, so it may not issue certificates (RFC 5280 §4.2.1.9).`;
    return { kind: 'not-a-ca' as const, message, certificate };
  }
};

/** RFC 5280 §6.1.4 (n): a key usage extension of an issuer allows signing certificates. */
export const issuerMaySign: CertificateRule = ({ certificate, below }) => {
  const keyUsage = certificate.extensions.keyUsage;
  if (below.length === 0 || keyUsage === undefined || !keyUsage.ok) return undefined;
  if (keyUsage.value.bits.includes('keyCertSign')) return undefined;
  return {
    kind: 'key-usage',
    message: `The key usage of ${nameOf(certificate)} (${keyUsage.value.hex}) lacks keyCertSign, so its key may not sign certificates.`,
    certificate,
  };
};

/** RFC 5280 §6.1.4 (l) and (m): no more intermediates below than pathLenConstraint allows; self-issued ones do not count. */
export const pathLengthHolds: PlaceRule = (placed) => {
  const constraints = placed.certificate.extensions.basicConstraints;
  if (placed.below.length === 0 || constraints === undefined || !constraints.ok) return undefined;
  const allowed = constraints.value.pathLength;
  const seen = countIntermediates(placed.below);
  if (allowed === undefined || seen <= allowed) return undefined;
  return {
    kind: 'path-length-exceeded',
    message: `${nameOf(placed.certificate)} allows ${allowed} CA certificates below it, but the path has ${seen}.`,
    certificate: placed.certificate,
  };
};

/** The caller's own bound on intermediates, counted as RFC 5280 counts them. */
export const depthHolds: PlaceRule = ({ certificate, below, isAnchor }, { maximumIntermediates }) => {
  if (maximumIntermediates === undefined) return undefined;
  const seen = countIntermediates(isAnchor ? below : [...below, certificate]);
  if (seen <= maximumIntermediates) return undefined;
  return {
    kind: 'path-length-exceeded',
    message: `The path has ${seen} intermediates; the limit is ${maximumIntermediates}.`,
    certificate,
  };
};

/** CA certificates among those below an issuer: all but the leaf and the self-issued. */
function countIntermediates(below: PlacedCertificate['below']): number {
  return below.filter((certificate, index) => index > 0 && !isSelfIssued(certificate)).length;
}
