import type { Certificate } from '../x509/certificate.ts';
import { checkLink, type LinkState } from './check-link.ts';

/** Signature checks made so far. The answer depends on the bytes alone, so it may be kept for as long as one likes. */
export interface VerifiedLinks {
  /** Checks, or remembers. */
  readonly verify: (subject: Certificate, issuer: Certificate) => LinkState;
}

/** 140 bytes of key a link: about a megabyte. A fleet of thousands of endpoints has hundreds of issuer links. */
const maximumLinks = 8_192;

/** An empty memory of links, bounded: the oldest is forgotten. */
export function createVerifiedLinks(): VerifiedLinks {
  const known = new Map<string, LinkState>();
  return {
    verify: (subject, issuer) => {
      // The bytes that decide: the whole signed certificate and the whole key.
      const link = subject.sha256 + issuer.publicKey.spkiSha256;
      const state = known.get(link) ?? checkLink(subject, issuer.publicKey);
      if (!known.has(link) && known.size >= maximumLinks) {
        const oldest = known.keys().next();
        if (!oldest.done) known.delete(oldest.value);
      }
      known.set(link, state);
      return state;
    },
  };
}
