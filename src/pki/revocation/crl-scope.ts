import type { Certificate, DistributionPoint, GeneralName, Name } from '../../x509/certificate.ts';
import { extendName } from '../../x509/names/extend-name.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import type { CertificateRevocationList, IssuingDistributionPoint } from '../../x509/revocation/crl.ts';
import { allReasons, type ReasonMask, reasonMask } from '../../x509/revocation/reason-flags.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { isCa } from '../path/issuer-links.ts';
import type { RevocationAnswer } from './revocation-answer.ts';

type OutOfScope = Extract<RevocationAnswer, { kind: 'not-in-scope' }>;

/**
 * The reasons for which a CRL covers a certificate, over all of the certificate's distribution points (RFC 5280 §6.3.3 b and d).
 * Signer and dates are judged elsewhere.
 */
export function coveredReasons(
  crl: CertificateRevocationList,
  certificate: Certificate,
): Result<ReasonMask, OutOfScope> {
  const own = crl.extensions.issuingDistributionPoint;
  const issuing = own?.ok === true ? own.value : undefined;
  const points = pointsOf(certificate).filter((point) => isIssuerOf(crl, issuing, point, certificate));
  if (points.length === 0) {
    return err(outOfScope('other-issuer', 'The issuer of the CRL is not the issuer of the certificate.'));
  }
  if (issuing === undefined) return ok(reasonsOver(points));
  const others = findOtherCertificates(issuing, certificate);
  if (others !== undefined) return err(others);
  const named = points.filter((point) => namesPoint(issuing, crl.issuer, point, certificate.issuer));
  if (named.length === 0) {
    const message = 'The CRL belongs to a distribution point that the certificate does not name.';
    return err(outOfScope('other-distribution-point', message));
  }
  return ok(reasonsOver(named) & reasonMask(issuing.onlySomeReasons));
}

/** The points of a certificate and, last, the one that every certificate has: its issuer's name (end of §6.3.3). */
function pointsOf({ issuer, extensions: { crlDistributionPoints } }: Certificate): readonly DistributionPoint[] {
  const implicit: DistributionPoint = {
    fullName: [{ kind: 'directory', name: issuer }],
    relativeName: undefined,
    reasons: undefined,
    crlIssuer: undefined,
  };
  return crlDistributionPoints?.ok === true ? [...crlDistributionPoints.value, implicit] : [implicit];
}

/** §6.3.3 (b)(1): the CRL's issuer is the one that the point names, and the CRL says that it is indirect; or the certificate's. */
function isIssuerOf(
  crl: CertificateRevocationList,
  issuing: IssuingDistributionPoint | undefined,
  { crlIssuer }: DistributionPoint,
  certificate: Certificate,
): boolean {
  if (crlIssuer === undefined) return namesEqual(crl.issuer, certificate.issuer);
  return issuing?.isIndirect === true && directoryNames(crlIssuer).some((name) => namesEqual(name, crl.issuer));
}

/**
 * §6.3.3 (b)(2)(i): a name of the CRL's point is one of the certificate's point, or one of its cRLIssuer if it has no name.
 * Relative names stand below the issuer of the CRL (§4.2.1.13, §5.2.5).
 */
function namesPoint(
  issuing: IssuingDistributionPoint,
  crlIssuer: Name,
  point: DistributionPoint,
  certificateIssuer: Name,
): boolean {
  const offered = namesOf(issuing, [crlIssuer]);
  if (offered === undefined) return true;
  const bases = point.crlIssuer === undefined ? [certificateIssuer] : directoryNames(point.crlIssuer);
  const wanted = namesOf(point, bases) ?? point.crlIssuer ?? [];
  return offered.some((name) => wanted.some((other) => sameName(name, other)));
}

function namesOf(
  { fullName, relativeName }: Pick<DistributionPoint, 'fullName' | 'relativeName'>,
  bases: readonly Name[],
): readonly GeneralName[] | undefined {
  if (relativeName === undefined) return fullName;
  const names = bases.map((base) => extendName(base, relativeName)).filter((name) => name !== undefined);
  return names.map((name) => ({ kind: 'directory', name }));
}

function findOtherCertificates(point: IssuingDistributionPoint, certificate: Certificate): OutOfScope | undefined {
  if (point.onlyContainsAttributeCertificates) {
    return outOfScope('other-certificates', 'The CRL covers attribute certificates only.');
  }
  // Both at once contradict each other, which is a defect of the CRL and not a matter of scope.
  if (point.onlyContainsUserCertificates && point.onlyContainsCaCertificates) return undefined;
  if (point.onlyContainsUserCertificates && isCa(certificate)) {
    return outOfScope('other-certificates', 'The CRL covers end-entity certificates only.');
  }
  if (point.onlyContainsCaCertificates && !isCa(certificate)) {
    return outOfScope('other-certificates', 'The CRL covers CA certificates only.');
  }
  return undefined;
}

function reasonsOver(points: readonly DistributionPoint[]): ReasonMask {
  return points.reduce((mask, { reasons }) => mask | reasonMask(reasons), 0) & allReasons;
}

function directoryNames(names: readonly GeneralName[]): readonly Name[] {
  return names.flatMap((name) => (name.kind === 'directory' ? [name.name] : []));
}

function sameName(a: GeneralName, b: GeneralName): boolean {
  if (a.kind === 'directory' && b.kind === 'directory') return namesEqual(a.name, b.name);
  return a.kind === 'uri' && b.kind === 'uri' && a.text === b.text;
}

function outOfScope(scope: OutOfScope['scope'], message: string): OutOfScope {
  return { kind: 'not-in-scope', scope, message };
}
