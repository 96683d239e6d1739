import { shortNameOf } from '../../pki/name-of.ts';
import type { RolePolicy } from '../../policy/policy.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { baselineRequirements, rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail } from '../judgement.ts';
import { listValues } from '../join-words.ts';
import { gradeKey, isOnCurve, keyText, leaveOpen, listKeys, sizeFor, sizesText, soundKeyText } from './key-size.ts';

/** Every key on the path, the anchor's included, has at least the minimum size. */
export const keyStrength = defineCheck({
  id: 'key-strength',
  title: 'Every key in the chain has the minimum size',
  why: 'Windows refuses RSA keys below 1024 bits anywhere in a chain, and current browsers RSA keys below 2048 bits.',
  citation: baselineRequirements('6.1.5 (key sizes), the minimum of tls-server; of cwa-2007-r2: Microsoft KB2661254'),
  faults: {
    'weak-key': {
      title: 'A key in the chain is below the minimum size',
      why: 'Windows refuses RSA keys below 1024 bits anywhere in a chain, and current browsers RSA keys below 2048 bits.',
      remedy: 'Reissue the certificate with an RSA key of at least 2048 bits.',
      subject: 'certificate',
    },
    'invalid-key': {
      title: 'A key in the chain is not a valid key',
      why: 'An invalid key protects nothing, and clients refuse it.',
      remedy: 'Generate a new key pair and reissue the certificate.',
      subject: 'certificate',
      citation: rfc(8017, '3.1 (RSA public key); Ed25519 and Ed448: RFC 8032'),
    },
  },
  needs: ['path', 'thresholds', 'demands'],
  judge: ({ path, thresholds, demands }) => {
    const sizes = { rsaBits: thresholds.minimumRsaBits, ecBits: thresholds.minimumEcBits };
    const details = {
      expected: `at least ${sizesText(sizes)}`,
      observed: listValues(path.certificates.map(({ publicKey }) => keyText(publicKey))),
    };
    const graded = (grade: string) => path.certificates.filter(({ publicKey }) => gradeKey(publicKey, sizes) === grade);
    const [invalid] = graded('invalid');
    if (invalid !== undefined) {
      const defect = invalid.publicKey.defect ?? 'it cannot be decoded';
      const title = `Invalid ${keyText(invalid.publicKey)} key in ${shortNameOf(invalid)}: ${defect}`;
      return fail('invalid-key', { title, certificate: invalid, ...details });
    }
    const [weak, ...others] = graded('short');
    if (weak !== undefined) {
      const minimum = sizeFor(weak.publicKey, sizes);
      const sound = soundKeyText(weak.publicKey, minimum);
      return fail('weak-key', {
        title: `Weak key (${keyText(weak.publicKey)}) in ${shortNameOf(weak)}; the minimum is ${minimum} bits`,
        ...(others.length === 0 ? {} : { detail: `Also below the minimum: ${listKeys(others)}.` }),
        remedy: weak === path.certificates[0] ? `Reissue the certificate with ${sound}.` : renewIssuer(weak, sound),
        ...(isOfRole(weak, demands) ? { demand: 'key' as const } : {}),
        certificate: weak,
        ...details,
      });
    }
    const open = graded('unsupported');
    if (open.length > 0) return leaveOpen(open, details);
    return passUnlessOpen(path, 'Every key in the chain has at least the minimum size.', details);
  },
});

/** Whether the role itself states the size. */
function isOfRole({ publicKey }: Certificate, demands: RolePolicy | undefined): boolean {
  const { minimumRsaBits, minimumEcBits } = demands?.thresholds ?? {};
  return (isOnCurve(publicKey) ? minimumEcBits : minimumRsaBits) !== undefined;
}

function renewIssuer(issuer: Certificate, sound: string): string {
  return `Renew the CA certificate ${shortNameOf(issuer)} with ${sound}, then reissue the certificates below it.`;
}
