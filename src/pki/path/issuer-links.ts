import type { Certificate, Extensions } from '../../x509/certificate.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import { type CheckLink, checkLink } from './check-link.ts';
import { equalBytes } from '../../model/equal-bytes.ts';

/** Whether subject and issuer are the same name (RFC 5280 §6.1). Does not look at the signature. */
export function isSelfIssued(certificate: Certificate): boolean {
  return namesEqual(certificate.subject, certificate.issuer);
}

/** Whether the basic constraints say that this is a CA. */
export function isCa({ extensions: { basicConstraints } }: Certificate): boolean {
  return basicConstraints?.ok === true && basicConstraints.value.ca;
}

/** Self-issued, and the certificate's own key verifies its signature. Costs a signature check. */
export function isSelfSigned(certificate: Certificate, check: CheckLink = checkLink): boolean {
  return isSelfIssued(certificate) && check(certificate, certificate.publicKey) === 'valid';
}

/**
 * How the key identifiers of two certificates relate: the subject's AKI against the issuer's SKI. `unknown` if one of
 * them is absent or unreadable. RFC 5280 §4.2.1.1 makes them hints for finding issuers, never proof against one.
 */
export function compareKeyIdentifiers(
  issuer: Certificate,
  subject: { readonly extensions: Pick<Extensions, 'authorityKeyIdentifier'> },
): 'equal' | 'different' | 'unknown' {
  const authority = subject.extensions.authorityKeyIdentifier;
  const own = issuer.extensions.subjectKeyIdentifier;
  if (authority?.ok !== true || own?.ok !== true || authority.value.keyIdentifier === undefined) return 'unknown';
  return equalBytes(authority.value.keyIdentifier, own.value) ? 'equal' : 'different';
}

/** Whether one certificate could have issued the other, by name and key identifiers alone, without a signature check. */
export function couldIssue(issuer: Certificate, subject: Certificate): boolean {
  return namesEqual(issuer.subject, subject.issuer) && compareKeyIdentifiers(issuer, subject) !== 'different';
}
