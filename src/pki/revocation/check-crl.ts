import type { Certificate } from '../../x509/certificate.ts';
import { freshestPointers } from '../../x509/extensions/certificate-pointers.ts';
import type { CertificateRevocationList, RevokedCertificate } from '../../x509/revocation/crl.ts';
import { allReasons } from '../../x509/revocation/reason-flags.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import { nameOf } from '../name-of.ts';
import { objectToSignature, type SignatureDemands } from './answer-signature.ts';
import { type CheckCrlSignature, findCrlDefect, findCrlSignatureDefect, findCrlTimeDefect } from './crl-defects.ts';
import { coveredReasons } from './crl-scope.ts';
import { type FindCrlSigners, findCrlSigner } from './crl-signer.ts';
import { byNumber, describeMisfit, fitsBase, isDelta } from './delta-crl.ts';
import type { RevocationAnswer } from './revocation-answer.ts';

/** `profile` `strict` also refuses what RFC 5280 §5 demands of issuers only. */
export interface CrlQuestion extends SignatureDemands {
  readonly crl: CertificateRevocationList;
  readonly certificate: Certificate;
  /** The certificate whose key signed `certificate`. */
  readonly issuer: Certificate;
  readonly at: Date;
  /** CRLs at hand, among which delta CRLs are looked for. Default: none. */
  readonly deltas?: readonly CertificateRevocationList[];
  /** Default: the issuer's own key is the only one that signs its CRLs. */
  readonly findSigners?: FindCrlSigners | undefined;
  /** Default: one that remembers nothing, see `createCrlSignatureChecker`. */
  readonly checkSignature?: CheckCrlSignature;
}

type Defect = Extract<RevocationAnswer, { kind: 'defective' }>;

/**
 * What a complete CRL, with its delta CRL, states about a certificate (RFC 5280 §6.3.3). A certificate listed in a CRL that is out
 * of date, or signed by an algorithm that is forbidden, is still revoked: only `removeFromCRL` takes a revocation back.
 */
export function checkCrl(question: CrlQuestion): RevocationAnswer {
  const { crl, certificate, issuer, at, profile, findSigners, checkSignature = findCrlSignatureDefect } = question;
  if (isDelta(crl)) {
    return { kind: 'not-in-scope', scope: 'delta', message: 'A delta CRL says nothing without its base CRL.' };
  }
  const reasons = coveredReasons(crl, certificate);
  if (!reasons.ok) return reasons.error;
  const unsound = findCrlDefect(crl, profile);
  if (unsound !== undefined) return unsound;
  const signer = findCrlSigner(crl, issuer, { checkSignature, findSigners });
  if (!signer.ok) return signer.error;
  const listed = findEntry(crl, certificate);
  if (!listed.ok) return listed.error;
  const delta = findDelta(question, signer.value);
  const changed = delta?.crl === undefined ? ok(undefined) : findEntry(delta.crl, certificate);
  if (!changed.ok) return changed.error;
  const entry = changed.value ?? listed.value;
  if (entry !== undefined && entry.reason !== 'removeFromCRL') {
    return { ...revoked(entry, certificate), ...(changed.value !== undefined && { byDelta: true }) };
  }
  const outOfDate = findCrlTimeDefect(crl, at);
  if (outOfDate !== undefined) return outOfDate;
  const { signatureAlgorithm } = crl;
  const publicKey = foreignKey(signer.value, issuer);
  const weak = objectToSignature({ what: 'The CRL', signatureAlgorithm, publicKey }, question);
  if (weak !== undefined) return weak;
  if (delta?.defect !== undefined) return delta.defect;
  if (delta === undefined && hasDelta(crl, certificate)) return lacksDelta(question);
  const thisUpdate = delta?.crl?.thisUpdate ?? crl.thisUpdate;
  const nextUpdate = earlier(crl.nextUpdate, delta?.crl?.nextUpdate);
  if (reasons.value !== allReasons) {
    const message = `The CRL does not list ${nameOf(certificate)}, but covers only some reasons for revocation.`;
    return { kind: 'partial', message, reasons: reasons.value, thisUpdate, nextUpdate };
  }
  const what = delta === undefined ? 'The CRL does not list' : 'The CRL and its delta CRL do not list';
  return { kind: 'good', message: `${what} ${nameOf(certificate)}.`, thisUpdate, nextUpdate };
}

/** A delta CRL of the right signer, and what is wrong with it; without `crl` nothing in it can be relied on. */
interface Delta {
  readonly crl?: CertificateRevocationList;
  readonly defect?: Defect;
}

/** Of the delta CRLs that fit, in the order of their numbers, the first without a defect; else the first. Undefined: none fits. */
function findDelta(question: CrlQuestion, signer: Certificate): Delta | undefined {
  const { crl, issuer, deltas = [], at, checkSignature = findCrlSignatureDefect, ...demands } = question;
  const publicKey = foreignKey(signer, issuer);
  const judged = deltas
    .filter((delta) => isDelta(delta) && fitsBase(delta, crl))
    .toSorted(byNumber)
    .map((delta): Delta => {
      const { signatureAlgorithm } = delta;
      const unsound = findCrlDefect(delta, demands.profile) ?? checkSignature(delta, signer);
      if (unsound !== undefined) return { defect: unsound };
      const what = 'The delta CRL';
      const weak = findCrlTimeDefect(delta, at) ?? objectToSignature({ what, signatureAlgorithm, publicKey }, demands);
      return weak === undefined ? { crl: delta } : { crl: delta, defect: weak };
    });
  return judged.find(({ defect }) => defect === undefined) ?? judged[0];
}

/** The key of a signer that is not the issuer. */
function foreignKey(signer: Certificate, issuer: Certificate): Certificate['publicKey'] | undefined {
  return signer.sha256 === issuer.sha256 ? undefined : signer.publicKey;
}

function findEntry(
  crl: CertificateRevocationList,
  { serialNumber, issuer }: Certificate,
): Result<RevokedCertificate | undefined, Defect> {
  const found = crl.revoked.find(serialNumber, { certificate: issuer, crl: crl.issuer });
  if (found.ok) return found;
  const message = `The CRL has an unreadable entry. ${found.error.message}`;
  return err({ kind: 'defective', defect: 'malformed-entry', message });
}

function revoked({ revocationDate: revokedAt, reason }: RevokedCertificate, certificate: Certificate) {
  const message = `${nameOf(certificate)} was revoked at ${revokedAt.toISOString()} (${reason ?? 'no reason given'}), according to the CRL of its issuer.`;
  return { kind: 'revoked' as const, message, revokedAt, reason };
}

/** RFC 5280 §4.2.1.15 and §5.2.6: certificate or CRL say that there is a delta CRL. */
function hasDelta(crl: CertificateRevocationList, certificate: Certificate): boolean {
  return crl.extensions.freshestCrl !== undefined || certificate.extensions.freshestCrl !== undefined;
}

function lacksDelta({ crl, certificate, deltas = [] }: CrlQuestion): RevocationAnswer {
  const deltaUrls = [...new Set([...freshestPointers(certificate), ...freshestPointers(crl)].flat())];
  const misfits = deltas
    .filter((delta) => isDelta(delta) && namesEqual(delta.issuer, crl.issuer))
    .map((delta) => describeMisfit(delta, crl));
  const unfit = misfits[0] === undefined ? '' : ` A delta CRL does not fit: ${misfits[0]}.`;
  const message = `The CRL of ${crl.thisUpdate.toISOString()} does not list ${nameOf(certificate)}, but its delta CRL with newer revocations is not at hand.${unfit}`;
  return { kind: 'incomplete', message, deltaUrls };
}

function earlier(left: Date | undefined, right: Date | undefined): Date | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left.getTime() < right.getTime() ? left : right;
}
