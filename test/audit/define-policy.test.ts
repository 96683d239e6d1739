import assert from 'node:assert/strict';
import { test } from 'node:test';

import { definePolicy, prepareAudit } from '../../src/index.ts';
import { standardPolicies } from '../../src/policy/policies.ts';

const document = {
  id: 'redis',
  title: 'Redis',
  extends: 'tls-server',
  roles: { node: { extends: 'server', title: 'Redis node', lifetime: { maximumDays: 90 } } },
};

test('a document becomes a policy that an audit can name', async () => {
  const policy = await definePolicy(document);
  assert.ok(policy.ok);
  assert.equal(policy.value.roles['node']?.lifetime.maximumDays, 90);
  const targets = { targets: [{ host: 'redis.contoso.com', port: 6379, policy: 'redis', role: 'node' }] };
  assert.equal(prepareAudit({ targets }).ok, false);
  const request = prepareAudit({ targets, policies: new Map([[policy.value.id, policy.value]]) });
  assert.ok(request.ok);
  const endpoints: string[] = [];
  for await (const { policy: id, role } of request.value.endpoints) endpoints.push(`${id} ${role}`);
  assert.deepEqual(endpoints, ['redis node']);
});

test('it may extend another policy of the program', async () => {
  const base = await definePolicy(document);
  assert.ok(base.ok);
  const own = { id: 'redis-lab', title: 'Redis in the lab', extends: 'redis', severity: { 'chain-trust': 'warning' } };
  const policy = await definePolicy(own, { bases: new Map([['redis', base.value]]) });
  assert.ok(policy.ok);
  assert.deepEqual(policy.value.severities['chain-trust'], [{ severity: 'warning' }]);
  assert.equal(policy.value.roles['node']?.lifetime.maximumDays, 90);
});

test('it may extend a built-in one that is loaded when it is named', async () => {
  const policy = await definePolicy({ id: 'own-pki', title: 'Own', extends: 'web-pki' });
  assert.equal(policy.ok, true);
});

for (const [what, value, path] of [
  ['of the wrong shape', { ...document, title: 1 }, 'title'],
  ['with an unknown check', { ...document, severity: { 'chain-trist': 'error' } }, 'severity["chain-trist"]'],
  ['over an unknown base', { ...document, extends: 'tls' }, 'extends'],
  ['with the id of a built-in one', { ...document, id: 'tls-server' }, 'id'],
  ['that is no object', 'redis', ''],
] as const) {
  test(`a document ${what} is refused with the path`, async () => {
    const policy = await definePolicy(value);
    assert.ok(!policy.ok);
    assert.deepEqual(
      policy.error.map((each) => each.path),
      [path],
    );
  });
}

test('what an audit is handed as a policy cannot stand in for a standard one, or for another', async () => {
  const policy = await definePolicy(document);
  assert.ok(policy.ok);
  const targets = { targets: [{ host: 'www.contoso.com' }] };
  const message = 'is not the standard policy of that id, or has another key than its id; choose an id of its own';
  for (const [key, value] of [
    ['tls-server', { ...policy.value, id: 'tls-server' }],
    ['other', policy.value],
  ] as const) {
    const request = prepareAudit({ targets, policies: new Map([[key, value]]) });
    const path = key === 'other' ? 'policies.other' : 'policies["tls-server"]';
    assert.deepEqual(request.ok ? [] : request.error, [{ path, message }]);
  }
  assert.ok(prepareAudit({ targets, policies: standardPolicies }).ok);
});
