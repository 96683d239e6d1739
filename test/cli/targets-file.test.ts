import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPlace, type Place, targetsFile } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

test('a wrong targets file: every problem with its JSON path, trust files included; nothing is dialed', async () => {
  const file = targetsFile(place.url, place.port);
  const [deployment] = file.deployments;
  place.write('broken.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
  place.write(
    'wrong.json',
    JSON.stringify({
      ...file,
      trustStores: { contoso: { files: ['nowhere.pem', 'broken.pem'] } },
      deployments: [
        { ...deployment, trust: { internal: ['contoso', 'nobody'] }, access: 'external' },
        { ...deployment, virtualServers: [{ url: 'im.contoso.com', servers: [{ fqdn: 'cwa01', httpsPort: 0 }] }] },
      ],
    }),
  );
  const { exitCode, stdout, stderr } = await place.run(['scan', 'wrong.json']);
  assert.equal(exitCode, 2);
  assert.equal(stdout, '');
  const paths = [...stderr.matchAll(/^ {2}wrong\.json:1:\d+ (\S+): /gm)].map(([, path]) => path);
  assert.deepEqual(paths.sort(), [
    'deployments[0].access',
    'deployments[0].trust.internal[1]',
    'deployments[1].name',
    'deployments[1].virtualServers[0].servers[0].fqdn',
    'deployments[1].virtualServers[0].servers[0].httpsPort',
    'deployments[1].virtualServers[0].url',
    'trustStores.contoso.files[0]',
    'trustStores.contoso.files[1]',
  ]);
  assert.match(stderr, /`certmuster schema targets` prints the schema of a targets file\.\nNothing was dialed\.\n$/);
  assert.equal(place.connections(), 0);
});

test('several wrong files are complained about together', async () => {
  place.write('syntax.json', '{ "targets": [ }');
  place.write('list.txt', 'im.contoso.com:99999\n');
  const { exitCode, stderr } = await place.run(['scan', 'syntax.json', 'list.txt', 'missing.json', 'targets.json']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /^certmuster: syntax\.json: 1 problem:\n {2}syntax\.json:1:16: the closing \] is missing/m);
  assert.match(stderr, /^certmuster: list\.txt: 1 problem:\n {2}line 1: /m);
  assert.match(stderr, /^certmuster: missing\.json: 1 problem:\n {2}does not exist$/m);
  assert.equal(place.connections(), 0);
});

test('two targets files may not fight over a name', async () => {
  place.write(
    'other.json',
    JSON.stringify({ ...targetsFile(place.url, place.port), trustStores: { contoso: { bundled: 'mozilla' } } }),
  );
  const { exitCode, stderr } = await place.run(['scan', 'targets.json', 'other.json']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /the trust store contoso is declared differently/);
  assert.match(stderr, /the deployment contoso is in more than one targets file/);
});

test('two targets files may not mean two policies by one id', async () => {
  const policy = (days: number) => ({
    id: 'own',
    title: 'Own',
    extends: 'tls-server',
    roles: { node: { title: 'Node', lifetime: { maximumDays: days } } },
  });
  for (const [name, days] of [
    ['one', 90],
    ['other', 900],
  ] as const) {
    place.write(`${name}-policy.json`, JSON.stringify(policy(days)));
    const target = { host: `${name}.contoso.com`, policy: 'own', role: 'node' };
    place.write(`${name}-targets.json`, JSON.stringify({ policies: [`${name}-policy.json`], targets: [target] }));
  }
  const { exitCode, stderr } = await place.run(['expand', 'one-targets.json', 'other-targets.json']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /the policy own is declared differently in two targets files/);
  assert.equal((await place.run(['expand', 'one-targets.json', 'one-targets.json'])).exitCode, 0);
});

test('--trust takes the place of stores that a role names and the file lacks', async () => {
  const roles = { node: { title: 'Node', trust: { stores: ['corp'], publiclyTrusted: 'forbidden' } } };
  place.write('corp.json', JSON.stringify({ id: 'corp', title: 'Corp', extends: 'tls-server', roles }));
  const targets = [{ host: 'a.contoso.com', policy: 'corp', role: 'node' }];
  place.write('corp-targets.json', JSON.stringify({ policies: ['corp.json'], targets }));
  const without = await place.run(['expand', 'corp-targets.json']);
  assert.equal(without.exitCode, 2);
  assert.match(without.stderr, /the role node asks for the trust store "corp"; trustStores has mozilla, system/);
  assert.equal((await place.run(['expand', 'corp-targets.json', '--trust', 'root.pem'])).exitCode, 0);
});

test('a folder of trust files is read whole, and one without certificates is refused', async () => {
  const { mkdirSync } = await import('node:fs');
  mkdirSync(`${place.folder}/trust/empty`, { recursive: true });
  place.write('trust/README', 'not a certificate');
  const { readFileSync } = await import('node:fs');
  place.write('trust/root.crt', readFileSync(`${place.folder}/root.pem`));
  const good = await place.run(['scan', 'targets.json', '--trust', 'trust', '--quiet']);
  assert.equal(good.exitCode, 0, good.stdout + good.stderr);
  const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--trust', 'trust/empty']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--trust: trust\/empty contains no file that ends in \.pem/);
});

test('what a file quotes reaches the terminal escaped', async () => {
  place.write('evil.json', JSON.stringify({ targets: [{ host: 'a\u001b[2J\u202eb.contoso.com' }] }));
  const { stderr } = await place.run(['scan', 'evil.json']);
  assert.doesNotMatch(stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test('a key that stands twice is a problem beside the others: half of the file would be left out in silence', async () => {
  place.write('twice.json', '{"targets":[{"host":"a.contoso.com"}],"targets":[{"host":"b.contoso.com","colour":1}]}');
  const { exitCode, stderr } = await place.run(['expand', 'twice.json']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /^ {2}twice\.json:1:39 targets: is given twice$/m);
  assert.match(stderr, /^ {2}twice\.json:1:74 targets\[0\]\.colour: unknown key; use host, port, /m);
});

test('nesting without end is a problem of the file and no bug of ours', async () => {
  place.write('deep.json', `{"targets":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  const { exitCode, stderr } = await place.run(['expand', 'deep.json']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /is nested deeper than 64 levels/);
});

test('a targets file in YAML: the same endpoints, and problems in the order of the file with line, column and path', async () => {
  const { deployments, trustStores } = targetsFile(place.url, place.port);
  place.write(
    'good.yaml',
    `# checked by test\ntrustStores: ${JSON.stringify(trustStores)}\ndeployments: ${JSON.stringify(deployments)}\n`,
  );
  const [json, yaml] = [await place.run(['expand', 'targets.json']), await place.run(['expand', 'good.yaml'])];
  assert.equal(yaml.stdout, json.stdout);
  assert.equal(yaml.exitCode, 0);
  place.write(
    'wrong.yaml',
    [
      'trustStores:',
      '  contoso: { files: [nowhere.pem] }',
      'targets:',
      '  - host: a b',
      '    trust: [contoso]',
      '    port: "443"',
      '  - port: 1',
    ].join('\n'),
  );
  const { exitCode, stderr } = await place.run(['scan', 'wrong.yaml']);
  assert.equal(exitCode, 2);
  const lines = stderr.split('\n').slice(1, -3);
  assert.deepEqual(
    lines.map((line) => line.split(': ')[0]),
    [
      '  wrong.yaml:2:22 trustStores.contoso.files[0]',
      '  wrong.yaml:4:5 targets[0].host',
      '  wrong.yaml:6:5 targets[0].port',
      '  wrong.yaml:7:5 targets[1].host',
    ],
  );
});

test('a JSON file may have comments and trailing commas', async () => {
  place.write('comments.json', '// mine\n{ "targets": [ /* one */ { "host": "a.contoso.com", }, ], }');
  const { exitCode, stdout } = await place.run(['expand', 'comments.json']);
  assert.equal(exitCode, 0);
  assert.match(stdout, /a\.contoso\.com:443/);
});
