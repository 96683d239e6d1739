import { createBoundedMap } from '../../async/bounded-map.ts';
import type { Certificate, PublicKey } from '../../x509/certificate.ts';
import { verifySignature } from '../../x509/keys/verify-signature.ts';

/** What checking a certificate's signature with a key found. `not-checked`: a budget was spent before (`createMeter`). */
export type LinkState = 'valid' | 'invalid' | 'unsupported' | 'not-checked';

/** Checks the signature of a certificate with the key of its supposed issuer. */
export type CheckLink = (certificate: Certificate, publicKey: PublicKey) => LinkState;

/** Checks a signature. A signature or key that cannot be read counts as a wrong one. */
export const checkLink: CheckLink = ({ tbs, signatureAlgorithm, signature }, publicKey) => {
  const verified = verifySignature({ signed: tbs, signatureAlgorithm, signature, publicKey });
  if (!verified.ok) return verified.error.kind === 'unsupported' ? 'unsupported' : 'invalid';
  return verified.value ? 'valid' : 'invalid';
};

/** Links that a run remembers; each costs some 200 bytes. Judging one chain asks for the same few several times. */
const maximumLinks = 4_096;

/** A `checkLink` that remembers its answers by fingerprint. A run makes one for everything that checks links. */
export function createLinkChecker(): CheckLink {
  const states = createBoundedMap<LinkState>(maximumLinks);
  return (certificate, publicKey) =>
    states.getOrMake(linkKey(certificate, publicKey), () => checkLink(certificate, publicKey));
}

/** The same for links that are equal by value: one certificate under one key. */
export function linkKey({ sha256 }: Certificate, { spkiSha256 }: PublicKey): string {
  return `${sha256} ${spkiSha256}`;
}
