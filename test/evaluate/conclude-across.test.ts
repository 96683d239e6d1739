import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fail, pass } from '../../src/checks/judgement.ts';
import { type AnswerAcross, concludeAcross, type SceneAcross } from '../../src/evaluate/conclude-across.ts';
import type { Cause } from '../../src/model/cause.ts';
import { endpoint as reportWith } from '../report/sample-report.ts';
import { causeOf, waiver } from './causes/cause.ts';

const check = {
  id: 'array-consistency',
  citation: { document: 'A document', section: 'A section' },
  faults: {
    'outcomes-differ': { title: 'They differ', why: 'It matters.', remedy: 'Mend it.', subject: 'declaration' },
  },
} as const;

const [first, second] = ['10.0.0.11', '10.0.0.12'].map((address) => reportWith({ address })).map(({ id }) => id);

/** What is concluded from servers that differ, the first and the second with these causes. */
function conclude(...causes: readonly (readonly Cause[])[]): ReturnType<typeof concludeAcross> {
  return concludeWith(fail('outcomes-differ', { title: 'X' }), causes);
}

function concludeWith(
  judgement: AnswerAcross['judgement'],
  causes: readonly (readonly Cause[])[],
): ReturnType<typeof concludeAcross> {
  const reports = causes.map((own, index) => reportWith({ address: `10.0.0.1${index + 1}`, causes: [...own] }));
  const endpoints = reports.map(({ id }) => id);
  const answer: AnswerAcross = {
    check,
    severity: 'warning',
    judgement,
    endpoints,
  };
  const scene: SceneAcross = { deployment: 'contoso', reports, subject: 'contoso|', waive: (each) => each };
  return concludeAcross([answer], () => scene);
}

const expired = (changes: Partial<Cause> = {}): Cause => causeOf(first ?? '', changes);
const other = (changes: Partial<Cause> = {}): Cause =>
  causeOf(second ?? '', { key: 'key-usage/absent:0', fault: 'key-usage/absent', ...changes });

test('what follows from a cause that shows on an endpoint belongs to it, and is counted once more', () => {
  const { findings, causes } = conclude([expired()], []);
  assert.equal(findings[0]?.cause, expired().key);
  assert.deepEqual(causes, [{ ...expired(), findings: 1 }]);
});

test('it is accepted with a waived cause, unless one that is not waived is there, too', () => {
  assert.deepEqual(conclude([expired({ waiver })], []).findings[0]?.waiver, waiver);
  const { findings } = conclude([expired({ waiver, severity: 'critical' })], [other({ severity: 'warning' })]);
  assert.deepEqual([findings[0]?.cause, findings[0]?.waiver], [other().key, undefined]);
});

test('a cause that is waived on one endpoint and not on the other is not waived here', () => {
  const { findings } = conclude([expired({ waiver }), other()], [expired()]);
  assert.equal(findings[0]?.waiver, undefined);
});

test('what all of them have, and information, makes no difference between them', () => {
  const common = other({ severity: 'critical' });
  const { findings } = conclude([common, expired({ waiver })], [common, other({ fault: 'x/y', severity: 'info' })]);
  assert.deepEqual([findings[0]?.cause, findings[0]?.waiver], [expired().key, waiver]);
});

test('the remedy of a check that compared the endpoints goes to the cause of the certificate that it names', () => {
  const remedy = 'Install that of the first one on the second one.';
  const naming = (sha256: string) => fail('outcomes-differ', { title: 'X', remedy, certificate: { sha256 } });
  const [named] = concludeWith(naming('a'.repeat(64)), [[], [expired()]]).causes;
  assert.deepEqual([named?.fault, named?.remedy, named?.endpoints], ['validity-period/expired', remedy, [second]]);
  const [unnamed] = concludeWith(naming('b'.repeat(64)), [[], [expired()]]).causes;
  assert.deepEqual([unnamed?.fault, unnamed?.remedy], ['validity-period/expired', 'Renew it.']);
});

test('without a cause on an endpoint it is one itself, with the places of its endpoints', () => {
  const { findings, causes } = conclude([], []);
  const [cause] = causes;
  assert.equal(cause?.fault, 'array-consistency/outcomes-differ');
  assert.deepEqual([cause?.endpoints, cause?.places.length, cause?.findings], [[first, second], 2, 1]);
  assert.equal(findings[0]?.cause, cause?.key);
});

test('what passes has no cause', () => {
  const answer: AnswerAcross = { check, severity: 'warning', judgement: pass('They agree.'), endpoints: [] };
  const scene: SceneAcross = { deployment: 'contoso', reports: [], subject: '', waive: (each) => each };
  const { findings, causes } = concludeAcross([answer], () => scene);
  assert.deepEqual([findings[0]?.cause, findings[0]?.fault, causes], [null, null, []]);
});
