import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PolicyDocument } from '../../src/model/policy-document.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { demandedChecks } from '../../src/policy/demanded-checks.ts';
import { document as cwa } from '../../src/policy/documents/cwa-2007-r2.ts';
import { document as tlsServer } from '../../src/policy/documents/tls-server.ts';
import { standardPolicies } from '../../src/policy/policies.ts';

const severitiesWith = (changes: Partial<PolicyDocument>, base = tlsServer) =>
  compilePolicy([base, { id: 'own', title: 'Own', extends: base.id, ...changes }]).severities;
const key = { types: ['ec' as const] };

test('a check that judges demands belongs to a policy whose roles demand something of it, with a severity of its own', () => {
  const severities = severitiesWith({
    roles: { node: { title: 'Node', key, notVisible: [{ demand: 'A', verify: 'B' }] } },
  });
  assert.deepEqual(severities['key-type'], [{ severity: 'error' }]);
  assert.deepEqual(severities['server-side-demands'], [{ severity: null }]);
  assert.equal(severities['key-sharing'], undefined);
});

test('a policy may state another severity, or turn the check off', () => {
  const roles = { node: { title: 'Node', key } };
  assert.deepEqual(severitiesWith({ roles, severity: { 'key-type': 'info' } })['key-type'], [{ severity: 'info' }]);
  assert.equal(severitiesWith({ roles, severity: { 'key-type': 'off' } })['key-type'], undefined);
});

test('a severity alone does not make it part of a policy', () => {
  assert.equal(severitiesWith({ severity: { 'key-type': 'error' } })['key-type'], undefined);
});

test('a demand of an abstract role counts where a role takes it over, and one of a dated row from its day on', () => {
  const roles = { base: { abstract: true, title: 'Base', key }, node: { title: 'Node' } };
  assert.equal(severitiesWith({ roles })['key-type'], undefined);
  assert.ok(severitiesWith({ roles: { ...roles, node: { title: 'Node', extends: 'base' } } })['key-type']);
  const dated = [{ from: '2027-03-15', roles: { server: { key } } }];
  const policy = compilePolicy([tlsServer, { id: 'own', title: 'Own', extends: 'tls-server', dated }]);
  assert.deepEqual(
    [policy.severities['key-type'], policy.dated[0]?.policy.severities['key-type']],
    [undefined, [{ severity: 'error' }]],
  );
});

test('the built-in template is judged by web-server-template alone where that is part of the policy', () => {
  const template = { forbidden: ['WebServer'] };
  assert.equal(
    severitiesWith({ roles: { node: { title: 'Node', template } } }, cwa)['certificate-template'],
    undefined,
  );
  assert.ok(severitiesWith({ roles: { node: { title: 'Node', template } } })['certificate-template']);
  const other = { forbidden: ['WebServer', 'Machine'] };
  assert.ok(severitiesWith({ roles: { node: { title: 'Node', template: other } } }, cwa)['certificate-template']);
});

test('no standard policy has gained or lost a check by it', () => {
  for (const [id, document] of [
    ['cwa-2007-r2', cwa],
    ['tls-server', tlsServer],
  ] as const) {
    assert.deepEqual(Object.keys(standardPolicies.get(id)?.severities ?? {}), Object.keys(document.severity ?? {}));
  }
  assert.ok(Object.keys(demandedChecks).length > 0);
});
