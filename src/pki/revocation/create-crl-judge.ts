import type { PathProfile } from '../../model/vocabulary.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateRevocationList } from '../../x509/revocation/crl.ts';
import { nameOf } from '../name-of.ts';
import type { FindPath, JudgeRevocation } from '../path/path.ts';
import { checkCrls } from './check-crls.ts';
import { createCrlSignatureChecker } from './crl-defects.ts';
import { createSignerFinder } from './create-signer-finder.ts';

export interface CrlJudgeOptions {
  readonly crls: readonly CertificateRevocationList[];
  readonly profile: PathProfile;
  /**
   * `settled`: a path is refused unless CRLs show that no certificate of it is revoked (RFC 5280 §6.3.3). Default, `refused`: it is
   * refused if a certificate is revoked, or has no good CRL and a defective one of the right issuer; no CRL in scope does not refuse it.
   */
  readonly demand?: 'refused' | 'settled';
  /** Finds paths for certificates that sign CRLs without being on the path. Default: there are none. */
  readonly signers?: { readonly findPath: FindPath; readonly candidates: readonly Certificate[] };
}

/** Judges every certificate of a path except its anchor by the CRLs at hand, for `PathRequest.judgeRevocation`. */
export function createCrlJudge(options: CrlJudgeOptions): JudgeRevocation {
  const { crls, profile, demand = 'refused', signers } = options;
  const checkSignature = createCrlSignatureChecker();
  return (path, at) => {
    const anchor = path.at(-1);
    const findSigners = anchor && signers && createSignerFinder({ ...signers, crls, anchor, at, checkSignature });
    for (const [index, certificate] of path.entries()) {
      const issuer = path[index + 1];
      if (issuer === undefined) break;
      const answers = checkCrls({ crls, certificate, issuer, at, profile, findSigners, checkSignature });
      const revoked = answers.find(({ kind }) => kind === 'revoked');
      if (revoked !== undefined) return { message: revoked.message, certificate };
      if (answers.some(({ kind }) => kind === 'good')) continue;
      const unsettled =
        answers.find(({ kind }) => kind === 'defective') ??
        (demand === 'settled' ? (answers.find(({ kind }) => kind !== 'not-in-scope') ?? answers[0]) : undefined);
      if (unsettled !== undefined) return { message: unsettled.message, certificate };
      if (demand === 'settled') return { message: `There is no CRL for ${nameOf(certificate)}.`, certificate };
    }
    return undefined;
  };
}
