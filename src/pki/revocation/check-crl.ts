import type { PathProfile } from '../../model/vocabulary.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateRevocationList } from '../../x509/revocation/crl.ts';
import { nameOf } from '../name-of.ts';
import { findCrlDefect, findCrlTimeDefect } from './crl-defects.ts';
import { coversSomeReasonsOnly, findForeignIssuer, findScopeMismatch } from './crl-scope.ts';
import type { RevocationAnswer } from './revocation-answer.ts';

export interface CrlQuestion {
  readonly crl: CertificateRevocationList;
  readonly certificate: Certificate;
  /** The certificate whose key signed `certificate`; the CRL must be by the same key. */
  readonly issuer: Certificate;
  readonly at: Date;
  /** `strict` also refuses what RFC 5280 §5 demands of issuers only. */
  readonly profile: PathProfile;
}

/**
 * What a complete, direct CRL states about a certificate (RFC 5280 §6.3.3). A certificate listed in a CRL that is out of date is
 * still revoked: only `removeFromCRL` takes a revocation back.
 */
export function checkCrl({ crl, certificate, issuer, at, profile }: CrlQuestion): RevocationAnswer {
  const mismatch = findForeignIssuer(crl, certificate, issuer) ?? findScopeMismatch(crl, certificate);
  if (mismatch !== undefined) return mismatch;
  const defect = findCrlDefect(crl, issuer, profile);
  if (defect !== undefined) return defect;
  const found = crl.revoked.find(certificate.serialNumber);
  if (!found.ok) {
    return {
      kind: 'defective',
      defect: 'malformed-entry',
      message: `The CRL has an unreadable entry. ${found.error.message}`,
    };
  }
  const entry = found.value;
  if (entry !== undefined && entry.reason !== 'removeFromCRL') {
    const { revocationDate: revokedAt, reason } = entry;
    const message = `${nameOf(certificate)} was revoked at ${revokedAt.toISOString()} (${reason ?? 'no reason given'}), according to the CRL of its issuer.`;
    return { kind: 'revoked', message, revokedAt, reason };
  }
  const outOfDate = findCrlTimeDefect(crl, at);
  if (outOfDate !== undefined) return outOfDate;
  if (coversSomeReasonsOnly(crl)) {
    return {
      kind: 'not-in-scope',
      scope: 'some-reasons',
      message: 'The CRL covers only some reasons for revocation.',
    };
  }
  const { thisUpdate, nextUpdate } = crl;
  return { kind: 'good', message: `The CRL does not list ${nameOf(certificate)}.`, thisUpdate, nextUpdate };
}
