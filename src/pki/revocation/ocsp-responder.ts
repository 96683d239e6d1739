import { ocspSigning } from '../../model/extended-key-usages.ts';
import { assertNever } from '../../model/assert-never.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { decodeCertificate } from '../../x509/decode-certificate.ts';
import { hashPublicKey, sha1Identifier } from '../../x509/revocation/hash-certificate-id.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import type { BasicOcspResponse, OcspResponder } from '../../x509/revocation/ocsp.ts';
import type { CheckLink } from '../path/check-link.ts';
import { equalBytes } from '../../model/equal-bytes.ts';
import { nameOf } from '../name-of.ts';
import { overBudget } from '../work/work-budget.ts';

/** By whom and when a responder has to be authorized. */
interface Delegation {
  readonly issuer: Certificate;
  readonly at: Date;
  readonly checkLink: CheckLink;
}

/** Why a certificate does not count as that of a responder. `message` is a sentence. */
export interface ResponderObjection {
  readonly defect: 'unauthorized-responder' | 'unsupported-signature-algorithm' | 'budget-exceeded';
  readonly message: string;
}

/**
 * The certificates that may have signed a response (RFC 6960 §4.2.2.2): the issuer itself, and delegates in the response that the
 * issuer certified for the purpose. Whether a delegate was revoked is not checked: nearly all carry id-pkix-ocsp-nocheck, and that
 * check would need a response of its own, and so on.
 */
export interface Responders {
  readonly certificates: readonly Certificate[];
  /** Why none of the others counts: one that could not be verified is named before one that is not authorized. */
  readonly objection: ResponderObjection;
}

export function findResponders(basic: BasicOcspResponse, { issuer, ...circumstances }: Delegation): Responders {
  const certificates = isResponder(basic.responder, issuer) ? [issuer] : [];
  let objection: ResponderObjection = {
    defect: 'unauthorized-responder',
    message: `The OCSP response was not signed by ${nameOf(issuer)}, and it does not include the certificate of its signer.`,
  };
  for (const der of basic.certificates) {
    const decoded = decodeCertificate(der);
    if (!decoded.ok || decoded.value.sha256 === issuer.sha256 || !isResponder(basic.responder, decoded.value)) continue;
    const found = findObjection(decoded.value, { issuer, ...circumstances });
    if (found === undefined) certificates.push(decoded.value);
    else if (objection.defect === 'unauthorized-responder') objection = found;
  }
  return { certificates, objection };
}

function isResponder(responder: OcspResponder, certificate: Certificate): boolean {
  if (responder.kind === 'name') return namesEqual(responder.name, certificate.subject);
  const keyHash = hashPublicKey(certificate.publicKey, sha1Identifier);
  return keyHash !== undefined && equalBytes(keyHash, responder.sha1);
}

function findObjection(delegate: Certificate, { issuer, at, checkLink }: Delegation): ResponderObjection | undefined {
  const name = nameOf(delegate);
  const certificate = `certificate of the OCSP responder ${name}`;
  const unauthorized = (message: string): ResponderObjection => ({ defect: 'unauthorized-responder', message });
  const notIssued = unauthorized(`The OCSP responder ${name} has a certificate that ${nameOf(issuer)} did not issue.`);
  if (!namesEqual(delegate.issuer, issuer.subject)) return notIssued;
  const { extendedKeyUsage, keyUsage } = delegate.extensions;
  if (extendedKeyUsage?.ok !== true || !extendedKeyUsage.value.includes(ocspSigning)) {
    return unauthorized(`The ${certificate} lacks the extended key usage OCSPSigning.`);
  }
  if (keyUsage !== undefined && !(keyUsage.ok && keyUsage.value.bits.includes('digitalSignature'))) {
    return unauthorized(`The key usage of the OCSP responder ${name} does not allow it to sign.`);
  }
  const second = Math.floor(at.getTime() / 1_000) * 1_000;
  if (second < delegate.notBefore.getTime() || second > delegate.notAfter.getTime()) {
    return unauthorized(
      `The ${certificate} is valid from ${delegate.notBefore.toISOString()} to ${delegate.notAfter.toISOString()} only.`,
    );
  }
  const state = checkLink(delegate, issuer.publicKey);
  switch (state) {
    case 'valid':
      return undefined;
    case 'invalid':
      return notIssued;
    case 'unsupported': {
      const message = `The signature of the ${certificate} cannot be checked: its algorithm is not supported.`;
      return { defect: 'unsupported-signature-algorithm', message };
    }
    case 'not-checked':
      return { defect: 'budget-exceeded', message: `The ${certificate} was not checked. ${overBudget}` };
    default:
      return assertNever(state);
  }
}
