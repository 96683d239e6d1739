import { defineCheck } from '../define-check.ts';
import { fail } from '../judgement.ts';
import { findShortKeys, isShortKey, keyText, sizesText } from './key-size.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { joinWords, listValues } from '../quote.ts';

/** Every key on the path has at least the recommended size. */
export const keyStrengthMargin = defineCheck({
  id: 'key-strength-margin',
  title: 'Every key on the path has the recommended size',
  why: 'A key that is only just accepted today is the next one to be refused, or broken.',
  remedy: 'Take an RSA key of 2048 bits or more when the certificate is renewed.',
  citation: {
    document: 'NIST SP 800-131A Rev. 2',
    section: '3, Digital Signatures',
    url: 'https://csrc.nist.gov/pubs/sp/800/131/a/r2/final',
  },
  needs: ['pathPattern', 'thresholds', 'path'],
  judge: (evidence) => {
    const { pathPattern, thresholds } = evidence;
    const { recommendedRsaBits: rsaBits, recommendedEcBits: ecBits } = thresholds;
    const sizes = { rsaBits, ecBits };
    const details = {
      expected: `at least ${sizesText(sizes)}`,
      observed: listValues(pathPattern.certificates.map(({ publicKey }) => keyText(publicKey))),
    };
    if (!pathPattern.certificates.some((certificate) => isShortKey(certificate, sizes)))
      return passUnlessOpen(pathPattern, 'Every key on the path has the recommended size.', details);
    const short = findShortKeys(evidence.path.certificates, sizes);
    return fail(
      `Below the recommended size: ${joinWords(short)}. Such keys are the next to be refused. Take a larger one at the next renewal.`,
      details,
    );
  },
});
