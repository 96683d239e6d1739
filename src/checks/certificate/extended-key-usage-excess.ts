import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notApplicable, pass } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';
import { usageText } from './usage-names.ts';

/** Nothing beside what the role demands and allows. */
export const extendedKeyUsageExcess = defineCheck({
  id: 'extended-key-usage-excess',
  title: 'Extended key usage allows nothing beyond the role',
  why: 'Whoever gets hold of the key can use the certificate for everything it allows.',
  citation: specification('Tables 1 and 2, EKU'),
  faults: {
    unsorted: {
      title: 'Extended key usage allows nothing beyond the role',
      why: 'Whoever gets hold of the key can use the certificate for everything it allows.',
      remedy: 'Reissue the certificate with the usages of the role only.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation'],
  judge: ({ leaf, expectation: { role } }) => {
    const { required, allowed } = role.extendedKeyUsage;
    const expected = listValues([required, ...allowed].map(usageText));
    const usages = leaf.extensions.extendedKeyUsage;
    if (usages === undefined) return notApplicable('absent', 'There is no extended key usage extension.', { expected });
    if (!usages.ok) {
      return failUnsorted(
        `The extended key usage extension is malformed: ${usages.error.message} What it allows cannot be told. Reissue the certificate.`,
        { expected, observed: 'malformed' },
      );
    }
    const observed = listValues(usages.value.map(usageText));
    const excess = usages.value.filter((usage) => usage !== required && !allowed.includes(usage));
    if (excess.length === 0) return pass('Extended key usage allows nothing beyond the role.', { expected, observed });
    return failUnsorted(
      `Extended key usage also allows ${joinWords(excess.map(usageText))}. A stolen key would serve for that too. Reissue the certificate without it.`,
      { expected, observed },
    );
  },
});
