import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PolicyDocument } from '../../src/model/policy-document.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { document as tlsServer } from '../../src/policy/documents/tls-server.ts';
import { findPolicyProblems } from '../../src/policy/find-policy-problems.ts';
import { maxExtensions, statementsOf } from '../../src/policy/layers.ts';
import { parsePolicyDocument } from '../../src/policy/parse-policy-document.ts';
import { fillTemplate, isBoundless } from '../../src/policy/template.ts';

const own = (changes: Partial<PolicyDocument>): PolicyDocument => ({ id: 'own', title: 'Own', ...changes });

function problemsOf(changes: Partial<PolicyDocument>): readonly string[] {
  return findPolicyProblems([tlsServer, own(changes)], new Map()).map((each) => `${each.path} ${each.message}`);
}

/** Roles of which each extends the one before it. */
function tower(count: number): NonNullable<PolicyDocument['roles']> {
  const names = Array.from({ length: count }, (_, index) => `r${index}`);
  return Object.fromEntries(
    names.map((name, index) => [name, { title: name, ...(index > 0 && { extends: `r${index - 1}` }) }]),
  );
}

test('roles that extend each other without end are refused, and not followed', () => {
  const roles = tower(400);
  assert.equal(statementsOf('r399', [{ roles }]).length, maxExtensions + 1);
  const problems = problemsOf({ roles });
  assert.equal(problems.length, 400 - maxExtensions - 1);
  assert.match(problems[0] ?? '', /^roles\.r17\.extends extends more than 16 roles, one over the other$/);
  assert.deepEqual(problemsOf({ roles: tower(maxExtensions + 1) }), []);
});

test('a policy of very many roles or dated rows is not compiled', () => {
  const many = parsePolicyDocument(own({ roles: tower(501) }));
  const rows = parsePolicyDocument(own({ dated: Array.from({ length: 51 }, () => ({ from: '2026-01-01' })) }));
  assert.deepEqual(
    [many, rows].map((each) => (each.ok ? [] : each.error.map(({ message }) => message))),
    [['states 501 roles; at most 500 are read'], ['has 51 rows; at most 50 are read']],
  );
});

test('a trust list that no saved run could name is refused', () => {
  const read = parsePolicyDocument(own({ roles: { r: { title: 'R', trust: { list: '\u001b[31m\n# forged' } } } }));
  assert.deepEqual(read.ok ? [] : read.error.map(({ path }) => path), ['roles.r.trust.list']);
});

test('a role that every object inherits is none', () => {
  assert.equal(compilePolicy([tlsServer]).roles['constructor'], undefined);
  const roles = { r: { title: 'R', termination: { endsAt: 'constructor' }, sharing: { sameKeyAs: ['toString'] } } };
  assert.deepEqual(
    problemsOf({ roles }).map((each) => each.split(' ')[0]),
    ['roles.r.sharing.sameKeyAs[0]', 'roles.r.termination.endsAt'],
  );
});

test('a figure that no check compares with is refused, and so is a policy that lacks one', () => {
  const [unknown = '', ...more] = problemsOf({ thresholds: { nonsense: 1 } });
  assert.match(unknown, /^thresholds\.nonsense unknown threshold: nonsense; use expiryMarginDays, /);
  assert.deepEqual(more, []);
  assert.deepEqual(problemsOf({ thresholds: { minimumRsaBits: ['sha1'] } }), [
    'thresholds.minimumRsaBits expected a number',
  ]);
  const alone = own({
    severity: { expiry: 'error' },
    thresholds: { expiryMarginDays: 1 },
    roles: { r: { title: 'R' } },
  });
  const [first] = findPolicyProblems([alone], new Map([['expiry', { faults: [] }]]));
  assert.equal(first?.path, 'extends');
});

test('a template stands for 10,000 texts and no more', () => {
  const scope = { hundred: Array.from({ length: 100 }, (_, index) => `n${index}`), long: 'x'.repeat(3_000) };
  const hundred = '${' + 'hundred}';
  const long = '${' + 'long}';
  assert.equal(fillTemplate(`${hundred}.${hundred}`, scope)?.length, 10_000);
  assert.equal(fillTemplate(`${hundred}.${hundred}.${hundred}`, scope), undefined);
  assert.equal(isBoundless(`${long}${long}`, scope), true);
});
