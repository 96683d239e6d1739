import { describeSignatureAlgorithm } from '../../../x509/keys/signature-algorithm.ts';
import { nameOf } from '../../name-of.ts';
import type { PathRule } from '../../path/rule.ts';

const hashes: Readonly<Record<string, string>> = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' };

/** CA/B Forum 7.1.3.2.2: the curve of the issuer's key decides the hash of the certificates it signs. */
export const ecdsaHashFitsCurve: PathRule = (path) => {
  for (const [index, subject] of path.entries()) {
    const expected = hashes[path[index + 1]?.publicKey.curve ?? ''];
    const { scheme, hash, name } = describeSignatureAlgorithm(subject.signatureAlgorithm);
    if (expected === undefined || scheme !== 'ecdsa' || hash === expected) continue;
    const message = `${nameOf(subject)} is signed with ${name}, but the curve of its issuer's key requires ${expected} (CA/B Forum 7.1.3.2.2).`;
    return { kind: 'profile-violation', message, certificate: subject };
  }
  return undefined;
};
