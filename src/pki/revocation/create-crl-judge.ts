import type { PathProfile } from '../../model/vocabulary.ts';
import type { CertificateRevocationList } from '../../x509/revocation/crl.ts';
import type { JudgeRevocation } from '../path/path.ts';
import { checkCrl } from './check-crl.ts';

/**
 * Judges every certificate of a path except its anchor by the CRLs at hand, for `PathRequest.judgeRevocation`. A path is refused
 * if a certificate is revoked, or has no good CRL and a defective one of the right issuer. No CRL in scope does not refuse it.
 */
export function createCrlJudge(crls: readonly CertificateRevocationList[], profile: PathProfile): JudgeRevocation {
  return (path, at) => {
    for (const [index, certificate] of path.entries()) {
      const issuer = path[index + 1];
      if (issuer === undefined) break;
      const answers = crls.map((crl) => checkCrl({ crl, certificate, issuer, at, profile }));
      const revoked = answers.find(({ kind }) => kind === 'revoked');
      if (revoked !== undefined) return { message: revoked.message, certificate };
      if (answers.some(({ kind }) => kind === 'good')) continue;
      const defective = answers.find(({ kind }) => kind === 'defective');
      if (defective !== undefined) return { message: defective.message, certificate };
    }
    return undefined;
  };
}
