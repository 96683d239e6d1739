import { assertNever } from '../../model/assert-never.ts';
import { shortNameOf } from '../../pki/name-of.ts';
import { findKeyWeakness, type KeyWeakness } from '../../x509/weak-keys/find-key-weakness.ts';
import { baselineRequirements } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, undetermined } from '../judgement.ts';
import { keyText, listKeys } from './key-size.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { joinWords, listValues } from '../join-words.ts';

const why =
  'Anyone who has the certificate can compute its private key, impersonate its owner, and decrypt recorded sessions that used RSA key exchange.';

/** No RSA key on the path, the anchor's included, is one whose private key anyone can compute. Exponents are for `key-strength`. */
export const knownWeakKey = defineCheck({
  id: 'known-weak-key',
  title: 'No RSA key in the chain has a known weakness',
  why,
  citation: baselineRequirements('6.1.1.3 (close primes, ROCA) and 6.1.6 (factors below 752)'),
  faults: {
    'small-factor': {
      title: 'The modulus of an RSA key in the chain has a small factor',
      why,
      remedy:
        'Treat the key as compromised: generate a new key pair with other software, reissue the certificate and revoke this one.',
      subject: 'certificate',
      citation: baselineRequirements('6.1.6 (public key parameters: no factors smaller than 752)'),
    },
    'close-primes': {
      title: 'The primes of an RSA key in the chain are too close together',
      why,
      remedy:
        'Treat the key as compromised: update the device or library that made it, generate a new key pair, reissue the certificate and revoke this one.',
      subject: 'certificate',
      citation: {
        document: 'CVE-2022-26320',
        section: "Description (keys that Fermat's method factors)",
        url: 'https://nvd.nist.gov/vuln/detail/CVE-2022-26320',
      },
    },
    roca: {
      title: 'An RSA key in the chain was made by the faulty Infineon RSA library (ROCA)',
      why,
      remedy:
        'Treat the key as compromised: update the firmware of the TPM or smart card, or generate the key in software; reissue the certificate and revoke this one.',
      subject: 'certificate',
      citation: {
        document: 'CVE-2017-15361',
        section: 'Description (ROCA)',
        url: 'https://nvd.nist.gov/vuln/detail/CVE-2017-15361',
      },
    },
  },
  needs: ['path'],
  judge: ({ path }) => {
    const answers = path.certificates.flatMap((certificate) => {
      const weakness = findKeyWeakness(certificate.publicKey);
      return weakness === undefined ? [] : [{ certificate, weakness }];
    });
    if (answers.length === 0) return notApplicable('not-rsa', 'No key in the chain is an RSA key.');
    const details = {
      expected: 'no known weakness',
      observed: listValues(
        answers.map(({ weakness }) => (typeof weakness === 'string' ? words[weakness] : weakness.kind)),
      ),
    };
    const broken = answers.flatMap(({ certificate, weakness }) =>
      typeof weakness === 'string' ? [] : [{ certificate, weakness, text: describe(weakness) }],
    );
    const [first, ...others] = broken;
    if (first !== undefined) {
      const { certificate, weakness, text } = first;
      const also = others.map((other) => `${shortNameOf(other.certificate)} (${other.text})`);
      return fail(weakness.kind, {
        title: `Broken ${keyText(certificate.publicKey)} key (${text}) in ${shortNameOf(certificate)}`,
        ...(also.length === 0 ? {} : { detail: `Also broken: ${joinWords(also)}.` }),
        certificate,
        ...details,
      });
    }
    const long = answers.filter(({ weakness }) => weakness === 'limit').map(({ certificate }) => certificate);
    if (long.length > 0) {
      const message = `Keys above 16,384 bits are not tested for known weaknesses: ${listKeys(long)}.`;
      return undetermined('limit', message, details);
    }
    return passUnlessOpen(
      path,
      'No RSA key in the chain has a small factor, close primes or the ROCA fingerprint.',
      details,
    );
  },
});

const words = { sound: 'none', limit: 'not judged' } as const;

/** What stands before the certificate, whose name may be long enough to be cut. */
function describe(weakness: KeyWeakness): string {
  switch (weakness.kind) {
    case 'small-factor':
      return `factor ${weakness.factor}`;
    case 'close-primes':
      return 'close primes, CVE-2022-26320';
    case 'roca':
      return 'ROCA, CVE-2017-15361';
    default:
      return assertNever(weakness);
  }
}
