import { err, ok, type Result } from '../../model/result.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { CertificateRevocationList } from '../../x509/crl.ts';
import type { CertificationPath, PathProfile } from '../path.ts';
import { checkCrl } from './check-crl.ts';

export interface PathCrlQuestion {
  readonly crls: readonly CertificateRevocationList[];
  readonly path: CertificationPath;
  readonly at: Date;
  readonly profile: PathProfile;
}

export interface PathCrlError {
  readonly kind: 'revoked' | 'defective-crl';
  readonly message: string;
  readonly certificate: Certificate;
}

/**
 * Judges every certificate of a path but its anchor by the CRLs at hand. Revoked fails; so does a certificate whose only
 * CRLs are defective; one without any CRL does not.
 */
export function checkCrls({ crls, path, at, profile }: PathCrlQuestion): Result<undefined, PathCrlError> {
  for (const [index, certificate] of path.certificates.entries()) {
    const issuer = path.certificates[index + 1];
    if (issuer === undefined) break;
    const answers = crls.map((crl) => checkCrl({ crl, certificate, issuer, at, profile }));
    const revoked = answers.find(({ kind }) => kind === 'revoked');
    if (revoked !== undefined) return err({ kind: 'revoked', message: revoked.message, certificate });
    if (answers.some(({ kind }) => kind === 'good')) continue;
    const defective = answers.find(({ kind }) => kind === 'defective');
    if (defective !== undefined) return err({ kind: 'defective-crl', message: defective.message, certificate });
  }
  return ok(undefined);
}
