import { err, ok, type Result } from '../../model/result.ts';
import type { Certificate, RawExtension } from '../../x509/certificate.ts';
import type { BasicOcspResponse, OcspResponse, SingleOcspResponse } from '../../x509/revocation/ocsp.ts';
import { equalBytes } from '../../model/equal-bytes.ts';
import { nameOf } from '../name-of.ts';
import { foreignKey, objectToSignature, type SignatureDemands } from './answer-signature.ts';
import { checkLink } from '../path/check-link.ts';
import { createMeter, type Meter } from '../work/meter.ts';
import { overBudget } from '../work/work-budget.ts';
import { answersFor } from './ocsp-certificate-id.ts';
import { findResponders } from './ocsp-responder.ts';
import { CLOCK_TOLERANCE_MS, type RevocationAnswer, type RevocationDefect } from './revocation-answer.ts';

/**
 * Greatest age of an answer without nextUpdate. RFC 6960 §4.2.2.1 only states that newer information is always available;
 * ten days is the longest validity that the CA/B Forum's Baseline Requirements §4.9.10 allow.
 */
const MAX_AGE_WITHOUT_NEXT_UPDATE_MS = 10 * 86_400_000;

/** `profile` is `rfc5280` by default. */
export interface OcspResponseQuestion extends Partial<SignatureDemands> {
  readonly response: OcspResponse;
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly at: Date;
  /** The nonce of the request. A response without one is accepted, a response with a different one is not. Undefined: none was sent. */
  readonly nonce?: Uint8Array;
  /** Pays for what is verified and compared. Default: a fresh one. */
  readonly meter?: Meter;
}

/**
 * What an OCSP response states about a certificate (RFC 6960 §3.2). Of several answers about it the best counts: any that it is
 * revoked, then one that it is good. An answer of any age can revoke, and so can one that is signed by a forbidden algorithm.
 */
export function checkOcspResponse(question: OcspResponseQuestion): RevocationAnswer {
  const { response, certificate, issuer, at, nonce, profile = 'rfc5280', meter = createMeter(checkLink) } = question;
  const { status, basic } = response;
  if (basic === undefined) return defect('refused', `The OCSP responder answered with the error ${status}.`);
  if (!payFor(basic, { certificate, issuer, meter })) {
    return defect('budget-exceeded', `The OCSP response was not read. ${overBudget}`);
  }
  const isAbout = answersFor(certificate, issuer);
  const own = basic.responses.filter((single) => isAbout(single.certificate));
  if (own.length === 0) {
    const message = `The OCSP response has no answer for ${nameOf(certificate)}.`;
    return { kind: 'not-in-scope', scope: 'other-certificates', message };
  }
  const signer = findSigner(basic, { issuer, at, meter });
  if (!signer.ok) return signer.error;
  if (nonce !== undefined && basic.nonce?.ok === true && !equalBytes(basic.nonce.value, nonce)) {
    return defect('nonce-mismatch', 'The nonce of the OCSP response differs from the one in the request.');
  }
  const answer = own
    .map((single) => judgeAnswer(basic, single, { certificate, at }))
    .reduce((best, each) => (preferred.indexOf(each.kind) < preferred.indexOf(best.kind) ? each : best));
  if (answer.kind === 'revoked' || answer.kind === 'defective') return answer;
  return objectToSigner(basic, { signer: signer.value, issuer }, { ...question, profile }) ?? answer;
}

/** Everything beside the signatures: name and key are hashed, the certificates of responders decoded. */
function payFor(
  { tbs, certificates }: BasicOcspResponse,
  {
    certificate,
    issuer,
    meter,
  }: { readonly certificate: Certificate; readonly issuer: Certificate; readonly meter: Meter },
): boolean {
  const hashed = tbs.length + certificate.issuer.der.length + issuer.publicKey.spki.length;
  return meter.payBytes(hashed) && meter.payDecoding(certificates.reduce((sum, { length }) => sum + length, 0));
}

/** Which of several answers counts. */
const preferred: readonly RevocationAnswer['kind'][] = ['revoked', 'good', 'unknown', 'defective'];

/** The signature of the response, and that of the responder's certificate. */
function objectToSigner(
  { signatureAlgorithm }: BasicOcspResponse,
  { signer, issuer }: { readonly signer: Certificate; readonly issuer: Certificate },
  demands: SignatureDemands,
): RevocationAnswer | undefined {
  const publicKey = foreignKey(signer, issuer);
  const ofResponse = objectToSignature({ what: 'The OCSP response', signatureAlgorithm, publicKey }, demands);
  if (ofResponse !== undefined || publicKey === undefined) return ofResponse;
  const what = `The certificate of the OCSP responder ${nameOf(signer)}`;
  return objectToSignature({ what, signatureAlgorithm: signer.signatureAlgorithm, publicKey: undefined }, demands);
}

function judgeAnswer(
  basic: BasicOcspResponse,
  answer: SingleOcspResponse,
  { certificate, at }: Pick<OcspResponseQuestion, 'certificate' | 'at'>,
): RevocationAnswer {
  const { status, thisUpdate, nextUpdate } = answer;
  const extension = findUnhandledCritical([...basic.rawExtensions, ...answer.rawExtensions]);
  if (extension !== undefined) {
    const message = `The OCSP response has the unknown critical extension ${extension.oid}.`;
    return defect('unhandled-critical-extension', message);
  }
  if (status.kind === 'revoked') {
    const { revokedAt, reason } = status;
    const message = `${nameOf(certificate)} was revoked at ${revokedAt.toISOString()} (${reason ?? 'no reason given'}), according to the OCSP responder of its issuer.`;
    return { kind: 'revoked', message, revokedAt, reason };
  }
  const outOfDate = findTimeDefect(answer, at);
  if (outOfDate !== undefined) return outOfDate;
  if (status.kind === 'unknown') {
    return { kind: 'unknown', message: `The OCSP responder does not know ${nameOf(certificate)}.` };
  }
  const message = `The OCSP responder reports ${nameOf(certificate)} as good.`;
  return { kind: 'good', message, thisUpdate, nextUpdate };
}

function findTimeDefect({ thisUpdate, nextUpdate }: SingleOcspResponse, at: Date): RevocationAnswer | undefined {
  if (thisUpdate.getTime() > at.getTime() + CLOCK_TOLERANCE_MS) {
    return defect(
      'not-yet-valid',
      `The thisUpdate of the OCSP response, ${thisUpdate.toISOString()}, is in the future.`,
    );
  }
  if (nextUpdate !== undefined && nextUpdate.getTime() < at.getTime()) {
    return defect('expired', `The OCSP response has expired: its nextUpdate was ${nextUpdate.toISOString()}.`);
  }
  if (nextUpdate === undefined && at.getTime() - thisUpdate.getTime() > MAX_AGE_WITHOUT_NEXT_UPDATE_MS) {
    const message = `The OCSP response of ${thisUpdate.toISOString()} has no nextUpdate and is too old to count as current.`;
    return defect('expired', message);
  }
  return undefined;
}

/** The certificate whose key signed the response, of those that may. */
function findSigner(
  basic: BasicOcspResponse,
  { issuer, at, meter }: { readonly issuer: Certificate; readonly at: Date; readonly meter: Meter },
): Result<Certificate, RevocationAnswer> {
  const { certificates, objection } = findResponders(basic, { issuer, at, checkLink: meter.checkLink });
  const { tbs, signatureAlgorithm, signature } = basic;
  let first: RevocationAnswer | undefined;
  for (const responder of certificates) {
    const { publicKey } = responder;
    const verified = meter.verify({ signed: tbs, signatureAlgorithm, signature, publicKey });
    if (verified.ok && verified.value) return ok(responder);
    if (!verified.ok && verified.error.kind === 'budget-exceeded') {
      return err(defect('budget-exceeded', `The signature of the OCSP response was not checked. ${overBudget}`));
    }
    first ??=
      !verified.ok && verified.error.kind === 'unsupported'
        ? defect(
            'unsupported-signature-algorithm',
            `The signature of the OCSP response cannot be checked. ${verified.error.message}`,
          )
        : defect(
            'bad-signature',
            `The signature of the OCSP response does not verify with the key of ${nameOf(responder)}.`,
          );
  }
  // A delegate that was not verified may be the one whose key signed.
  if (first !== undefined && objection.defect === 'unauthorized-responder') return err(first);
  return err(defect(objection.defect, objection.message));
}

/** Nonce, extended revocation (RFC 6960 §4.4.8), archive cutoff, CRL references: none changes the meaning of the answer. */
const handledExtensions: readonly string[] = [
  '1.3.6.1.5.5.7.48.1.2',
  '1.3.6.1.5.5.7.48.1.3',
  '1.3.6.1.5.5.7.48.1.6',
  '1.3.6.1.5.5.7.48.1.9',
];

function findUnhandledCritical(extensions: readonly RawExtension[]): RawExtension | undefined {
  return extensions.find(({ oid, critical }) => critical && !handledExtensions.includes(oid));
}

function defect(kind: RevocationDefect, message: string): RevocationAnswer {
  return { kind: 'defective', defect: kind, message };
}
