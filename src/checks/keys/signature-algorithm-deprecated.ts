import type { SignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notApplicable } from '../judgement.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { knowledgeBase } from '../citations.ts';
import { joinWords, listValues } from '../join-words.ts';
import { isNamed, pathSignatures, signedWith } from './signed-with.ts';

/** No deprecated hash on the path. The message names both sides: new clients refuse SHA-1, unpatched Server 2003 peers SHA-2. */
export const signatureAlgorithmDeprecated = defineCheck({
  id: 'signature-algorithm-deprecated',
  title: 'No certificate on the path is signed with a deprecated algorithm',
  why: 'Browsers refuse SHA-1 signatures; Windows Server 2003 without KB938397 or KB968730 in turn cannot read SHA-2.',
  citation: knowledgeBase(968730, 'and KB938397: SHA-2 on Windows Server 2003'),
  faults: {
    unsorted: {
      title: 'No certificate on the path is signed with a deprecated algorithm',
      why: 'Browsers refuse SHA-1 signatures; Windows Server 2003 without KB938397 or KB968730 in turn cannot read SHA-2.',
      remedy: 'Reissue with SHA-256 once every Windows Server 2003 peer has KB938397 and KB968730.',
      subject: 'certificate',
    },
  },
  needs: ['path', 'thresholds'],
  judge: ({ path, thresholds }) => {
    const { deprecatedSignatureAlgorithms: deprecated } = thresholds;
    if (deprecated.length === 0) return notApplicable('no-demand', 'The policy calls no algorithm deprecated.');
    const signatures = pathSignatures(path);
    const details = {
      expected: `none of ${listValues(deprecated)}`,
      observed: listValues([...new Set(signatures.map(({ name }) => name))]),
    };
    const isOld = (algorithm: SignatureAlgorithm): boolean => isNamed(algorithm, deprecated);
    if (!signatures.some(isOld)) {
      return passUnlessOpen(
        path,
        'No signature on the path uses a deprecated algorithm. Peers on Windows Server 2003 need KB938397 or KB968730 to read SHA-2.',
        details,
      );
    }
    return failUnsorted(
      `Signed with a deprecated algorithm: ${joinWords(signedWith(path, isOld))}. Current browsers refuse it. Reissue with SHA-256, but first see that every peer on Windows Server 2003 has KB938397 or KB968730, without which it cannot read SHA-2.`,
      details,
    );
  },
});
