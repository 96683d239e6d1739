import { err, type Result } from '../../model/result.ts';
import type { Certificate, PublicKey } from '../../x509/certificate.ts';
import { bytesPerVerification, verificationCost } from '../../x509/keys/verification-cost.ts';
import { verifySignature } from '../../x509/keys/verify-signature.ts';
import type { VerifyError } from '../../x509/keys/import-public-key.ts';
import type { SignatureClaim } from '../../x509/keys/signature-claim.ts';
import { type CheckLink, linkKey, type LinkState } from '../path/check-link.ts';
import { createWorkBudget, type WorkBudget, overBudget } from './work-budget.ts';

/** A signature was not verified, or could not be. */
export interface MeteredVerifyError {
  readonly kind: VerifyError['kind'] | 'budget-exceeded';
  /** A whole sentence. */
  readonly message: string;
}

/** Verifies a signature within a budget. */
export type VerifyWithin = (claim: SignatureClaim) => Result<boolean, MeteredVerifyError>;

/** Everything that judges one endpoint at the price of a verification asks here. */
export interface Meter {
  readonly work: WorkBudget;
  /** `not-checked` once the budget is spent. One link costs once, however often it is asked about. */
  readonly checkLink: CheckLink;
  readonly verify: VerifyWithin;
  /** Pays for bytes that are compared or hashed; false: they are more than what is left. */
  readonly payBytes: (count: number) => boolean;
  /** The same for bytes of certificates that are decoded. */
  readonly payDecoding: (count: number) => boolean;
}

/** A meter with a fresh budget. `checkLink`: the one of the run, which may remember answers; they cost what they cost at first. */
export function createMeter(checkLink: CheckLink, work: WorkBudget = createWorkBudget()): Meter {
  const links = new Map<string, LinkState>();
  const pay = ({ signed, publicKey }: { readonly signed: Uint8Array; readonly publicKey: PublicKey }): boolean =>
    work.spend(verificationCost(publicKey, signed.length));
  const check = (certificate: Certificate, publicKey: PublicKey): LinkState =>
    pay({ signed: certificate.tbs, publicKey }) ? checkLink(certificate, publicKey) : 'not-checked';
  return {
    work,
    checkLink: (certificate, publicKey) => {
      const key = linkKey(certificate, publicKey);
      const known = links.get(key);
      if (known !== undefined) return known;
      const state = check(certificate, publicKey);
      // Past the budget each question is refused anew, so that whoever asks next knows as well.
      if (state !== 'not-checked') links.set(key, state);
      return state;
    },
    verify: (claim) => (pay(claim) ? verifySignature(claim) : notVerified),
    payBytes: (count) => work.spend(count / bytesPerVerification),
    payDecoding: (count) => work.spend(count / bytesDecodedPerVerification),
  };
}

/** A certificate of 1 KB decodes in some 0.06 ms. */
const bytesDecodedPerVerification = 1_024;

const notVerified = err({
  kind: 'budget-exceeded' as const,
  message: overBudget,
});
