import type { Certificate, DistributionPoint, GeneralName } from '../../x509/certificate.ts';
import type { CertificateRevocationList, IssuingDistributionPoint } from '../../x509/revocation/crl.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import { equalBytes } from '../../model/equal-bytes.ts';
import { nameOf } from '../name-of.ts';
import { isCa } from '../path/issuer-links.ts';
import type { RevocationAnswer } from './revocation-answer.ts';

type OutOfScope = Extract<RevocationAnswer, { kind: 'not-in-scope' }>;

/** Whether a CRL is not this issuer's: by name, and by key identifier if both sides give one. */
export function findForeignIssuer(
  crl: CertificateRevocationList,
  certificate: Certificate,
  issuer: Certificate,
): OutOfScope | undefined {
  if (!namesEqual(crl.issuer, certificate.issuer)) {
    return outOfScope('other-issuer', 'The issuer of the CRL is not the issuer of the certificate.');
  }
  const authority = crl.extensions.authorityKeyIdentifier;
  const own = issuer.extensions.subjectKeyIdentifier;
  if (authority?.ok === true && own?.ok === true && authority.value.keyIdentifier !== undefined) {
    if (!equalBytes(authority.value.keyIdentifier, own.value)) {
      return outOfScope('other-key', `The CRL was signed with a different key of ${nameOf(issuer)}.`);
    }
  }
  return undefined;
}

/**
 * Whether a CRL of the right issuer does not cover this certificate (RFC 5280 §6.3.3 b). Delta and indirect CRLs are recognised
 * and not evaluated: a base CRL alone is complete (§5.2.4), an indirect one is optional to process (§5.2.5).
 */
export function findScopeMismatch(crl: CertificateRevocationList, certificate: Certificate): OutOfScope | undefined {
  if (crl.extensions.deltaCrlIndicator !== undefined) {
    return outOfScope('delta', 'The CRL is a delta CRL; only base CRLs are evaluated.');
  }
  const point = crl.extensions.issuingDistributionPoint;
  if (point?.ok !== true) return undefined;
  if (point.value.isIndirect) {
    return outOfScope('indirect', 'The CRL is an indirect CRL; indirect CRLs are not evaluated.');
  }
  return findOtherCertificates(point.value, certificate) ?? findOtherPoint(point.value, certificate);
}

/** A CRL for some reasons only can revoke, but cannot say that a certificate is good. */
export function coversSomeReasonsOnly(crl: CertificateRevocationList): boolean {
  const point = crl.extensions.issuingDistributionPoint;
  return point?.ok === true && point.value.onlySomeReasons !== undefined;
}

function findOtherCertificates(point: IssuingDistributionPoint, certificate: Certificate): OutOfScope | undefined {
  if (point.onlyContainsAttributeCertificates) {
    return outOfScope('other-certificates', 'The CRL covers attribute certificates only.');
  }
  // Both at once contradict each other, which is a defect of the CRL and not a matter of scope.
  if (point.onlyContainsUserCertificates && point.onlyContainsCaCertificates) return undefined;
  if (point.onlyContainsUserCertificates && isCa(certificate)) {
    return outOfScope('other-certificates', 'The CRL covers end entity certificates only.');
  }
  if (point.onlyContainsCaCertificates && !isCa(certificate)) {
    return outOfScope('other-certificates', 'The CRL covers CA certificates only.');
  }
  return undefined;
}

/**
 * RFC 5280 §6.3.3 (b)(2)(i): a name of the CRL's point is one of the certificate's points. A certificate without any takes
 * the name of its issuer for one (end of §6.3.3).
 */
function findOtherPoint(point: IssuingDistributionPoint, certificate: Certificate): OutOfScope | undefined {
  const { fullName, relativeName } = point;
  if (fullName === undefined && relativeName === undefined) return undefined;
  const pointers = certificate.extensions.crlDistributionPoints;
  const issuerName: DistributionPoint = {
    fullName: [{ kind: 'directory', name: certificate.issuer }],
    relativeName: undefined,
    reasons: undefined,
    crlIssuer: undefined,
  };
  const points = pointers?.ok === true ? pointers.value : [issuerName];
  const matches = points.some(
    (pointer) =>
      (fullName ?? []).some((name) => (pointer.fullName ?? []).some((other) => sameName(name, other))) ||
      (relativeName !== undefined &&
        pointer.relativeName !== undefined &&
        equalBytes(relativeName, pointer.relativeName)),
  );
  if (matches) return undefined;
  return outOfScope(
    'other-distribution-point',
    'The CRL belongs to a distribution point that the certificate does not name.',
  );
}

function sameName(a: GeneralName, b: GeneralName): boolean {
  if (a.kind === 'directory' && b.kind === 'directory') return namesEqual(a.name, b.name);
  return a.kind === 'uri' && b.kind === 'uri' && a.text === b.text;
}

function outOfScope(scope: OutOfScope['scope'], message: string): OutOfScope {
  return { kind: 'not-in-scope', scope, message };
}
