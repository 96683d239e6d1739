import { knowledgeBase } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted } from '../judgement.ts';
import { findShortKeys, keyText, sizesText } from './key-size.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { joinWords, listValues } from '../join-words.ts';

/** Every key on the path, the anchor's included, has at least the minimum size. */
export const keyStrength = defineCheck({
  id: 'key-strength',
  title: 'Every key on the path has the minimum size',
  why: 'Windows blocks RSA keys below 1024 bits anywhere on a path, and browsers below 2048: the connection is refused.',
  citation: knowledgeBase(2661254, 'minimum certificate key length; tls-server: Baseline Requirements §6.1.5'),
  faults: {
    unsorted: {
      title: 'Every key on the path has the minimum size',
      why: 'Windows blocks RSA keys below 1024 bits anywhere on a path, and browsers below 2048: the connection is refused.',
      remedy: 'Reissue the certificate with an RSA key of 2048 bits or more.',
      subject: 'certificate',
    },
  },
  needs: ['path', 'thresholds'],
  judge: ({ path, thresholds }) => {
    const { minimumRsaBits: rsaBits, minimumEcBits: ecBits } = thresholds;
    const sizes = { rsaBits, ecBits };
    const details = {
      expected: `at least ${sizesText(sizes)}`,
      observed: listValues(path.certificates.map(({ publicKey }) => keyText(publicKey))),
    };
    const short = findShortKeys(path.certificates, sizes);
    if (short.length === 0) return passUnlessOpen(path, 'Every key on the path has the minimum size.', details);
    return failUnsorted(
      `Below the minimum: ${joinWords(short)}. Clients refuse such keys. Reissue with RSA of 2048 bits or more.`,
      details,
    );
  },
});
