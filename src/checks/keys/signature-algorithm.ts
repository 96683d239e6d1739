import type { SignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';
import { defineCheck } from '../define-check.ts';
import { baselineRequirements } from '../citations.ts';
import { failUnsorted } from '../judgement.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { joinWords, listValues } from '../join-words.ts';
import { isHidden, isNamed, pathSignatures, signedWith } from './signed-with.ts';

/** No forbidden hash or scheme on the path, the anchor's own signature excepted. */
export const signatureAlgorithm = defineCheck({
  id: 'signature-algorithm',
  title: 'No certificate on the path is signed with a forbidden algorithm',
  why: 'A broken hash lets others forge the certificate, and clients and servers of this kind refuse to work with the algorithm.',
  citation: baselineRequirements('7.1.3.2; CWA: requirements of its successors (MD5, RSASSA-PSS)'),
  faults: {
    unsorted: {
      title: 'No certificate on the path is signed with a forbidden algorithm',
      why: 'A broken hash lets others forge the certificate, and clients and servers of this kind refuse to work with the algorithm.',
      remedy: 'Have the CA reissue the certificate with RSA (PKCS #1) or ECDSA over SHA-256.',
      subject: 'certificate',
    },
  },
  needs: ['path', 'thresholds'],
  judge: ({ path, thresholds }) => {
    const { forbiddenSignatureAlgorithms: forbidden } = thresholds;
    const signatures = pathSignatures(path);
    const details = {
      expected: `none of ${listValues(forbidden)}`,
      observed: listValues([...new Set(signatures.map(({ name }) => name))]),
    };
    const isBad = (algorithm: SignatureAlgorithm): boolean =>
      isNamed(algorithm, forbidden) || (forbidden.length > 0 && isHidden(algorithm));
    if (!signatures.some(isBad))
      return passUnlessOpen(path, 'No signature on the path uses a forbidden algorithm.', details);
    return failUnsorted(
      `Signed with a forbidden algorithm: ${joinWords(signedWith(path, isBad))}. Clients refuse it, or cannot trust it. Have it reissued with SHA-256.`,
      details,
    );
  },
});
