import { subjectCommonNames } from './certificate-names.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, notApplicable, pass } from '../judgement.ts';
import { count, joinWords, listValues } from '../join-words.ts';

/** One CN. */
export const subjectNameAmbiguous = defineCheck({
  id: 'subject-name-ambiguous',
  title: 'The subject has one common name',
  why: 'Of several common names one client takes the last, another the first, a third any of them.',
  citation: rfc(2818, '3.1 ("the (most specific) Common Name field")'),
  faults: {
    unsorted: {
      title: 'The subject has one common name',
      why: 'Of several common names one client takes the last, another the first, a third any of them.',
      remedy: 'Reissue the certificate with the one common name the role demands and put other names into the SAN.',
      subject: 'certificate',
    },
  },
  needs: ['leaf'],
  judge: ({ leaf }) => {
    const names = subjectCommonNames(leaf).map((name) => name ?? 'an unreadable value');
    if (names.length === 0) return notApplicable('absent', 'The subject has no common name at all.');
    const details = { expected: '1 common name', observed: listValues(names) };
    if (names.length === 1) return pass('The subject has one common name.', details);
    return failUnsorted(
      `The subject has ${count(names.length, 'common name')}: ${joinWords(names)}. Clients disagree which of them counts. Reissue the certificate with one.`,
      details,
    );
  },
});
