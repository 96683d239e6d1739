import { quoteText } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, pass, undetermined } from '../judgement.ts';
import { count, unique } from '../join-words.ts';

/** The server kept the rules of TLS in the part of its flight that was read. The finding names each rule that it broke. */
export const handshakeConformance = defineCheck({
  id: 'handshake-conformance',
  title: 'The server keeps the rules of the TLS handshake',
  why: 'Strict clients, OpenSSL and Go among them, end a handshake at the first broken rule.',
  citation: rfc(8446, '6.2 (what a client must abort for); the finding names the rule'),
  faults: {
    'broken-rule': {
      title: 'The server breaks a rule of the TLS handshake',
      why: 'Strict clients, OpenSSL and Go among them, end a handshake at the first broken rule.',
      remedy:
        'Update the TLS software of the server or of the device in front of it, and report the fault to its maker.',
      subject: 'service',
    },
  },
  needs: ['handshake'],
  judge: ({ handshake: { violations = [], flightComplete } }) => {
    const expected = 'no broken rule';
    const [first, ...others] = violations;
    if (first === undefined) {
      return flightComplete
        ? pass('No broken rule was seen in the handshake.', { expected, observed: 'none' })
        : undetermined(
            'handshake-broke',
            'No broken rule was seen before the handshake ended. Fix the handshake, then scan again.',
            { expected },
          );
    }
    const more = others.length === 0 ? '' : ` and ${count(others.length, 'more broken rule')}`;
    return fail('broken-rule', {
      title: `${withoutStop(quoteText(first.message))} (${first.rule})${more}`,
      detail: others.map(({ rule, message }) => `${withoutStop(quoteText(message))} (${rule}).`).join(' '),
      expected,
      observed: unique(violations.map(({ rule }) => rule)).join(', '),
    });
  },
});

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
