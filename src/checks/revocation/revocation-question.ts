import type { Certificate } from '../../x509/certificate.ts';
import type { FetchedEvidence, Staple } from '../evidence.ts';

/** Is this certificate revoked, by all that was stapled and fetched? */
export interface RevocationQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly staples: readonly Staple[];
  readonly fetched: FetchedEvidence | undefined;
  readonly now: Date;
  /** The certificate is a leaf whose lifetime is too short for revocation to matter. */
  readonly isShortLived: boolean;
}
