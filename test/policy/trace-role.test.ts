import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PolicyDocument } from '../../src/model/policy-document.ts';
import type { RoleDocument } from '../../src/model/role-document.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { comparePolicies } from '../../src/policy/compare-policies.ts';
import { traceFigures } from '../../src/policy/trace-figures.ts';
import { traceDated, traceRole } from '../../src/policy/trace-role.ts';
import { overTlsServer } from './policy-documents.ts';

const [base, middle] = overTlsServer({
  id: 'middle',
  thresholds: { expiryMarginDays: 14 },
  severity: { 'key-usage': [{ severity: 'warning', roles: ['node'] }, { severity: 'error' }] },
  roles: {
    lowest: {
      abstract: true,
      source: 'lowest',
      lifetime: { maximumDays: 365, minimumDays: 30 },
      key: { types: ['rsa'] },
    },
    between: { extends: 'lowest', abstract: true, source: 'between', lifetime: { maximumDays: 180 } },
    node: { extends: 'between', title: 'Node', extendedKeyUsage: { absent: 'fail', source: 'the group' } },
  },
});
const top: PolicyDocument = {
  id: 'top',
  title: 'Top',
  extends: 'middle',
  severity: { 'chain-trust': 'error' },
  roles: { between: { key: { types: ['ec'] } }, node: { lifetime: { minimumDays: 10 } } },
  dated: [{ from: '2027-03-15', source: 'later', roles: { between: { lifetime: { maximumDays: 47 } } } }],
};
const documents = [base, middle, top] as const;

test('each value comes from the last statement that sets it, over three levels of policies and of roles', () => {
  const traced = new Map(traceRole('node', documents).map((each) => [each.name, each]));
  const of = (name: string) => {
    const found = traced.get(name);
    return [found?.value, found?.place && `${found.place.document} ${found.place.path}`, found?.source];
  };
  assert.deepEqual(of('lifetime.maximumDays'), ['180', '1 roles.between.lifetime.maximumDays', 'between']);
  assert.deepEqual(of('lifetime.minimumDays'), ['10', '2 roles.node.lifetime.minimumDays', 'between']);
  assert.deepEqual(of('key.types'), ['[ec]', '2 roles.between.key.types', 'between']);
  assert.deepEqual(of('extendedKeyUsage.absent'), ['fail', '1 roles.node.extendedKeyUsage.absent', 'the group']);
  assert.deepEqual(of('keyUsage.absent'), ['pass', undefined, undefined]);
  assert.deepEqual(of('title'), ['Node', '1 roles.node.title', undefined]);
});

test('what is traced is what the policy compiles to', () => {
  const { lifetime, key } = compilePolicy(documents).roles['node'] ?? {};
  assert.deepEqual([lifetime, key?.types], [{ maximumDays: 180, minimumDays: 10 }, ['ec']]);
});

test('dated parts stand beside, with the day and their source', () => {
  assert.deepEqual(traceDated('node', documents), [
    {
      name: 'from 2027-03-15: lifetime.maximumDays',
      value: '47',
      place: { document: 2, path: 'dated[0].roles.between.lifetime.maximumDays' },
      source: 'later',
    },
  ]);
});

test('severities are those of the role, figures those of the policy', () => {
  const traced = new Map(traceFigures('node', compilePolicy(documents), documents).map((each) => [each.name, each]));
  assert.equal(traced.get('severity key-usage')?.value, 'warning');
  assert.deepEqual(traced.get('severity chain-trust')?.place, { document: 2, path: 'severity["chain-trust"]' });
  assert.deepEqual(traced.get('threshold expiryMarginDays')?.place, {
    document: 1,
    path: 'thresholds.expiryMarginDays',
  });
  assert.equal(traced.get('threshold minimumRsaBits')?.place?.document, 0);
});

test('a comparison names roles, values, severities, figures and what changes by date', () => {
  const roles: Record<string, RoleDocument> = { gone: { title: 'Gone' } };
  const differences = comparePolicies(overTlsServer({ roles }), documents).map(
    ({ role, change, value, before, after }) => `${role} ${change} ${value}: ${before} -> ${after}`,
  );
  assert.deepEqual(
    differences.filter((each) => !each.startsWith('null')),
    ['gone removed null: Gone -> null', 'node added null: null -> Node'],
  );
  assert.ok(differences.includes('null changed threshold expiryMarginDays: 30 -> 14'));
  assert.ok(differences.includes('null changed severity key-usage: error -> warning if node; error'));
  assert.ok(differences.includes('null changed severity chain-trust: critical -> error'));
  assert.deepEqual(
    comparePolicies([base, middle], documents).map(({ value, before, after }) => [value, before, after]),
    [
      ['key.types', '[rsa]', '[ec]'],
      ['lifetime.minimumDays', '30', '10'],
      ['from 2027-03-15: lifetime.maximumDays', null, '47'],
      ['severity chain-trust', 'critical', 'error'],
    ],
  );
  assert.deepEqual(comparePolicies(documents, documents), []);
});
