import { defineCheck } from '../define-check.ts';
import { failUnsorted } from '../judgement.ts';
import { findShortKeys, keyText, sizesText } from './key-size.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { joinWords, listValues } from '../join-words.ts';

/** Every key on the path has at least the recommended size. */
export const keyStrengthMargin = defineCheck({
  id: 'key-strength-margin',
  title: 'Every key on the path has the recommended size',
  why: 'A key that is only just accepted today is the next one to be refused, or broken.',
  citation: {
    document: 'NIST SP 800-131A Rev. 2',
    section: '3, Digital Signatures',
    url: 'https://csrc.nist.gov/pubs/sp/800/131/a/r2/final',
  },
  faults: {
    unsorted: {
      title: 'Every key on the path has the recommended size',
      why: 'A key that is only just accepted today is the next one to be refused, or broken.',
      remedy: 'Take an RSA key of 2048 bits or more when the certificate is renewed.',
      subject: 'certificate',
    },
  },
  needs: ['path', 'thresholds'],
  judge: ({ path, thresholds }) => {
    const { recommendedRsaBits: rsaBits, recommendedEcBits: ecBits } = thresholds;
    const sizes = { rsaBits, ecBits };
    const details = {
      expected: `at least ${sizesText(sizes)}`,
      observed: listValues(path.certificates.map(({ publicKey }) => keyText(publicKey))),
    };
    const short = findShortKeys(path.certificates, sizes);
    if (short.length === 0) return passUnlessOpen(path, 'Every key on the path has the recommended size.', details);
    return failUnsorted(
      `Below the recommended size: ${joinWords(short)}. Such keys are the next to be refused. Take a larger one at the next renewal.`,
      details,
    );
  },
});
