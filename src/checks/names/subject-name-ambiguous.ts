import { subjectCommonNames } from './certificate-names.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass } from '../judgement.ts';
import { count, FEW, joinWords, listValues } from '../join-words.ts';

/** One CN. */
export const subjectNameAmbiguous = defineCheck({
  id: 'subject-name-ambiguous',
  title: 'The subject has one CN',
  why: 'If there are several CNs, clients differ in the one they use.',
  citation: rfc(2818, '3.1 (inference: "the (most specific) Common Name field" is one)'),
  faults: {
    'several-common-names': {
      title: 'The subject has more than one CN',
      why: 'If there are several CNs, clients differ in the one they use.',
      remedy: 'Reissue the certificate with the one CN that the role requires, and put other names into the SAN.',
      subject: 'certificate',
    },
  },
  needs: ['leaf'],
  judge: ({ leaf }) => {
    const names = subjectCommonNames(leaf).map((name) => name ?? 'an unreadable value');
    if (names.length === 0) return notApplicable('absent', 'The subject has no CN.');
    const details = { expected: '1 CN', observed: listValues(names) };
    if (names.length === 1) return pass('The subject has one CN.', details);
    const title = `The subject has ${count(names.length, 'CN')}: ${joinWords(names, FEW)}`;
    return fail('several-common-names', { title, ...details });
  },
});
