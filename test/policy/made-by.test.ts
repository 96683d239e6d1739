import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RoleDocument } from '../../src/model/role-document.ts';
import { compileRole } from '../../src/policy/compile-role.ts';
import { findContradictions } from '../../src/policy/find-contradictions.ts';

const contradictions = (role: RoleDocument) => {
  const document = { id: 'own', title: 'Own', roles: { house: role } };
  return findContradictions(document, [document]).map(({ path, message }) => `${path}: ${message}`);
};

test('a role can say what makes its certificate', () => {
  assert.equal(compileRole('house', { plan: { madeBy: 'House setup' } }, undefined).madeBy, 'House setup');
  assert.equal(compileRole('house', {}, undefined).madeBy, undefined);
  assert.deepEqual(contradictions({ plan: { madeBy: 'House setup' } }), []);
});

test('what a product makes can be neither publicly trusted nor from a template: lint says so', () => {
  const plan = { madeBy: 'House setup' };
  assert.deepEqual(contradictions({ plan, trust: { publiclyTrusted: 'required' } }), [
    'roles.house.plan.madeBy: is made by House setup and has to be publicly trusted: only a CA can issue such a certificate',
  ]);
  assert.deepEqual(contradictions({ plan, template: { required: ['Web2'] } }), [
    'roles.house.plan.madeBy: is made by House setup and has to come from a certificate template: only a CA can issue such a certificate',
  ]);
});
