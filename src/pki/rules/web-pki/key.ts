import type { PublicKey } from '../../../x509/certificate.ts';
import { nameOf } from '../../name-of.ts';
import type { CertificateRule } from '../../path/rule.ts';

const minimumRsaBits = 2_048;
const curves: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521']);

/** CA/B Forum 6.1.5: RSA of at least 2,048 bits in whole bytes, or ECDSA on a NIST curve; the anchor's key too. */
export const keyIsAllowed: CertificateRule = ({ certificate }) => {
  const weakness = weaknessOf(certificate.publicKey);
  if (weakness === undefined) return undefined;
  const message = `The key of ${nameOf(certificate)} is ${weakness}, which CA/B Forum 6.1.5 does not allow.`;
  return { kind: 'weak-key', message, certificate };
};

/** What CA/B Forum 6.1.5 has against a key, as the end of a sentence; undefined: nothing. */
export function weaknessOf({ kind, bits, curve, algorithm }: PublicKey): string | undefined {
  switch (kind) {
    case 'rsa':
      if (bits !== undefined && bits >= minimumRsaBits && bits % 8 === 0) return undefined;
      return bits === undefined ? 'RSA of unknown size' : `${bits}-bit RSA`;
    case 'ec':
      return curve !== undefined && curves.has(curve) ? undefined : `on the curve ${curve ?? 'unknown'}`;
    case 'unknown':
      return `of the unknown algorithm ${algorithm.oid}`;
    default:
      return `of the kind ${kind}`;
  }
}
