import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notApplicable, pass } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';

/** No bit beside what the role demands and allows. */
export const keyUsageExcess = defineCheck({
  id: 'key-usage-excess',
  title: 'Key usage has no bit beyond the role',
  why: 'A server key that may also sign certificates or contracts does more harm when it is stolen.',
  citation: specification('Tables 1 and 2, Key Usage'),
  faults: {
    unsorted: {
      title: 'Key usage has no bit beyond the role',
      why: 'A server key that may also sign certificates or contracts does more harm when it is stolen.',
      remedy: 'Reissue the certificate with the bits of the role only.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation'],
  judge: ({ leaf, expectation: { role } }) => {
    const { required, allowed } = role.keyUsage;
    const fine = [...(required === 'negotiated' ? [] : required), ...allowed];
    const expected = listValues(fine);
    const usage = leaf.extensions.keyUsage;
    if (usage === undefined) return notApplicable('absent', 'There is no key usage extension.', { expected });
    if (!usage.ok) {
      return failUnsorted(
        `The key usage extension is malformed: ${usage.error.message} What it allows cannot be told. Reissue the certificate.`,
        { expected, observed: 'malformed' },
      );
    }
    const observed = `${listValues(usage.value.bits)} (${usage.value.hex})`;
    const excess = usage.value.bits.filter((bit) => !fine.includes(bit));
    if (excess.length === 0) return pass('Key usage has no bit beyond the role.', { expected, observed });
    return failUnsorted(
      `Key usage also has ${joinWords(excess)}. A stolen key would serve for that too. Reissue the certificate without.`,
      { expected, observed },
    );
  },
});
