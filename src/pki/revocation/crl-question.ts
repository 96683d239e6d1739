import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateRevocationList } from '../../x509/revocation/crl.ts';
import type { SignatureDemands } from './answer-signature.ts';
import type { CheckCrlSignature } from './crl-defects.ts';
import type { FindCrlSigners } from './crl-signer.ts';

/** `profile` `strict` also refuses what RFC 5280 §5 demands of issuers only. */
export interface CrlQuestion extends SignatureDemands {
  readonly crl: CertificateRevocationList;
  readonly certificate: Certificate;
  /** The certificate whose key signed `certificate`. */
  readonly issuer: Certificate;
  readonly at: Date;
  /** CRLs at hand, among which delta CRLs are looked for. Default: none. */
  readonly deltas?: readonly CertificateRevocationList[];
  /** Default: the issuer's own key is the only one that signs its CRLs. */
  readonly findSigners?: FindCrlSigners | undefined;
  /** Default: one that remembers nothing, see `createCrlSignatureChecker`. */
  readonly checkSignature?: CheckCrlSignature;
}
