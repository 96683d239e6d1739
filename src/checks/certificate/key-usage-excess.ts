import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';
import { decodedBit } from './key-usage-bits.ts';

/** No bit beside what the role demands and allows. */
export const keyUsageExcess = defineCheck({
  id: 'key-usage-excess',
  title: 'Key usage has only bits that the role needs',
  why: 'A stolen key can be misused for every usage that the certificate allows.',
  citation: specification('Tables 1 and 2, Key Usage (a0); policy tls-server: RFC 8446 §4.4.2.2 (inference)'),
  faults: {
    'excess-bits': {
      title: 'Key usage allows more than the role needs',
      why: 'A stolen key can be misused for that too.',
      remedy: 'Reissue the certificate with the key usage of the role only.',
      subject: 'certificate',
    },
    malformed: {
      title: 'The key usage is malformed',
      why: 'Clients cannot read which uses of the key are allowed.',
      remedy: 'Reissue the certificate.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation'],
  judge: ({ leaf, expectation: { role } }) => {
    const { required, oneOf, allowed } = role.keyUsage;
    const fine = [...(required === 'negotiated' ? [] : required), ...oneOf, ...allowed].map(decodedBit);
    const expected = listValues(fine);
    const usage = leaf.extensions.keyUsage;
    if (usage === undefined) return notApplicable('absent', 'There is no key usage.', { expected });
    if (!usage.ok) {
      const title = 'The key usage is malformed';
      return fail('malformed', { title, detail: usage.error.message, expected, observed: 'malformed' });
    }
    const details = { expected, observed: `${listValues(usage.value.bits)} (${usage.value.hex})` };
    const excess = usage.value.bits.filter((bit) => !fine.includes(bit));
    if (excess.length === 0) return pass('Key usage has only bits that the role needs.', details);
    return fail('excess-bits', { title: `Key usage also has ${joinWords(excess)}`, demand: 'keyUsage', ...details });
  },
});
