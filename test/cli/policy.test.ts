import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { builtInPolicies } from '../../src/policy/built-in.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { certmuster } from './certmuster.ts';

const folder = temporaryFolder();
after(() => folder.remove());

const redis = `id: redis
title: Redis with mutual TLS
extends: tls-server
roles:
  node:
    extends: server
    title: Redis node
    source: Redis security standard, section 4
    names: { required: { uri: ["spiffe://corp.example/redis/*"] }, allowed: { uri: [] } }
    extendedKeyUsage: { required: [serverAuth, clientAuth] }
    key: { types: [ec] }
    lifetime: { maximumDays: 90 }
    clientCertificate: { requested: required }
severity: { subject-alternative-names: error, key-type: error, client-certificate-request: error }
`;
const fixtures = `policy: redis
fixtures:
  - { name: no SPIFFE ID, role: node, certificate: { uri: [] }, expect: [subject-alternative-names/missing-names] }
  - name: another URI beside it
    role: node
    certificate: { uri: ["spiffe://corp.example/redis/a", "https://corp.example"] }
    expect: [subject-alternative-names/unexpected-names]
  - name: for servers alone
    role: node
    certificate: { extendedKeyUsage: [serverAuth] }
    expect: [extended-key-usage/missing-usage]
  - name: for code signing too
    role: node
    certificate: { extendedKeyUsage: [serverAuth, clientAuth, codeSigning] }
    expect: [extended-key-usage-excess/excess-usages]
  - { name: an RSA key, role: node, certificate: { keyType: rsa-2048 }, expect: [key-type/type-not-allowed] }
  - { name: for 91 days, role: node, certificate: { days: 91 }, expect: [certificate-lifetime/longer-than-role-allows] }
  - { name: asks for nothing, role: node, clientCertificate: not-requested, expect: [client-certificate-request/not-requested] }
`;
const policy = folder.write('redis.yaml', redis);
folder.write('redis.fixtures.yaml', fixtures);

test('policy list: every built-in policy with its roles, and files beside', async () => {
  const { exitCode, stdout } = await certmuster(['policy', 'list', policy, '--json']);
  assert.equal(exitCode, 0);
  const listed = JSON.parse(stdout) as readonly Readonly<Record<string, unknown>>[];
  assert.deepEqual(
    listed.map(({ id }) => id),
    [...builtInPolicies, 'redis'],
  );
  const own = listed.at(-1);
  assert.deepEqual([own?.['extends'], own?.['builtIn'], own?.['roles']], ['tls-server', false, ['server', 'node']]);
  const table = await certmuster(['policy', 'list']);
  assert.match(table.stdout, /^tls-server: TLS server$/m);
});

test('policy explain: values with file and line of the statement, of built-in policies too', async () => {
  const { exitCode, stdout } = await certmuster(['policy', 'explain', 'node', '--policy', policy]);
  assert.equal(exitCode, 0);
  assert.match(stdout, /^ {2}maximumDays +90 +redis\.yaml:12$/m);
  assert.match(stdout, /^ {2}matcher +rfc9525 +tls-server\.yaml:\d+$/m);
  assert.match(stdout, /^ {2}crl +free +\(default\)$/m);
  assert.ok(stdout.split('\n').every((line) => line.length <= 80 || line.includes('/')));
});

test('policy explain --targets: what a deployment overrides, with the line of the targets file', async () => {
  const own = folder.write(
    'own.yaml',
    `id: own\ntitle: Own\nextends: tls-server\nparameters: { hosts: { kind: name, list: true, description: Hosts. } }\nroles:\n  web:\n    extends: server\n    title: Web\n    dial: [{ each: hosts, as: one, host: "${['$', '{one}'].join('')}", port: 443 }]\n`,
  );
  const targets = folder.write(
    'targets.yaml',
    `policies: [${own}]\ndefaults:\n  policyOverrides: { thresholds: { expiryMarginDays: 60 } }\ndeployments:\n  - name: here\n    policy: own\n    parameters: { hosts: [a.contoso.com] }\n    policyOverrides:\n      severity:\n        chain-trust: warning\n`,
  );
  const args = ['policy', 'explain', 'web', '--policy', own, '--targets', targets, '--json'];
  const { stdout, stderr } = await certmuster(args);
  const { values } = JSON.parse(stdout || stderr) as { values: readonly { value: string; is: string; from: string }[] };
  const of = (name: string) => values.find(({ value }) => value === name);
  assert.equal(of('severity chain-trust')?.is, 'warning');
  assert.equal(of('severity chain-trust')?.from, `${targets}:10`);
  assert.equal(of('threshold expiryMarginDays')?.is, '60');
  assert.equal(of('threshold expiryMarginDays')?.from, `${targets}:3`);
});

test('policy explain of a role of several policies, or of none: exit 2 with what to do', async () => {
  const none = await certmuster(['policy', 'explain', 'virtual-servr']);
  assert.equal(none.exitCode, 2);
  assert.match(none.stderr, /unknown role "virtual-servr"; did you mean virtual-server\?/);
});

test('policy lint: 0 for a clean one, 1 for warnings, 2 for errors, each with file, line and column', async () => {
  const clean = await certmuster(['policy', 'lint', policy, ...builtInPolicies]);
  assert.deepEqual(
    [clean.exitCode, clean.stdout],
    [0, `${builtInPolicies.length + 1} policies, 0 errors, 0 warnings\n`],
  );
  const wary = folder.write('wary.yaml', redis.replace('types: [ec]', 'types: [ec], minimumRsaBits: 2048'));
  const warned = await certmuster(['policy', 'lint', wary]);
  assert.equal(warned.exitCode, 1);
  assert.match(warned.stdout, /wary\.yaml:11:25: warning: roles\.node\.key\.minimumRsaBits: names sizes of RSA keys/);
  const wrong = folder.write('wrong.yaml', redis.replace('key-type: error', 'key-tipe: error'));
  const refused = await certmuster(['policy', 'lint', wrong, '--json']);
  assert.equal(refused.exitCode, 2);
  const [error] = JSON.parse(refused.stdout) as readonly Readonly<Record<string, unknown>>[];
  assert.deepEqual([error?.['severity'], error?.['line'], error?.['file']], ['error', 14, wrong]);
});

test('policy diff: what the second demands differently, at 80 columns; 0 if nothing', async () => {
  const { exitCode, stdout } = await certmuster(['policy', 'diff', 'tls-server', policy]);
  assert.equal(exitCode, 1);
  assert.match(stdout, /^node +the role \(added\) +- +Redis node$/m);
  assert.ok(stdout.split('\n').every((line) => line.length <= 80));
  const same = await certmuster(['policy', 'diff', policy, policy]);
  assert.deepEqual([same.exitCode, same.stdout], [0, '0 differences\n']);
});

test('policy test: fixtures are judged as they expect, and each row is noticed by the one that fails by it', async () => {
  const { exitCode, stdout, stderr } = await certmuster(['policy', 'test', policy]);
  assert.deepEqual([exitCode, stderr], [0, '']);
  assert.match(stdout, /^ok +node: conforming +nothing$/m);
  assert.match(stdout, /^6 rows, 9 fixtures, 0 rows without a failing fixture$/m);
  const json = JSON.parse((await certmuster(['policy', 'test', policy, '--json'])).stdout) as {
    rows: readonly { row: string; noticedBy: string }[];
  };
  assert.equal(json.rows.find(({ row }) => row === 'lifetime.maximumDays 90')?.noticedBy, 'for 91 days');
});

test('policy test names a row that no fixture notices, and what was expected and found', async () => {
  const lines = fixtures.split('\n').filter((line) => !line.includes('for 91 days'));
  const fewer = folder.write(
    'fewer.yaml',
    lines.join('\n').replace('key-type/type-not-allowed', 'key-type/curve-not-allowed'),
  );
  const { exitCode, stdout } = await certmuster(['policy', 'test', policy, fewer]);
  assert.equal(exitCode, 1);
  assert.match(stdout, /redis\.yaml:12:17: node, lifetime\.maximumDays 90: no fixture changes without it/);
  assert.match(stdout, /^WRONG +an RSA key +key-type\/type-not-allowed$/m);
  assert.match(stdout, /fewer\.yaml:\d+:5: an RSA key\n {2}expected and not found: key-type\/curve-not-allowed\n/);
  assert.match(stdout, /^ {2}found and not expected: key-type\/type-not-allowed\n {4}The key is RSA 2048/m);
  assert.match(stdout, /^6 rows, 8 fixtures, 1 rows without a failing fixture, 1 fixture judged otherwise/m);
});

test('policy test: what is wrong with a fixtures file is named with line and column, exit 2', async () => {
  for (const [text, problem] of [
    [
      'policy: redis\nfixtures:\n  - { name: a, role: nod, expect: [] }\n',
      /wrong\.yaml:3:16 fixtures\[0\]\.role: unknown role "nod"/,
    ],
    [
      'policy: redis\nfixtures:\n  - { name: a, rol: node, expect: [] }\n',
      /wrong\.yaml:3:16 fixtures\[0\]\.rol: unknown key/,
    ],
    ['policy: redis\nfixtures:\n  - { name: a, role: node, expect: [key-type] }\n', /expect\[0\]: /],
    [
      'policy: redis\nfixtures:\n  - { name: a, role: node, withoutServerName: other, expect: [] }\n',
      /wrong\.yaml:3:\d+ fixtures\[0\]\.withoutServerName: scans try clients without SNI at virtual servers alone/,
    ],
    ['policy: other\nfixtures: []\n', /wrong\.yaml:1:1 policy: is other, and the policy is redis/],
  ] as const) {
    const { exitCode, stderr } = await certmuster(['policy', 'test', policy, folder.write('wrong.yaml', text)]);
    assert.equal(exitCode, 2);
    assert.match(stderr, problem);
    assert.match(stderr, /Nothing was tested\./);
  }
});

for (const id of builtInPolicies) {
  test(`policy test ${id}: every fixture is judged as it expects, and every row has one that fails by it`, async () => {
    const { exitCode, stdout, stderr } = await certmuster(['policy', 'test', id]);
    assert.equal(exitCode, 0, `${stdout.split('\n').slice(-30).join('\n')}${stderr}`);
  });
}

test('roles and checks show a policy of a file', async () => {
  const roles = await certmuster(['roles', '--policy', policy]);
  assert.match(roles.stdout, /^node: Redis node \(redis\)$/m);
  const checks = await certmuster(['checks', 'key-type', '--policy', policy]);
  assert.match(checks.stdout, /^ {2}severity +error \[redis\]$/m);
});

test('a wrong action or number of words: exit 2 with the actions', async () => {
  for (const [words, message] of [
    [['tset', 'redis'], /Unknown action "tset"\. Did you mean test\?/],
    [['diff', 'tls-server'], /policy diff needs two policies/],
    [['explain', 'a', 'b'], /Unexpected argument b\./],
  ] as const) {
    const { exitCode, stderr } = await certmuster(['policy', ...words]);
    assert.equal(exitCode, 2);
    assert.match(stderr, message);
  }
});

test('completion knows policies, the roles of the one that is named, and actions', async () => {
  const complete = async (...words: readonly string[]) =>
    (await certmuster(['--get-yargs-completions', 'certmuster', ...words])).stdout.trim().split('\n');
  assert.deepEqual(await complete('scan', '--policy', 'tls'), ['tls-server']);
  assert.deepEqual(await complete('verify', '--policy', policy, '--role', 'no'), ['node']);
  assert.deepEqual(await complete('policy', 'li'), ['list', 'lint']);
  assert.ok((await complete('sc')).includes('scan'));
});
