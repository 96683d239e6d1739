import { err, ok, type Result } from '../../model/result.ts';
import type { Certificate, Name } from '../../x509/certificate.ts';
import { namesEqual } from '../../x509/names/names-equal.ts';
import type { CertificateRevocationList } from '../../x509/revocation/crl.ts';
import { nameOf, quoteText } from '../name-of.ts';
import { compareKeyIdentifiers } from '../path/issuer-links.ts';
import type { CheckCrlSignature } from './crl-defects.ts';
import type { RevocationAnswer } from './revocation-answer.ts';

/**
 * Certificates of this subject that may sign CRLs for certificates of a path: each has a path of its own to the same anchor
 * (RFC 5280 §6.3.3 f). Among them are those of a CA's other keys, and those of CRL issuers that are no CA of the path.
 */
export type FindCrlSigners = (subject: Name) => readonly Certificate[];

type Unsigned = Extract<RevocationAnswer, { kind: 'defective' | 'not-in-scope' }>;

interface SignerSearch {
  readonly checkSignature: CheckCrlSignature;
  readonly findSigners: FindCrlSigners | undefined;
}

/** Signers of one name that are tried for one CRL: a CA has renewed its key a few times. */
export const maximumSigners = 8;

/**
 * The certificate whose key signed a CRL: the issuer's of the certificate in question, or another one of the CRL's issuer. The
 * error is what the issuer's own key has against the CRL.
 */
export function findCrlSigner(
  crl: CertificateRevocationList,
  issuer: Certificate,
  { checkSignature, findSigners }: SignerSearch,
): Result<Certificate, Unsigned> {
  const objectToSigner = (signer: Certificate): Unsigned | undefined =>
    objectToKey(crl, signer) ?? checkSignature(crl, signer);
  const own = namesEqual(crl.issuer, issuer.subject) ? objectToSigner(issuer) : undefined;
  if (own === undefined && namesEqual(crl.issuer, issuer.subject)) return ok(issuer);
  for (const signer of findSigners?.(crl.issuer).slice(0, maximumSigners) ?? []) {
    if (signer.sha256 !== issuer.sha256 && objectToSigner(signer) === undefined) return ok(signer);
  }
  return err(own ?? noSigner(crl));
}

/** A CRL that names another key belongs to that key; one that names none and does not verify is broken. */
function objectToKey(crl: CertificateRevocationList, signer: Certificate): Unsigned | undefined {
  if (compareKeyIdentifiers(signer, crl) !== 'different') return undefined;
  const message = `The CRL was signed with a different key of ${nameOf(signer)}.`;
  return { kind: 'not-in-scope', scope: 'other-key', message };
}

function noSigner({ issuer }: CertificateRevocationList): Unsigned {
  const message = `The CRL was issued by ${quoteText(issuer.text)}, and no certificate of that name below the same root is at hand.`;
  return { kind: 'not-in-scope', scope: 'other-key', message };
}
