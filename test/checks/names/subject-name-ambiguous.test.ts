import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (subject: readonly Record<string, string>[]) =>
  findingOf('subject-name-ambiguous', { chain: [contoso.leaf({ subject }).der] });

test('passes with one common name', () => {
  assertOutcome(judge([{ O: 'Contoso' }, { CN: 'im.contoso.com' }]), 'pass');
});

test('fails with two, and lists them', () => {
  const finding = judge([{ CN: 'im.contoso.com' }, { CN: 'cwa01.contoso.local' }]);
  const title = 'The subject has 2 CNs: im.contoso.com and cwa01.contoso.local';
  assertFault(finding, 'several-common-names', title);
});

test('fails with the same one twice', () => {
  const finding = judge([{ CN: 'im.contoso.com' }, { CN: 'im.contoso.com' }]);
  assertFault(finding, 'several-common-names', 'The subject has 2 CNs: im.contoso.com and im.contoso.com');
});

test('does not apply without any, which subject-name reports', () => {
  assertOutcome(judge([{ O: 'Contoso' }]), 'not-applicable', 'absent');
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('subject-name-ambiguous', { chain: [malformed] }), 'undetermined', 'undecodable');
});
