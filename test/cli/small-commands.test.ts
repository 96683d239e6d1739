import assert from 'node:assert/strict';
import { test } from 'node:test';

import { builtInPolicies } from '../../src/policy/built-in.ts';
import { repositoryPath } from '../repository-path.ts';
import { certmuster } from './certmuster.ts';

const example = repositoryPath('targets.example.json');

test('expand targets.example.json: needs none of its trust files, and resolves nothing', async () => {
  const { exitCode, stdout } = await certmuster(['expand', example]);
  assert.equal(exitCode, 0);
  assert.match(stdout, /^Role +Name +Address +Deployment$/m);
  assert.match(stdout, /^mtls +cwa01\.contoso\.local +10\.0\.0\.101:5061 +contoso$/m);
  assert.ok(stdout.split('\n').every((line) => line.length <= 80));
});

test('expand --format json: an array of exactly the fields of the design', async () => {
  const { stdout } = await certmuster(['expand', example, '--format', 'json']);
  const endpoints = JSON.parse(stdout) as readonly object[];
  assert.equal(endpoints.length, 26);
  assert.deepEqual(endpoints[0], {
    id: 'contoso|im.contoso.com/virtual-server/im.contoso.com@10.0.0.11:443',
    deployment: 'contoso',
    policy: 'cwa-2007-r2',
    role: 'virtual-server',
    virtualServer: 'https://im.contoso.com',
    server: 'cwa01.contoso.local',
    host: 'im.contoso.com',
    port: 443,
    address: '10.0.0.11',
    serverName: 'im.contoso.com',
  });
});

test('roles: what each role demands', async () => {
  const { exitCode, stdout } = await certmuster(['roles']);
  assert.equal(exitCode, 0);
  assert.match(stdout, /^reverse-proxy-external: .*\(cwa-2007-r2\)$/m);
  const json = JSON.parse((await certmuster(['roles', '--format', 'json'])).stdout) as readonly { role: string }[];
  assert.ok(json.some(({ role }) => role === 'mtls'));
});

test('checks: all of them; checks key-usage: one in full; checks nope: exit 2', async () => {
  const all = JSON.parse((await certmuster(['checks', '--json'])).stdout) as readonly {
    id: string;
    severity: Record<string, string>;
    faults: Record<string, Record<string, unknown>>;
  }[];
  for (const { faults, severity } of all) {
    assert.deepEqual(Object.keys(severity), [...builtInPolicies]);
    for (const fault of Object.values(faults)) {
      assert.deepEqual(Object.keys(fault), ['title', 'why', 'remedy', 'citation']);
    }
  }
  assert.ok(all.some(({ id }) => id === 'exportable-key'));
  const one = await certmuster(['checks', 'key-usage']);
  assert.match(
    one.stdout,
    /^key-usage: .*\n {2}severity +error \[cwa-2007-r2, tls-server,[^\]]*\][\s\S]*?\n {2}why +\S/,
  );
  assert.match(one.stdout, /^key-usage\/[a-z-]+: \S.*\n {2}why +\S/m);
  assert.match(one.stdout, /^ {2}remedy +\S/m);
  const none = await certmuster(['checks', 'nope']);
  assert.equal(none.exitCode, 2);
  assert.match(none.stderr, /Unknown check "nope"\. `certmuster checks` lists the checks/);
  for (const [asked, nearest] of [
    ['hello-tolerence', /^certmuster: Unknown check "hello-tolerence"\. Did you mean hello-tolerance\?$/m],
    [
      'key-usage/missing-bit',
      /^certmuster: Unknown fault "key-usage\/missing-bit"\. Did you mean key-usage\/missing-bits\?$/m,
    ],
  ] as const) {
    const mistaken = await certmuster(['checks', asked]);
    assert.equal(mistaken.exitCode, 2);
    assert.match(mistaken.stderr, nearest);
  }
});

for (const [document, property] of [
  ['targets', 'deployments'],
  ['report', 'endpoints'],
  ['observation', 'certificates'],
] as const) {
  test(`schema ${document}: JSON Schema of the document as it stands in a file`, async () => {
    const { exitCode, stdout } = await certmuster(['schema', document]);
    assert.equal(exitCode, 0);
    const schema = JSON.parse(stdout) as { $schema: string; properties: Record<string, { items?: unknown }> };
    assert.match(schema.$schema, /draft\/2020-12/);
    assert.ok(schema.properties[property]);
    if (document === 'observation') assert.match(JSON.stringify(schema.properties[property]), /base64/);
  });
}

test('schema nope: says which there are, exit 2', async () => {
  const { exitCode, stderr } = await certmuster(['schema', 'nope']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /use targets, policy, fixtures, report, service, notification, plan, observation/);
});
