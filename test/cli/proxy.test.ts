import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startHttpProxy, type WorkingProxy } from '../net/proxy/scripted-proxy.ts';
import { openPlace, type Place } from './place.ts';

const bounded = { timeout: 120_000 };
const secret = 'hunter2';
const names = ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com'];
let place: Place;
let open: WorkingProxy;
let guarded: WorkingProxy;

before(async () => {
  place = await openPlace();
  // As. and download. share the addresses of the base name, so the proxy is asked for that one only.
  const known = { [`im.contoso.com:${place.port}`]: place.port, [`cwa01.contoso.local:${place.port}`]: place.port };
  open = await startHttpProxy(known);
  guarded = await startHttpProxy(known, `audit:${secret}`);
});
after(async () => {
  await Promise.all([open.close(), guarded.close()]);
  await place.close();
});

const openUrl = (): string => `http://127.0.0.1:${open.port}`;
const guardedUrl = (): string => `http://audit@127.0.0.1:${guarded.port}`;
const variable = { CERTMUSTER_PROXY_PASSWORD: secret };

/** Every text that a run left behind. */
function allText(): string {
  const files = readdirSync(place.folder, { recursive: true, encoding: 'utf8' });
  const texts = files.flatMap((file) => {
    const path = join(place.folder, file);
    return statSync(path).isFile() && !file.endsWith('.password') ? [`${file}\n${readFileSync(path, 'latin1')}`] : [];
  });
  return texts.join('\n');
}

const formats = [
  'json=a.json',
  'ndjson=a.ndjson',
  'csv=a.csv',
  'html=a.html',
  'markdown=a.md',
  'junit=a.xml',
  'prometheus=a.prom',
];

test(
  'a virtual server whose name only the proxy knows passes under all its names; no output has the password',
  bounded,
  async () => {
    const args = ['scan', place.url, '--trust', 'root.pem', '--proxy', guardedUrl(), '--save-observations', 'saved'];
    const outputs = formats.flatMap((format) => ['--output', format]);
    const run = await place.run([...args, ...outputs, '--details'], { environment: variable });
    assert.equal(run.exitCode, 0, run.stderr);
    const report = JSON.parse(place.read('a.json'));
    const seen = report.endpoints.map((each: { host: string; address: null; proxy: string }) => [
      each.host,
      each.address,
      each.proxy,
    ]);
    assert.deepEqual(
      seen,
      names.map((host) => [host, null, guardedUrl()]),
    );
    const again = await place.run(['evaluate', 'saved']);
    assert.equal(again.exitCode, 0, again.stderr);
    const text = `${run.stdout}${run.stderr}${again.stdout}${again.stderr}${allText()}`;
    for (const each of [secret, Buffer.from(`audit:${secret}`).toString('base64')]) assert.ok(!text.includes(each));
    assert.ok(text.includes(guardedUrl()));
    const alias = report.deploymentFindings.find((each: { check: string }) => each.check === 'alias-addresses');
    assert.equal(alias.outcome, 'undetermined');
    assert.match(
      alias.message,
      /was not looked up, because the proxy http:\/\/audit@127\.0\.0\.1:\d+ resolves the names/,
    );
  },
);

test('the password comes from a file, too; a wrong one is refused by the proxy and in no output', bounded, async () => {
  place.write('right.password', `${secret}\n`);
  place.write('wrong.password', 'wr0ng-one\n');
  const args = ['scan', place.url, '--trust', 'root.pem', '--proxy', guardedUrl(), '--proxy-password-file'];
  const right = await place.run([...args, 'right.password', '--quiet']);
  assert.equal(right.exitCode, 0, right.stderr);
  const wrong = await place.run([...args, 'wrong.password', '--format', 'json', '--save-observations', 'wrong']);
  assert.equal(wrong.exitCode, 3, wrong.stderr);
  assert.match(wrong.stdout, /refused the user \\"audit\\" with this password \(407\)/);
  assert.ok(!`${wrong.stdout}${wrong.stderr}${allText()}`.includes('wr0ng-one'));
});

for (const [what, args, message] of [
  [
    'a password in the URL',
    ['--proxy', `http://audit:${secret}@127.0.0.1:1`],
    /--proxy: contains a password, which others could read; write http:\/\/audit@127\.0\.0\.1:1/,
  ],
  [
    'a password in the URL for fetching',
    ['--fetch-proxy', `http://audit:${secret}@127.0.0.1:1`],
    /--fetch-proxy: contains a password/,
  ],
  [
    'a user without a password',
    ['--proxy', 'http://audit@127.0.0.1:1'],
    /--proxy: the proxy http:\/\/audit@127\.0\.0\.1:1 has a user but no password; use --proxy-password-file or CERTMUSTER_PROXY_PASSWORD/,
  ],
  [
    'a password in place of its file',
    ['--proxy', 'http://audit@127.0.0.1:1', '--proxy-password-file', secret],
    /--proxy-password-file: names a file that does not exist/,
  ],
  [
    'a password for no user',
    ['--proxy', 'http://127.0.0.1:1', '--proxy-password-file', 'root.pem'],
    /no proxy has a user for this password/,
  ],
  [
    'a proxy that is spoken to over TLS',
    ['--proxy', 'https://127.0.0.1:1'],
    /is a proxy over TLS, which is not supported/,
  ],
  ['an unknown version', ['--proxy-protocol', 'v3'], /v3/],
] as const) {
  test(`${what} is refused before anything is dialed, and quoted nowhere`, bounded, async () => {
    const before = open.connections() + guarded.connections() + place.connections();
    const run = await place.run(['scan', place.url, '--trust', 'root.pem', ...args]);
    assert.equal(run.exitCode, 2);
    assert.match(run.stderr.replace(/\s+/g, ' '), message);
    assert.ok(!`${run.stdout}${run.stderr}`.includes(secret));
    assert.equal(open.connections() + guarded.connections() + place.connections(), before);
  });
}

/** A targets file whose only server is known to the proxies. */
function writeTargets(name: string, changes: { readonly defaults?: object; readonly target?: object }): void {
  const target = { host: 'im.contoso.com', port: place.port, trust: ['contoso'], ...changes.target };
  const trustStores = { contoso: { files: ['root.pem'] } };
  place.write(
    name,
    JSON.stringify({ trustStores, ...(changes.defaults && { defaults: changes.defaults }), targets: [target] }),
  );
}

test('a targets file names the file of the password, relative to itself', bounded, async () => {
  place.write('file.password', `${secret}\n`);
  writeTargets('by-file.json', { target: { proxy: { url: guardedUrl(), passwordFile: 'file.password' } } });
  const run = await place.run(['scan', join(place.folder, 'by-file.json'), '--quiet'], { cwd: '/' });
  assert.equal(run.exitCode, 0, run.stderr);
  writeTargets('no-file.json', { target: { proxy: { url: guardedUrl(), passwordFile: secret } } });
  const missing = await place.run(['scan', 'no-file.json']);
  assert.equal(missing.exitCode, 2);
  assert.match(
    missing.stderr,
    /passwordFile of http:\/\/audit@127\.0\.0\.1:\d+ in no-file\.json: names a file that does not exist/,
  );
  assert.ok(!missing.stderr.includes(secret));
});

test('`none` overrides the defaults of the file, and --proxy overrides both', bounded, async () => {
  const direct = { address: '127.0.0.1', proxy: 'none' };
  writeTargets('none.json', { defaults: { proxy: 'http://127.0.0.1:1' }, target: direct });
  const before = open.connections();
  assert.equal((await place.run(['scan', 'none.json', '--quiet'])).exitCode, 0);
  assert.equal(open.connections(), before);
  writeTargets('all.json', { defaults: { proxy: 'http://127.0.0.1:1' } });
  assert.equal((await place.run(['scan', 'all.json', '--quiet'])).exitCode, 3);
  assert.equal((await place.run(['scan', 'all.json', '--quiet', '--proxy', openUrl()])).exitCode, 0);
  assert.ok(open.connections() > before);
});

test('a list names no user of a proxy, because it cannot say where the password is', bounded, async () => {
  const line = (proxy: string): string => `${JSON.stringify({ host: 'im.contoso.com', port: place.port, proxy })}\n`;
  place.write('list.ndjson', line(guardedUrl()));
  const refused = await place.run(['scan', 'list.ndjson', '--trust', 'root.pem'], { environment: variable });
  assert.equal(refused.exitCode, 2);
  assert.match(refused.stderr, /line 1, proxy: has a user, which is not possible in a list/);
  place.write('open.ndjson', line(openUrl()));
  const run = await place.run(['scan', 'open.ndjson', '--trust', 'root.pem', '--quiet']);
  assert.equal(run.exitCode, 0, run.stderr);
});

test('-4 says that it did not apply to names that a proxy resolves', bounded, async () => {
  const run = await place.run([
    'scan',
    place.url,
    '--trust',
    'root.pem',
    '--proxy',
    openUrl(),
    '-4',
    '--format',
    'json',
  ]);
  assert.equal(run.exitCode, 0, run.stderr);
  const { notices } = JSON.parse(run.stdout);
  assert.ok(
    notices.some((each: string) => each.startsWith('-4 did not apply to 3 endpoints: a proxy resolves the name')),
  );
});

test('`expand` shows who finds the address', bounded, async () => {
  const run = await place.run(['expand', place.url, '--proxy', openUrl()]);
  assert.equal(run.exitCode, 0, run.stderr);
  assert.match(run.stdout.replace(/\s+/g, ' '), /im\.contoso\.com:\d+ .*\(proxy\)/);
});

test(
  'endpoints of one name through a proxy count as one place for --per-address, and the report continues with --resume',
  bounded,
  async () => {
    const args = [
      'scan',
      `im.contoso.com:${place.port}`,
      '--trust',
      'root.pem',
      '--proxy',
      openUrl(),
      '--per-address',
      '1',
    ];
    const first = await place.run([...args, '--resume', 'run.ndjson', '--quiet']);
    assert.equal(first.exitCode, 0, first.stderr);
    const other = await place.run([...args.slice(0, 4), '--resume', 'run.ndjson']);
    assert.equal(other.exitCode, 2);
    assert.match(other.stderr, /--proxy/);
  },
);
