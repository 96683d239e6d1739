import type { Certificate } from '../../x509/certificate.ts';
import type { SignatureDemands } from '../../pki/revocation/answer-signature.ts';
import type { CheckCrlSignature } from '../../pki/revocation/crl-defects.ts';
import type { FindCrlSigners } from '../../pki/revocation/crl-signer.ts';
import type { Meter } from '../../pki/work/meter.ts';
import type { FetchedEvidence, Staple } from '../evidence.ts';

/** Is this certificate revoked, by all that was stapled and fetched? */
export interface RevocationQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly staples: readonly Staple[];
  readonly fetched: FetchedEvidence | undefined;
  readonly now: Date;
  /** What the signatures of answers are held against. */
  readonly demands: SignatureDemands;
  /** Undefined: the issuer's own key is the only one that signs its CRLs. */
  readonly findSigners?: FindCrlSigners | undefined;
  readonly checkSignature: CheckCrlSignature;
  readonly meter: Meter;
  /** The certificate is a leaf whose lifetime is too short for revocation to matter. */
  readonly isShortLived: boolean;
}
