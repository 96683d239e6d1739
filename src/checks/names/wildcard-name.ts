import { hostNames } from './certificate-names.ts';
import { defineCheck } from '../define-check.ts';
import { specification } from '../citations.ts';
import { fail, notApplicable, pass, undetermined } from '../judgement.ts';
import { FEW, joinWords, listValues } from '../join-words.ts';
import { wildcardRule } from './wildcard-rule.ts';

/** No wildcard in CN or SAN if the role forbids it. */
export const wildcardName = defineCheck({
  id: 'wildcard-name',
  title: 'The certificate has no wildcard',
  why: 'In practice MTLS and parts of Communicator Web Access fail with wildcard certificates.',
  citation: specification('Tables 1 and 2, Subject Name and Subject Alternate Name (inference: no wildcard is listed)'),
  faults: {
    wildcard: {
      title: 'The certificate has a wildcard',
      why: 'In practice MTLS and parts of Communicator Web Access fail with wildcard certificates.',
      remedy: 'Reissue the certificate with each name written out.',
      subject: 'certificate',
      elsewhere: { why: 'Whoever has its key can pose as every host that the wildcard covers.' },
    },
    malformed: {
      title: 'The SAN is malformed',
      why: 'Whether it has a wildcard cannot be read.',
      remedy: 'Reissue the certificate.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation'],
  judge: ({ leaf, expectation }) => {
    if (expectation.role.wildcard === 'allowed') return notApplicable('no-demand', 'This role allows wildcards.');
    const { requiredNames, commonNames, role } = expectation;
    const wildcardFor = expectation.wildcardFor ?? [];
    const expected = wildcardFor.length === 0 ? 'no wildcard' : `no wildcard but for ${listValues(wildcardFor)}`;
    const names = leaf.extensions.subjectAlternativeName;
    if (names?.ok === false) {
      const title = 'The SAN is malformed';
      return fail('malformed', { title, detail: names.error.message, expected, observed: 'malformed' });
    }
    const all = hostNames(leaf).filter((name) => name.includes('*'));
    const covers = wildcardRule(role.nameMatcher);
    const demanded = [...(requiredNames?.dns ?? []), ...(commonNames ?? [])];
    const wildcards = all.filter(
      (name) => !demanded.includes(name) && !wildcardFor.some((allowed) => covers(name, allowed)),
    );
    const details = { expected, observed: listValues(wildcards.length === 0 ? all : wildcards) };
    if (all.length === 0) return pass('The certificate has no wildcard.', details);
    if (wildcards.length === 0) return pass(`The role allows the wildcard ${joinWords(all, FEW)}.`, details);
    if (expectation.wildcardFor === undefined) {
      const undeclared = 'The targets file does not declare the names in whose place a wildcard may stand.';
      return undetermined('not-declared', undeclared, { observed: details.observed });
    }
    const named = requiredNames?.dns.length ? requiredNames.dns : [commonNames?.[0] ?? ''];
    return fail('wildcard', {
      title: `The certificate has the ${wildcards.length === 1 ? 'wildcard' : 'wildcards'} ${joinWords(wildcards, FEW)}`,
      ...(named[0] === ''
        ? {}
        : { remedy: `Reissue the certificate with each name written out: ${joinWords(named)}.` }),
      ...details,
      demand: 'names',
    });
  },
});
