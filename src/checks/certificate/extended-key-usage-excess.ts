import { anyExtendedKeyUsage } from '../../model/extended-key-usages.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass } from '../judgement.ts';
import { FEW, joinWords, listValues } from '../join-words.ts';
import { usageText, usageWords } from '../../model/purpose-names.ts';

/** Nothing beside what the role demands and allows. */
export const extendedKeyUsageExcess = defineCheck({
  id: 'extended-key-usage-excess',
  title: 'The extended key usage allows only what the role needs',
  why: 'A stolen key can be misused for every usage that the certificate allows.',
  citation: specification('Tables 1 and 2, EKU (inference: Server Authentication is the only one listed)'),
  faults: {
    'excess-usages': {
      title: 'The certificate allows more than the role needs',
      why: 'A stolen key can be misused for that too.',
      remedy: 'Reissue the certificate with the extended key usages of the role only.',
      subject: 'certificate',
    },
    malformed: {
      title: 'The extended key usage is malformed',
      why: 'Clients cannot read which purposes the certificate allows.',
      remedy: 'Reissue the certificate.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation'],
  judge: ({ leaf, expectation: { role } }) => {
    const { required, oneOf, allowed, forbidden } = role.extendedKeyUsage;
    const needed = [...required, ...oneOf];
    const fine = [...needed, ...allowed];
    if (fine.length === 0) return notApplicable('no-demand', 'This role names no extended key usage.');
    const expected = listValues(fine.map(usageText));
    const usages = leaf.extensions.extendedKeyUsage;
    const policies = leaf.extensions.microsoftApplicationPolicies;
    if (usages === undefined && policies === undefined) {
      return notApplicable('absent', 'There is no extended key usage.', { expected });
    }
    if (usages?.ok === false) {
      const title = 'The extended key usage is malformed';
      return fail('malformed', { title, detail: usages.error.message, expected, observed: 'malformed' });
    }
    if (policies?.ok === false) {
      const title = 'The application policies are malformed';
      return fail('malformed', { title, detail: policies.error.message, expected, observed: 'malformed' });
    }
    const named = usages?.value ?? [];
    const both = [...new Set([...named, ...(policies?.value ?? [])])];
    const details = { expected, observed: listValues(both.map(usageText)) };
    // What the role forbids is said by extended-key-usage.
    const excess = both.filter((usage) => !fine.includes(usage) && !forbidden.includes(usage));
    if (excess.length === 0) {
      const what = usages === undefined ? 'application policies allow' : 'extended key usage allows';
      return pass(`The ${what} only what the role needs.`, details);
    }
    const also = needed.some((usage) => both.includes(usage)) ? 'also ' : '';
    return fail('excess-usages', {
      title: `The certificate ${also}allows ${joinWords(excess.map(usageWords), FEW)}`,
      ...explainPolicies(excess, usages?.value),
      demand: 'extendedKeyUsage',
      ...details,
    });
  },
});

/** Says where the excess is that the extended key usage does not have. `usages`: those, if there is the extension. */
function explainPolicies(
  excess: readonly string[],
  usages: readonly string[] | undefined,
): { readonly detail?: string } {
  const only = excess.filter((usage) => usages?.includes(usage) !== true);
  if (only.length === 0 || usages?.includes(anyExtendedKeyUsage)) return {};
  const allowed = `Its application policies allow ${joinWords(only.map(usageWords))}`;
  if (usages !== undefined) return { detail: `${allowed}, its extended key usage does not.` };
  return {
    detail: `${allowed}. It has no extended key usage, so clients that ignore application policies allow any purpose.`,
  };
}
