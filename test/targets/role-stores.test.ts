import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { document as tlsServer } from '../../src/policy/documents/tls-server.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';

const role = (trust: object) => ({
  title: 'Node',
  dial: [{ each: 'nodes', as: 'node', host: '${node}', port: 6379 }],
  trust,
});
const own = compilePolicy([
  tlsServer,
  {
    id: 'own',
    title: 'Own',
    extends: 'tls-server',
    parameters: { nodes: { kind: 'name', list: true, description: 'The nodes' } },
    roles: { node: role({ stores: ['corp'] }), private: role({ list: 'private', publiclyTrusted: 'forbidden' }) },
  },
]);
const policies = new Map([...standardPolicies, ['own', own]]);
const corp = { corp: { files: ['corp.pem'] } };

function trustOf(file: object, isTrustReplaced = false): readonly (readonly string[])[] | readonly string[] {
  const parsed = parseTargets(file, policies, waivableChecks(), { isTrustReplaced });
  if (!parsed.ok) return parsed.error.map(({ path, message }) => `${path}: ${message}`);
  return expandTargets(parsed.value, policies).endpoints.map(({ trust }) => trust.flatMap(({ stores }) => stores));
}

const target = (changes: object = {}) => ({ host: 'a.contoso.com', policy: 'own', role: 'node', ...changes });
const deployment = (changes: object = {}) => ({ name: 'd', policy: 'own', parameters: { nodes: ['a'] }, ...changes });

test('a target without stores has those of its role', () => {
  assert.deepEqual(trustOf({ trustStores: corp, targets: [target()] }), [['corp']]);
  assert.deepEqual(trustOf({ trustStores: corp, targets: [target({ trust: ['mozilla'] })] }), [['mozilla']]);
  assert.deepEqual(trustOf({ trustStores: corp, defaults: { trust: ['system'] }, targets: [target()] }), [['system']]);
});

test('a store that a role names and the file does not declare is a problem, and never another store under its name', () => {
  const declared = 'asks for the trust store "corp"; trustStores has mozilla, system';
  assert.deepEqual(trustOf({ targets: [target()] }), [`targets[0].trust: is missing, and the role node ${declared}`]);
  const found = trustOf({ deployments: [deployment({ trust: { private: ['mozilla'] } })] });
  assert.deepEqual(found, [`deployments[0].trust.internal: is missing, and the role node ${declared}`]);
});

test('a role that forbids public CAs needs stores of its own', () => {
  const message = 'is missing: the role private forbids public CAs, so name trust stores with your own roots';
  assert.deepEqual(trustOf({ targets: [target({ role: 'private' })] }), [`targets[0].trust: ${message}`]);
  const found = trustOf({ trustStores: corp, deployments: [deployment()] });
  assert.deepEqual(found, [`deployments[0].trust.private: ${message}`]);
});

test('stores may be missing where --trust replaces them', () => {
  assert.deepEqual(trustOf({ targets: [target()] }, true), [['corp']]);
  assert.deepEqual(trustOf({ targets: [target({ role: 'private' })] }, true), [['mozilla']]);
});
