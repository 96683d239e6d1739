import { shortNameOf } from '../../pki/name-of.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { knowledgeBase } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable } from '../judgement.ts';
import { listValues, unique } from '../join-words.ts';
import type { SignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';
import { signatureRemedy } from './signature-remedy.ts';
import { isNamed, isUnknown, leaveOpen, listSigned, pathSignatures } from './signed-with.ts';

/** No deprecated hash on the path. The fault names both sides: new clients refuse SHA-1, unpatched Server 2003 peers SHA-2. */
export const signatureAlgorithmDeprecated = defineCheck({
  id: 'signature-algorithm-deprecated',
  title: 'No certificate in the chain is signed with a deprecated algorithm',
  why: 'Current browsers refuse SHA-1; Windows Server 2003 reads SHA-2 only with KB938397 or KB968730.',
  citation: knowledgeBase(968730, 'and KB938397: SHA-2 on Windows Server 2003'),
  faults: {
    'deprecated-algorithm': {
      title: 'A certificate in the chain is signed with a deprecated algorithm',
      why: 'Current browsers refuse SHA-1; Windows Server 2003 reads SHA-2 only with KB938397 or KB968730.',
      remedy: 'Install KB938397 or KB968730 on every Windows Server 2003 peer, then reissue with SHA-256.',
      subject: 'certificate',
    },
  },
  needs: ['path', 'thresholds'],
  judge: ({ path, thresholds: { deprecatedSignatureAlgorithms: deprecated } }) => {
    if (deprecated.length === 0) return notApplicable('no-demand', 'The policy deprecates no signature algorithm.');
    const signatures = pathSignatures(path);
    const details = {
      expected: `none of ${listValues(deprecated)}`,
      observed: listValues(unique(signatures.map(({ algorithm }) => algorithm.name))),
    };
    const [first, ...others] = signatures.filter(({ algorithm }) => isNamed(algorithm, deprecated));
    if (first !== undefined) {
      return fail('deprecated-algorithm', {
        title: `Deprecated signature algorithm (${first.algorithm.name}) in ${shortNameOf(first.certificate)}`,
        ...(others.length === 0 ? {} : { detail: `Also deprecated: ${listSigned(others)}.` }),
        ...(isOfScheme(first.algorithm, deprecated) ? { remedy: signatureRemedy(first.algorithm) } : {}),
        certificate: first.certificate,
        ...details,
      });
    }
    const open = signatures.filter(({ algorithm }) => isUnknown(algorithm));
    if (open.length > 0) return leaveOpen(open, details);
    const message = 'No certificate in the chain is signed with a deprecated algorithm.';
    const isSha2 = signatures.some(
      ({ algorithm: { hash } }) => hash !== undefined && /^sha(224|256|384|512)/.test(hash),
    );
    const note = isSha2 ? ' Windows Server 2003 peers need KB938397 or KB968730 for SHA-2.' : '';
    return passUnlessOpen(path, `${message}${note}`, details);
  },
});

/** A list may name a scheme: then another hash mends nothing. */
function isOfScheme({ scheme, hash }: SignatureAlgorithm, deprecated: readonly string[]): boolean {
  return deprecated.includes(scheme) && (hash === undefined || !deprecated.includes(hash));
}
