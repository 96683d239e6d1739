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
  assert.equal(of('severity chain-trust')?.from, 'targets.yaml:10');
  assert.equal(of('threshold expiryMarginDays')?.is, '60');
  assert.equal(of('threshold expiryMarginDays')?.from, 'targets.yaml:3');
});

/** Two policies of its own with a role `web` and `mail`, beside a targets file that says what is given. */
function writeEstate(name: string, rest: string): string {
  for (const id of ['web', 'mail']) {
    const dial = `[{ each: hosts, as: one, host: '${['$', '{one}'].join('')}', port: 443 }]`;
    const parameters = '{ hosts: { kind: name, list: true, description: Hosts. } }';
    const role = `{ extends: server, title: ${id}, dial: ${dial} }`;
    folder.write(
      `${id}-own.yaml`,
      `id: ${id}-own\ntitle: Own\nextends: tls-server\nparameters: ${parameters}\nroles:\n  ${id}: ${role}\n`,
    );
  }
  return folder.write(name, `policies: [web-own.yaml, mail-own.yaml]\n${rest}`);
}

test('policy explain --targets knows the policies of the file: by the role, by the deployment, without one, and packs', async () => {
  const deployment = (id: string) => `{ name: ${id}, policy: ${id}-own, parameters: { hosts: [a.contoso.com] } }`;
  const two = writeEstate('two.yaml', `deployments:\n  - ${deployment('web')}\n  - ${deployment('mail')}\n`);
  const none = writeEstate('none.yaml', 'targets:\n  - { host: a.contoso.com, policy: mail-own, role: mail }\n');
  const pack = folder.write(
    'pack.yaml',
    'deployments:\n  - { name: desk, policy: rdp, parameters: { hosts: [{ fqdn: a.contoso.com }] } }\n',
  );
  for (const [args, id] of [
    [['mail', '--targets', two], 'mail-own'],
    [['web', '--targets', two, '--deployment', 'web'], 'web-own'],
    [['mail', '--targets', none], 'mail-own'],
    [['web', '--targets', none, '--policy', 'web-own'], 'web-own'],
    [['listener', '--targets', pack], 'rdp'],
  ] as const) {
    const { stdout, stderr } = await certmuster(['policy', 'explain', ...args, '--json']);
    assert.equal(stderr, '');
    assert.equal((JSON.parse(stdout) as { policy: string }).policy, id);
  }
  const unclear = await certmuster(['policy', 'explain', 'server', '--targets', two]);
  assert.equal(unclear.exitCode, 2);
  assert.match(unclear.stderr, /--deployment: name one of "web", "mail"/);
});

test('policy explain: each heading once, no word broken, and paths relative as the targets file is', async () => {
  const targets = writeEstate('one.yaml', 'targets:\n  - { host: a.contoso.com, policy: mail-own, role: mail }\n');
  for (const args of [
    ['mail', '--targets', targets],
    ['front-end', '--policy', 'skype-for-business-2019'],
    ['workload', '--policy', 'mtls-mesh'],
  ]) {
    const lines = (await certmuster(['policy', 'explain', ...args])).stdout.split('\n');
    const headings = lines.filter((line) => /^\S+$/.test(line));
    assert.deepEqual(headings, [...new Set(headings)]);
    for (const name of ['deprecatedSignatureAlgorithms', 'maximumCertificateAuthoritiesBytes']) {
      assert.ok(lines.includes(`  ${name}`) || lines.some((line) => line.startsWith(`  ${name} `)), name);
    }
    assert.ok(lines.every((line) => line.length <= 80 || line.includes('/')));
  }
  const cwd = process.cwd();
  const relative = targets.startsWith(cwd) ? targets.slice(cwd.length + 1) : targets;
  assert.match((await certmuster(['policy', 'explain', 'mail', '--targets', relative])).stdout, /mail-own\.yaml$/m);
});

test('options of explain are refused by the other actions, which say what they take', async () => {
  for (const [words, message] of [
    [
      ['list', '--policy', policy],
      /--policy goes with policy explain only; policy list takes nothing, or policy files/,
    ],
    [['lint', policy, '--targets', 'a.yaml'], /--targets goes with policy explain only; policy lint takes/],
    [['test', policy, '--policy', policy], /--policy goes with policy explain only; policy test takes/],
    [['diff', policy, policy, '--deployment', 'a'], /--deployment goes with policy explain only; policy diff takes/],
  ] as const) {
    const { exitCode, stderr } = await certmuster(['policy', ...words]);
    assert.equal(exitCode, 2);
    assert.match(stderr, message);
  }
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
  assert.match(stdout, /^6 rows, 8 fixtures, 1 row without a failing fixture, 1 fixture judged otherwise/m);
});

test('policy test: a fixture without a role is of the only one that the policy adds, else of the only one dialed', async () => {
  const without = folder.write(
    'without.yaml',
    fixtures.replaceAll(/ role: node,/g, '').replaceAll(/^ +role: node\n/gm, ''),
  );
  const added = await certmuster(['policy', 'test', policy, without]);
  assert.deepEqual([added.exitCode, added.stderr], [0, '']);
  assert.match(added.stdout, /^6 rows, 9 fixtures, 0 rows/m);
  const second = redis.replace('severity:', '  other: { extends: server, title: Other }\nseverity:');
  const unclear = await certmuster(['policy', 'test', folder.write('second.yaml', second), without]);
  assert.equal(unclear.exitCode, 2);
  assert.match(unclear.stderr, /fixtures\[0\]\.role: is missing; roles are server, node, other/);
  const dial = `dial: [{ each: hosts, as: one, host: '${['$', '{one}'].join('')}', port: 443 }]`;
  const dialing = second
    .replace('    title: Redis node', `    title: Redis node\n    ${dial}`)
    .replace('roles:', 'parameters: { hosts: { kind: name, list: true, description: Hosts. } }\nroles:');
  const placed = folder.write(
    'placed.yaml',
    `policy: redis\ntopology: { hosts: [a.contoso.com] }\nfixtures:\n  - { name: RSA, certificate: { keyType: rsa-2048 }, expect: [key-type/type-not-allowed] }\n`,
  );
  const dialed = await certmuster(['policy', 'test', folder.write('dialing.yaml', dialing), placed]);
  assert.equal(dialed.stderr, '');
  assert.match(dialed.stdout, /^ok +RSA +key-type\/type-not-allowed$/m);
});

test('policy test: one row and one fixture are counted as such', async () => {
  const small = folder.write(
    'small.yaml',
    'id: small\ntitle: Small\nextends: tls-server\nroles:\n  server: { source: House, key: { types: [ec] } }\n',
  );
  const { stdout } = await certmuster([
    'policy',
    'test',
    small,
    folder.write('s.yaml', 'policy: small\nfixtures: []\n'),
  ]);
  assert.match(stdout, /^1 row, 1 fixture, 1 row without a failing fixture$/m);
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
    [
      'policy: redis\nfixtures:\n  - { name: a, role: node, expect: [key-typ/type-not-allowed] }\n',
      /wrong\.yaml:3:37 fixtures\[0\]\.expect\[0\]: unknown check "key-typ"; did you mean key-type\?/,
    ],
    [
      'policy: redis\nfixtures:\n  - { name: a, role: node, expect: [key-usage/missing-bits, key-type/tipe-not-allowed] }\n',
      /wrong\.yaml:3:61 fixtures\[0\]\.expect\[1\]: key-type has no fault "tipe-not-allowed"; did you mean type-not-allowed\?/,
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
    [['tset', 'redis'], /unknown action "tset"; did you mean test\? Others: list, explain, lint, diff\./],
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
