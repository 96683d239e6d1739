import type { Certificate } from '../../x509/certificate.ts';
import type { FetchedEvidence, Staple } from '../evidence.ts';

/** Is this certificate revoked, by all that was stapled and fetched? */
export interface RevocationQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly staples: readonly Staple[];
  readonly fetched: FetchedEvidence | undefined;
  readonly now: Date;
  /** The leaf is one that lives too short to be revoked. */
  readonly isShortLived: boolean;
}
