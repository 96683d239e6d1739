import type { Certificate } from '../../x509/certificate.ts';
import { freshestPointers } from '../../x509/extensions/certificate-pointers.ts';
import type { CertificateRevocationList } from '../../x509/revocation/crl.ts';
import { allReasons } from '../../x509/revocation/reason-flags.ts';
import { earliest } from '../../model/earliest.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import { nameOf } from '../name-of.ts';
import { foreignKey, objectToSignature } from './answer-signature.ts';
import { findCrlDefect, findCrlSignatureDefect, findCrlTimeDefect } from './crl-defects.ts';
import type { CrlQuestion } from './crl-question.ts';
import { coveredReasons } from './crl-scope.ts';
import { findCrlSigner } from './crl-signer.ts';
import { describeMisfit, isDelta } from './delta-crl.ts';
import { currentDelta, findRevocation, judgeDeltas, type Revocation } from './judge-deltas.ts';
import type { RevocationAnswer } from './revocation-answer.ts';

/**
 * What a complete CRL, with its delta CRL, states about a certificate (RFC 5280 §6.3.3). A certificate listed in a CRL that is out
 * of date, or signed by an algorithm that is forbidden, is still revoked: only `removeFromCRL` in a newer, sound delta CRL takes that back.
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
  const deltas = judgeDeltas(question, signer.value);
  const revocation = findRevocation(crl, deltas, certificate);
  if (!revocation.ok) return revocation.error;
  if (revocation.value !== undefined) return revoked(revocation.value, certificate);
  const delta = currentDelta(deltas);
  const outOfDate = findCrlTimeDefect(crl, at);
  if (outOfDate !== undefined) return outOfDate;
  const { signatureAlgorithm } = crl;
  const publicKey = foreignKey(signer.value, issuer);
  const weak = objectToSignature({ what: 'The CRL', signatureAlgorithm, publicKey }, question);
  if (weak !== undefined) return weak;
  if (delta?.defect !== undefined) return delta.defect;
  if (delta === undefined && hasDelta(crl, certificate)) return lacksDelta(question);
  const thisUpdate = delta?.crl.thisUpdate ?? crl.thisUpdate;
  const nextUpdate = earliest([crl.nextUpdate, delta?.crl.nextUpdate]);
  if (reasons.value !== allReasons) {
    const message = `The CRL does not list ${nameOf(certificate)}, but covers only some reasons for revocation.`;
    return { kind: 'partial', message, reasons: reasons.value, thisUpdate, nextUpdate };
  }
  const what = delta === undefined ? 'The CRL does not list' : 'The CRL and its delta CRL do not list';
  return { kind: 'good', message: `${what} ${nameOf(certificate)}.`, thisUpdate, nextUpdate };
}

function revoked({ crl, entry }: Revocation, certificate: Certificate): RevocationAnswer {
  const { revocationDate: revokedAt, reason } = entry;
  const source = isDelta(crl) ? 'delta CRL' : 'CRL';
  const message = `${nameOf(certificate)} was revoked at ${revokedAt.toISOString()} (${reason ?? 'no reason given'}), according to the ${source} of its issuer.`;
  return { kind: 'revoked', message, revokedAt, reason, ...(isDelta(crl) && { byDelta: true }) };
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
