import { shortNameOf } from '../../pki/name-of.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { defineCheck } from '../define-check.ts';
import { fail, undetermined } from '../judgement.ts';
import { listValues } from '../join-words.ts';
import { gradeKey, keyText, leaveOpen, listKeys, sizeFor, sizesText, soundKeyText } from './key-size.ts';

/** Every key on the path has at least the recommended size. */
export const keyStrengthMargin = defineCheck({
  id: 'key-strength-margin',
  title: 'Every key in the chain has the recommended size',
  why: 'Clients will stop accepting keys below the recommended size.',
  citation: {
    document: 'NIST SP 800-131A Rev. 2',
    section: '3, Digital Signatures',
    url: 'https://csrc.nist.gov/pubs/sp/800/131/a/r2/final',
  },
  faults: {
    'below-recommended': {
      title: 'A key in the chain is below the recommended size',
      why: 'Clients will stop accepting keys below the recommended size.',
      remedy: 'Use an RSA key of at least 2048 bits at the next renewal.',
      subject: 'certificate',
    },
  },
  needs: ['path', 'thresholds'],
  judge: ({ path, thresholds }) => {
    const sizes = { rsaBits: thresholds.recommendedRsaBits, ecBits: thresholds.recommendedEcBits };
    const details = {
      expected: `at least ${sizesText(sizes)}`,
      observed: listValues(path.certificates.map(({ publicKey }) => keyText(publicKey))),
    };
    const graded = (grade: string) => path.certificates.filter(({ publicKey }) => gradeKey(publicKey, sizes) === grade);
    const [short, ...others] = graded('short');
    if (short !== undefined) {
      return fail('below-recommended', {
        title: `Small key (${keyText(short.publicKey)}) in ${shortNameOf(short)}; ${sizeFor(short.publicKey, sizes)} bits are recommended`,
        remedy: `Use ${soundKeyText(short.publicKey, sizeFor(short.publicKey, sizes))} at the next renewal.`,
        ...(others.length === 0 ? {} : { detail: `Also below the recommended size: ${listKeys(others)}.` }),
        certificate: short,
        ...details,
      });
    }
    const invalid = graded('invalid');
    if (invalid.length > 0) {
      const message = `The key of ${listKeys(invalid)} is invalid, so it has no size to compare; see key-strength.`;
      return undetermined('undecodable', message, details);
    }
    const open = graded('unsupported');
    if (open.length > 0) return leaveOpen(open, details);
    return passUnlessOpen(path, 'Every key in the chain has at least the recommended size.', details);
  },
});
