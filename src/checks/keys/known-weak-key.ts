import { assertNever } from '../../model/assert-never.ts';
import { nameOf } from '../../pki/name-of.ts';
import { findKeyWeakness, type KeyWeakness } from '../../x509/weak-keys/find-key-weakness.ts';
import { baselineRequirements } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notApplicable, undetermined } from '../judgement.ts';
import { keyText } from './key-size.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { joinWords, listValues } from '../join-words.ts';

/** No RSA key on the path, the anchor's included, is one whose private key anyone can compute. Exponents are for `key-strength`. */
export const knownWeakKey = defineCheck({
  id: 'known-weak-key',
  title: 'No RSA key on the path is known to be broken',
  why: 'Whoever can factor the modulus has the private key, can read old recordings where RSA exchanged the keys, and can pose as the server.',
  citation: baselineRequirements(
    '6.1.1.3 and 6.1.6: factors below 752, close primes, ROCA (CVE-2022-26320, CVE-2017-15361)',
  ),
  faults: {
    unsorted: {
      title: 'No RSA key on the path is known to be broken',
      why: 'Whoever can factor the modulus has the private key, can read old recordings where RSA exchanged the keys, and can pose as the server.',
      remedy:
        'Make a new key pair with other software or hardware, reissue the certificate for it, and have the old one revoked.',
      subject: 'certificate',
    },
  },
  needs: ['path'],
  judge: ({ path }) => {
    const answers = path.certificates.flatMap((certificate) => {
      const weakness = findKeyWeakness(certificate.publicKey);
      return weakness === undefined ? [] : [{ certificate, weakness }];
    });
    if (answers.length === 0) {
      return notApplicable('not-rsa', 'No key on the path is an RSA key, and only those are judged here.');
    }
    const details = {
      expected: 'no known weakness',
      observed: listValues(
        answers.map(({ weakness }) => (typeof weakness === 'string' ? words[weakness] : weakness.kind)),
      ),
    };
    const weak = answers.flatMap(({ certificate, weakness }) =>
      typeof weakness === 'string' ? [] : [`${describe(weakness)} the modulus of ${nameOf(certificate)}`],
    );
    if (weak.length > 0) {
      const text = joinWords(weak);
      return failUnsorted(
        `Broken: ${text}. Anyone can compute the private key from the certificate. Make a new key pair elsewhere, reissue the certificate and have this one revoked.`,
        details,
      );
    }
    const long = answers.filter(({ weakness }) => weakness === 'limit').map(({ certificate }) => certificate);
    if (long.length > 0) {
      const named = joinWords(
        long.map((certificate) => `${nameOf(certificate)} with ${keyText(certificate.publicKey)}`),
      );
      return undetermined(
        'limit',
        `Not judged, as no modulus of more than 16,384 bits is worked with: ${named}.`,
        details,
      );
    }
    return passUnlessOpen(
      path,
      'No RSA key on the path has a small factor, primes close together or the ROCA fingerprint.',
      details,
    );
  },
});

const words = { sound: 'none', limit: 'not judged' } as const;

/** What stands before the certificate, whose name may be long enough to be cut. */
function describe(weakness: KeyWeakness): string {
  switch (weakness.kind) {
    case 'small-factor':
      return `the factor ${weakness.factor} is in`;
    case 'close-primes':
      return "the primes are so close together that Fermat's method splits (CVE-2022-26320)";
    case 'roca':
      return "the fingerprint of Infineon's RSALib (ROCA, CVE-2017-15361) is in";
    default:
      return assertNever(weakness);
  }
}
