import { hostNames } from './certificate-names.ts';
import { defineCheck } from '../define-check.ts';
import { knowledgeBase } from '../citations.ts';
import { failUnsorted, notApplicable, pass } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';

/** No wildcard in CN or SAN if the role forbids it. */
export const wildcardName = defineCheck({
  id: 'wildcard-name',
  title: 'The certificate names its hosts without wildcards',
  why: 'Office Communications Server does not support wildcards: MTLS fails with them, and parts of Communicator Web Access do.',
  citation: knowledgeBase(258858, 'and Tables 1 and 2 of the specification, which name no wildcard'),
  faults: {
    unsorted: {
      title: 'The certificate names its hosts without wildcards',
      why: 'Office Communications Server does not support wildcards: MTLS fails with them, and parts of Communicator Web Access do.',
      remedy: 'Reissue the certificate with every name spelt out.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation'],
  judge: (evidence) => {
    if (evidence.expectation.role.wildcard === 'allowed') {
      return notApplicable('no-demand', 'Wildcards are allowed in this role.');
    }
    const { leaf } = evidence;
    const names = leaf.extensions.subjectAlternativeName;
    if (names?.ok === false) {
      return failUnsorted(
        `The SAN extension is malformed: ${names.error.message} Whether it holds a wildcard cannot be told. Reissue the certificate.`,
        { expected: 'no wildcard', observed: 'malformed' },
      );
    }
    const wildcards = hostNames(leaf).filter((name) => name.includes('*'));
    const details = { expected: 'no wildcard', observed: listValues(wildcards) };
    if (wildcards.length === 0) return pass('No name of the certificate is a wildcard.', details);
    return failUnsorted(
      `The certificate holds ${joinWords(wildcards)}. Office Communications Server and Communicator Web Access do not work with wildcards everywhere. Reissue it with every name spelt out.`,
      details,
    );
  },
});
