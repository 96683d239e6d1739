import { err, ok, type Result } from '../../model/result.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateRevocationList, RevokedCertificate } from '../../x509/revocation/crl.ts';
import { foreignKey, objectToSignature } from './answer-signature.ts';
import { findCrlDefect, findCrlSignatureDefect, findCrlTimeDefect } from './crl-defects.ts';
import type { CrlQuestion } from './crl-question.ts';
import { coveredReasons } from './crl-scope.ts';
import { findCrlSigner } from './crl-signer.ts';
import { compareAges, fitsBase, isDelta } from './delta-crl.ts';
import type { RevocationAnswer } from './revocation-answer.ts';

type Defect = Extract<RevocationAnswer, { kind: 'defective' }>;

/** A delta CRL that was issued after a complete one, and what is wrong with it. */
export interface Delta {
  readonly crl: CertificateRevocationList;
  /** The two together are complete (RFC 5280 §5.2.4). */
  readonly fits: boolean;
  /** A key of the issuer signed it and it can be read, so what it calls revoked is revoked. */
  readonly isAuthentic: boolean;
  /** Why it does not show that anything is not revoked. */
  readonly defect: Defect | undefined;
}

/** Judges the delta CRLs that concern a certificate and are not older than a complete CRL, the newest first. */
export function judgeDeltas(question: CrlQuestion, signer: Certificate): readonly Delta[] {
  const { crl, certificate, issuer, deltas = [], at, findSigners, ...demands } = question;
  const { checkSignature = findCrlSignatureDefect } = demands;
  const publicKey = foreignKey(signer, issuer);
  const objectToSigners = (delta: CertificateRevocationList) => {
    const signed = findCrlSigner(delta, issuer, { checkSignature, findSigners });
    return signed.ok ? undefined : signed.error;
  };
  const judge = (delta: CertificateRevocationList): Delta => {
    const fits = fitsBase(delta, crl);
    const unsound = findCrlDefect(delta, demands.profile);
    if (unsound !== undefined) return { crl: delta, fits, isAuthentic: false, defect: unsound };
    const objection = fits ? checkSignature(delta, signer) : objectToSigners(delta);
    if (objection !== undefined) {
      return { crl: delta, fits, isAuthentic: false, defect: objection.kind === 'defective' ? objection : undefined };
    }
    const { signatureAlgorithm } = delta;
    const weak = () => objectToSignature({ what: 'The delta CRL', signatureAlgorithm, publicKey }, demands);
    return { crl: delta, fits, isAuthentic: true, defect: findCrlTimeDefect(delta, at) ?? weak() };
  };
  const concerns = (delta: CertificateRevocationList): boolean =>
    isDelta(delta) && coveredReasons(delta, certificate).ok && compareAges(delta, crl) >= 0;
  // One that does not fit is verified only if it says something.
  return deltas
    .filter((delta) => concerns(delta) && (fitsBase(delta, crl) || isRevocation(findEntry(delta, certificate))))
    .toSorted((a, b) => compareAges(b, a))
    .map(judge);
}

/** Of the delta CRLs that fit, the newest without a defect; else the newest. Undefined: none fits. */
export function currentDelta(deltas: readonly Delta[]): Delta | undefined {
  const fitting = deltas.filter(({ fits }) => fits);
  return fitting.find(({ defect }) => defect === undefined) ?? fitting[0];
}

/** The entry by which a certificate is revoked, and the CRL that has it. */
export interface Revocation {
  readonly crl: CertificateRevocationList;
  readonly entry: RevokedCertificate;
}

/**
 * Whether a complete CRL or a delta CRL after it revokes a certificate. Every authentic one counts, whether it is out of date, of
 * another base or followed by newer ones: those have to list the certificate as well, if only to take the revocation back (RFC 5280
 * §5.2.4). Only a newer delta CRL that fits and has no defect takes it back. The error: what it depends on cannot be read or verified.
 */
export function findRevocation(
  base: CertificateRevocationList,
  deltas: readonly Delta[],
  certificate: Certificate,
): Result<Revocation | undefined, Defect> {
  const own: Delta = { crl: base, fits: true, isAuthentic: true, defect: undefined };
  const statements = [...deltas.filter(({ isAuthentic }) => isAuthentic), own].map((each) => ({
    ...each,
    found: findEntry(each.crl, certificate),
  }));
  const removing = statements.filter(
    ({ found, fits, defect }) => fits && defect === undefined && found.ok && found.value?.reason === 'removeFromCRL',
  );
  const isTakenBack = (crl: CertificateRevocationList) => removing.some((each) => compareAges(each.crl, crl) > 0);
  for (const { crl, found } of statements) {
    if (isRevocation(found) && !isTakenBack(crl)) return ok({ crl, entry: found.value });
  }
  const open = deltas.find(
    ({ crl, defect }) => isOpen(defect) && isRevocation(findEntry(crl, certificate)) && !isTakenBack(crl),
  );
  if (open?.defect !== undefined) return err(open.defect);
  for (const { found } of statements) if (!found.ok) return found;
  return ok(undefined);
}

/** What it says may be true: its signature was not verified. */
function isOpen(defect: Defect | undefined): boolean {
  return defect?.defect === 'unsupported-signature-algorithm' || defect?.defect === 'budget-exceeded';
}

type Found = Result<RevokedCertificate | undefined, Defect>;

function isRevocation(found: Found): found is { readonly ok: true; readonly value: RevokedCertificate } {
  return found.ok && found.value !== undefined && found.value.reason !== 'removeFromCRL';
}

function findEntry(crl: CertificateRevocationList, { serialNumber, issuer }: Certificate): Found {
  const found = crl.revoked.find(serialNumber, { certificate: issuer, crl: crl.issuer });
  if (found.ok) return found;
  const what = isDelta(crl) ? 'delta CRL' : 'CRL';
  const message = `The ${what} has an unreadable entry. ${found.error.message}`;
  return err({ kind: 'defective', defect: 'malformed-entry', message });
}
