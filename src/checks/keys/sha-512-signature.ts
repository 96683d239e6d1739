import { shortNameOf } from '../../pki/name-of.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { knowledgeBase } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { listValues, unique } from '../join-words.ts';
import { fail } from '../judgement.ts';
import { isUnknown, leaveOpen, listSigned, pathSignatures } from './signed-with.ts';

const why = 'Schannel of Windows 7 to 8.1 and of their servers accepts SHA-512 in TLS 1.2 only with this update.';

/** A note from the field: SHA-512 on the path, the anchor's own signature excepted, is refused by unpatched Windows peers. */
export const sha512Signature = defineCheck({
  id: 'sha-512-signature',
  title: 'No certificate in the chain is signed with SHA-512 (note on Schannel)',
  why,
  citation: knowledgeBase(2973337, 'SHA512 in Windows when TLS 1.2 is used; no row of the specification is about it'),
  faults: {
    'signed-with-sha-512': {
      title: 'A certificate in the chain is signed with SHA-512 (note on Schannel)',
      why,
      remedy: 'Install KB2973337 on every Windows peer that lacks it, or have the CA reissue with SHA-256.',
      subject: 'certificate',
    },
  },
  needs: ['path'],
  judge: ({ path }) => {
    const signatures = pathSignatures(path);
    const details = {
      expected: 'no SHA-512',
      observed: listValues(unique(signatures.map(({ algorithm }) => algorithm.name))),
    };
    const [first, ...others] = signatures.filter(({ algorithm }) => algorithm.hash === 'sha512');
    if (first !== undefined) {
      return fail('signed-with-sha-512', {
        title: `${shortNameOf(first.certificate)} is signed with SHA-512, which Windows without KB2973337 refuses in TLS 1.2`,
        ...(others.length === 0 ? {} : { detail: `So are ${listSigned(others)}.` }),
        certificate: first.certificate,
        ...details,
      });
    }
    const open = signatures.filter(({ algorithm }) => isUnknown(algorithm));
    if (open.length > 0) return leaveOpen(open, details);
    return passUnlessOpen(path, 'No certificate in the chain is signed with SHA-512.', details);
  },
});
