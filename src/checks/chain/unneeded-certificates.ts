import { isSelfSigned } from '../../pki/path/issuer-links.ts';
import { nameOf } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { Evidence } from '../evidence.ts';
import { failUnsorted, pass } from '../judgement.ts';
import { count, joinWords } from '../join-words.ts';
import { unverifiedNote } from './unverified-links.ts';

/** No self-signed root above the leaf, no byte duplicate, nothing that no issuer link reaches from the leaf. */
export const unneededCertificates = defineCheck({
  id: 'unneeded-certificates',
  title: 'Every certificate presented is needed',
  why: 'Each one that no client needs costs bytes in every handshake, and some clients stumble over strangers.',
  citation: rfc(5246, '7.4.2 (certificate_list)'),
  faults: {
    unsorted: {
      title: 'Every certificate presented is needed',
      why: 'Each one that no client needs costs bytes in every handshake, and some clients stumble over strangers.',
      remedy: 'Send the leaf and its intermediates only; clients have the root, or do not trust it anyway.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'presented', 'links', 'validation'],
  judge: ({ presented, links, validation }) => {
    const unneeded = findUnneeded({ presented, links, validation });
    const details = { expected: 'none', observed: count(unneeded.length, 'unneeded certificate') };
    if (unneeded.length === 0) {
      return pass(`All ${presented.length} certificates presented are needed.${unverifiedNote(links)}`, {
        expected: 'none',
        observed: 'none',
      });
    }
    return failUnsorted(
      `Not needed: ${joinWords(unneeded)}. They cost bytes in every handshake and help no client. Remove them from the chain.`,
      details,
    );
  },
});

function findUnneeded({
  presented,
  links,
  validation,
}: Pick<Evidence, 'presented' | 'links' | 'validation'>): readonly string[] {
  const reachable = new Set(links.reachable.map(({ sha256 }) => sha256));
  const seen = new Set<string>();
  const unneeded: string[] = [];
  for (const [index, { sha256, certificate }] of presented.entries()) {
    const place = `place ${index + 1}`;
    if (seen.has(sha256)) unneeded.push(`a duplicate at ${place}`);
    else if (!certificate.ok) unneeded.push(`an undecodable one at ${place}`);
    else if (!reachable.has(sha256))
      unneeded.push(`${nameOf(certificate.value)} at ${place}, which issued nothing here`);
    else if (index > 0 && isSelfSigned(certificate.value, validation.checkLink)) {
      unneeded.push(`the root ${nameOf(certificate.value)} at ${place}`);
    }
    seen.add(sha256);
  }
  return unneeded;
}
