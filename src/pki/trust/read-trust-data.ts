import { jsonPath, type Problem } from '../../model/problem.ts';
import { err, type Result } from '../../model/result.ts';
import { decodeTrustData, type TrustData } from '../../model/trust-data.ts';
import { decodeCertificate } from '../../x509/decode-certificate.ts';
import { sha256Hex } from '../../x509/der/sha256-hex.ts';
import { rootDer } from './mozilla-store.ts';

/** Reads trust data from parsed JSON and checks every root: it has to be a certificate of the digest given, and listed once. */
export function readTrustData(json: unknown): Result<TrustData, readonly Problem[]> {
  const decoded = decodeTrustData(json);
  if (!decoded.ok) return decoded;
  const seen = new Set<string>();
  const problems = decoded.value.roots.flatMap((root, index) => {
    const isRepeated = seen.has(root.sha256);
    seen.add(root.sha256);
    return findRootProblems(root, isRepeated).map(([field, message]) => ({
      path: jsonPath(['roots', index, field]),
      message,
    }));
  });
  return problems.length === 0 ? decoded : err(problems);
}

function findRootProblems(
  { name, sha256, der }: TrustData['roots'][number],
  isRepeated: boolean,
): readonly (readonly [field: 'sha256' | 'der', message: string])[] {
  const bytes = rootDer(der);
  const digest = sha256Hex(bytes);
  const about = JSON.stringify(name);
  if (digest !== sha256) return [['sha256', `is not the digest of the certificate of ${about}, which is ${digest}`]];
  if (isRepeated) return [['sha256', `repeats that of an earlier root; ${about} is listed twice`]];
  const certificate = decodeCertificate(bytes);
  return certificate.ok ? [] : [['der', `${about} is not a readable certificate: ${certificate.error.message}`]];
}
