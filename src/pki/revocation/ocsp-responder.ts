import { err, ok, type Result } from '../../model/result.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { decodeCertificate } from '../../x509/decode-certificate.ts';
import { hashPublicKey, sha1Identifier } from '../../x509/revocation/hash-certificate-id.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import type { BasicOcspResponse, OcspResponder } from '../../x509/revocation/ocsp.ts';
import type { CheckLink } from '../path/check-link.ts';
import { equalBytes } from '../../model/equal-bytes.ts';
import { nameOf } from '../name-of.ts';

const ocspSigning = '1.3.6.1.5.5.7.3.9';

/** By whom and when a responder has to be authorized. */
interface Delegation {
  readonly issuer: Certificate;
  readonly at: Date;
  readonly checkLink: CheckLink;
}

/**
 * The certificates that may have signed a response (RFC 6960 §4.2.2.2), at least one: the issuer itself, and delegates in the
 * response that the issuer certified for the purpose. Whether a delegate was revoked is not checked: nearly all carry
 * id-pkix-ocsp-nocheck, and that check would need a response of its own, and so on. The error is a sentence.
 */
export function findResponders(
  basic: BasicOcspResponse,
  { issuer, ...circumstances }: Delegation,
): Result<readonly Certificate[], string> {
  const responders = isResponder(basic.responder, issuer) ? [issuer] : [];
  let reason = `The OCSP response was not signed by ${nameOf(issuer)}, and it does not include the certificate of its signer.`;
  for (const der of basic.certificates) {
    const decoded = decodeCertificate(der);
    if (!decoded.ok || decoded.value.sha256 === issuer.sha256 || !isResponder(basic.responder, decoded.value)) continue;
    const objection = findObjection(decoded.value, { issuer, ...circumstances });
    if (objection === undefined) responders.push(decoded.value);
    else reason = objection;
  }
  return responders.length > 0 ? ok(responders) : err(reason);
}

function isResponder(responder: OcspResponder, certificate: Certificate): boolean {
  if (responder.kind === 'name') return namesEqual(responder.name, certificate.subject);
  const keyHash = hashPublicKey(certificate.publicKey, sha1Identifier);
  return keyHash !== undefined && equalBytes(keyHash, responder.sha1);
}

function findObjection(delegate: Certificate, { issuer, at, checkLink }: Delegation): string | undefined {
  const name = nameOf(delegate);
  if (!namesEqual(delegate.issuer, issuer.subject) || checkLink(delegate, issuer.publicKey) !== 'valid') {
    return `The OCSP responder ${name} has a certificate that ${nameOf(issuer)} did not issue.`;
  }
  const { extendedKeyUsage, keyUsage } = delegate.extensions;
  if (extendedKeyUsage?.ok !== true || !extendedKeyUsage.value.includes(ocspSigning)) {
    return `The certificate of the OCSP responder ${name} lacks the extended key usage OCSPSigning.`;
  }
  if (keyUsage !== undefined && !(keyUsage.ok && keyUsage.value.bits.includes('digitalSignature'))) {
    return `The key usage of the OCSP responder ${name} does not allow it to sign.`;
  }
  const second = Math.floor(at.getTime() / 1_000) * 1_000;
  if (second < delegate.notBefore.getTime() || second > delegate.notAfter.getTime()) {
    return `The certificate of the OCSP responder ${name} is valid from ${delegate.notBefore.toISOString()} to ${delegate.notAfter.toISOString()} only.`;
  }
  return undefined;
}
