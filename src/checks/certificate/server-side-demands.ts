import { defineCheck } from '../define-check.ts';
import { notApplicable, notObservable } from '../judgement.ts';
import { count } from '../join-words.ts';

/** Always `not-observable`: what the role demands and no one can see over TLS, with how to verify it on the server. */
export const serverSideDemands = defineCheck({
  id: 'server-side-demands',
  title: 'What the role demands of the server itself',
  why: 'Some demands show on the server alone, so someone has to verify them there.',
  citation: { document: 'The policy', section: 'notVisible of the role, each demand with its source' },
  faults: {},
  needs: ['demands'],
  judge: ({ demands }) => {
    const rows = demands?.notVisible ?? [];
    if (rows.length === 0) return notApplicable('no-demand', 'This role demands nothing that TLS does not show.');
    const texts = rows.map(({ demand, verify, source }) => {
      const cited = source === '' ? '' : ` (${source})`;
      return `${withoutStop(demand)}${cited}. To verify: ${withoutStop(verify)}.`;
    });
    return notObservable('not-in-certificate', `Not visible over TLS. ${texts.join(' ')}`, {
      expected: count(rows.length, 'demand'),
    });
  },
});

function withoutStop(sentence: string): string {
  return sentence.trim().replace(/\.$/, '');
}
