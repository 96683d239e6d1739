import assert from 'node:assert/strict';
import { unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { type Running, startCertmuster } from './certmuster.ts';
import { openPlace, type Place, startSilentPeer, targetsFile } from './place.ts';

let place: Place;
let silent: Awaited<ReturnType<typeof startSilentPeer>>;
let service: Running;
let url: string;

before(async () => {
  [place, silent] = await Promise.all([openPlace(), startSilentPeer()]);
  place.write('targets.json', JSON.stringify(targetsFile(place.url, place.port)));
  const resolve = [
    'im.contoso.com:127.0.0.1',
    'sub.im.contoso.com:127.0.0.1',
    'inside.example:127.0.0.1',
    'outside.example:10.9.9.9',
    'mapped.example:::ffff:127.0.0.1',
  ];
  const trusted = { role: 'server', trust: 'root.pem', resolve };
  const config = {
    history: 'audit.db',
    schedules: [{ name: 'contoso', cron: '0 0 1 1 *', targets: ['targets.json'] }],
    http: { listen: '127.0.0.1:0' },
    modules: {
      named: { options: trusted, targets: [`im.contoso.com:${place.port}`, `*.im.contoso.com:${place.port}`] },
      // It would wait for an hour.
      ranged: { options: { ...trusted, timeout: '1h' }, targets: ['127.0.0.0/8'] },
      mutual: { options: { role: 'mtls', trust: 'mtls.pem' }, targets: ['127.0.0.0/8', '*.contoso.com'] },
      untrusting: { options: { ...trusted, trust: 'mozilla' }, targets: ['*.contoso.com'] },
      passing: { options: { ...trusted, trust: 'passing.pem' }, targets: [`im.contoso.com:${place.port}`] },
      proxied: { options: { ...trusted, proxy: 'http://127.0.0.1:9' }, targets: ['127.0.0.0/8'] },
    },
  };
  place.write('mtls.pem', place.read('root.pem'));
  place.write('passing.pem', place.read('root.pem'));
  place.write('service.json', JSON.stringify(config));
  service = startCertmuster(['serve', '--config', 'service.json'], { cwd: place.folder });
  url = await service.listens();
});
after(async () => {
  service.child.kill('SIGTERM');
  await service.done;
  await silent.close();
  await place.close();
});

const probe = async (query: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(`${url}/probe?${new URLSearchParams(query)}`, { headers });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};
const at = (host: string): string => `${host}:${place.port}`;

test('a target that is allowed by name: metrics of blackbox_exporter without labels of the endpoint, and our own', async () => {
  const { status, type, text } = await probe({ module: 'named', target: at('im.contoso.com') });
  assert.equal(status, 200, text);
  assert.match(type ?? '', /^text\/plain; version=0\.0\.4/);
  for (const line of [
    /^probe_success 1$/m,
    /^probe_duration_seconds 0\.\d+$/m,
    /^probe_ssl_earliest_cert_expiry \d+$/m,
    /^probe_ssl_last_chain_expiry_timestamp_seconds \d+$/m,
    /^probe_tls_version_info\{version="TLS 1\.[23]"\} 1$/m,
    /^probe_ssl_last_chain_info\{fingerprint_sha256="[0-9a-f]{64}",subject="CN=im\.contoso\.com[^"]*",/m,
    /^certmuster_endpoint_verdict\{endpoint="[^"]*im\.contoso\.com@127\.0\.0\.1:\d+",role="server",.*verdict="pass"\} 1$/m,
    /^certmuster_causes\{severity="critical"\} 0$/m,
  ])
    assert.match(text, line);
});

test('the options of the module decide what is found', async () => {
  const { text } = await probe({ module: 'untrusting', target: at('im.contoso.com') });
  assert.match(text, /^probe_success 0$/m);
  assert.match(text, /^certmuster_cause\{fault="chain-trust\//m);
});

for (const [what, query, expected] of [
  ['a name below an allowed domain', { module: 'named', target: 'sub.im.contoso.com' }, 200],
  ['a name whose addresses are all allowed', { module: 'ranged', target: 'inside.example' }, 200],
  ['an address that is allowed', { module: 'ranged', target: '127.0.0.1' }, 200],
  ['an IPv4 address in IPv6', { module: 'ranged', target: '[::ffff:127.0.0.1]' }, 200],
  ['a name that resolves to an IPv4 address in IPv6', { module: 'ranged', target: 'mapped.example' }, 200],
  ['a name that resolves elsewhere', { module: 'ranged', target: 'outside.example' }, 403],
  ['a name through a proxy, which alone sees its addresses', { module: 'proxied', target: 'inside.example' }, 403],
  ['another address', { module: 'ranged', target: '10.0.0.1' }, 403],
  ['a name that is not allowed', { module: 'named', target: 'www.contoso.com' }, 403],
  ['the end of a name alone', { module: 'named', target: 'evil-im.contoso.com' }, 403],
  ['a name under which an allowed one stands', { module: 'named', target: 'im.contoso.com.evil.example' }, 403],
  ['the address of a name that is allowed', { module: 'named', target: '127.0.0.1' }, 403],
  ['an unknown module', { module: 'constructor', target: 'im.contoso.com' }, 400],
] as const) {
  test(`${what}: ${expected}`, async () => {
    const before_ = place.connections();
    const { status, text } = await probe({ ...query, target: at(query.target) });
    assert.equal(status, expected, text);
    assert.equal(place.connections() > before_, expected === 200);
    if (expected !== 200) assert.doesNotMatch(text, /named|ranged|untrusting|127\.0/);
  });
}

for (const target of [
  'im.contoso.com',
  'https://im.contoso.com:443',
  'targets.json:443/x',
  '@targets.txt:443',
  '-:443',
  '--trust=x:443',
  '127.0.0.0/24:443',
  '127.0.0.1:443,444',
  '127.0.0.1:1-1024',
  'im.contoso.com:443#x',
  'user@im.contoso.com:443',
  'im.contoso.com\n:443',
  '[im.contoso.com]:443',
  '[fe80::1%25lo]:443',
  'im.contoso.com:0',
  'im.contoso.com:65536',
  `${'a'.repeat(400)}:443`,
]) {
  test(`no target: ${JSON.stringify(target.slice(0, 30))}`, async () => {
    const { status, text } = await probe({ module: 'named', target });
    assert.equal(status, 400, text);
    assert.match(text, /^The target cannot be used: it /);
  });
}

for (const query of ['', '?module=named', '?target=im.contoso.com:443', '?module=named&target=a:1&target=b:2']) {
  test(`not one target and one module: ${query}`, async () => {
    const answer = await fetch(`${url}/probe${query}`);
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /^Name one target and one module/);
  });
}

test('an endpoint that says nothing: an answer before Prometheus gives up, and no success', async () => {
  const headers = { 'X-Prometheus-Scrape-Timeout-Seconds': '1.5' };
  const { status, text } = await probe({ module: 'ranged', target: `127.0.0.1:${silent.port}` }, headers);
  assert.equal(status, 200);
  assert.match(text, /^probe_success 0$/m);
  assert.match(text, /verdict="unreachable"\} 1$/m);
});

test('debug=true has the findings as text', async () => {
  const { type, text } = await probe({ module: 'untrusting', target: at('im.contoso.com'), debug: 'true' });
  assert.match(type ?? '', /^text\/plain; charset/);
  assert.match(text, /Not trusted/);
  assert.match(text, /Metrics of this probe:[\s\S]*^probe_success 0$/m);
});

test('a target that the role of the module does not fit, and a file that is gone: nothing of the machine is told', async () => {
  const wrong = await probe({ module: 'mutual', target: at('127.0.0.1') });
  assert.equal(wrong.status, 400, wrong.text);
  assert.match(wrong.text, /^The module cannot audit this target: /);
  unlinkSync(join(place.folder, 'mtls.pem'));
  const gone = await probe({ module: 'mutual', target: at('im.contoso.com') });
  assert.equal(gone.status, 500);
  assert.equal(gone.text, 'A file of the module cannot be used. The log of the service says why.\n');
});

test('OpenMetrics for whom accepts it', async () => {
  const headers = { Accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5' };
  const { type, text } = await probe({ module: 'named', target: at('im.contoso.com') }, headers);
  assert.match(type ?? '', /^application\/openmetrics-text/);
  assert.match(text, /\n# EOF\n$/);
});

test('a caller who goes away takes the audit along: more of them than there are turns keep nobody waiting', async () => {
  const query = new URLSearchParams({ module: 'ranged', target: `127.0.0.1:${silent.port}` });
  const { port } = new URL(url);
  await Promise.all(
    Array.from(
      { length: 100 },
      () =>
        new Promise<void>((resolve) => {
          const socket = connect(Number(port), '127.0.0.1', () => {
            socket.write(
              `GET /probe?${query} HTTP/1.1\r\nHost: x\r\nX-Prometheus-Scrape-Timeout-Seconds: 100\r\n\r\n`,
              () => socket.destroy(),
            );
          });
          socket.on('error', () => undefined);
          socket.on('close', () => resolve());
        }),
    ),
  );
  const { status } = await probe({ module: 'named', target: at('im.contoso.com') });
  assert.equal(status, 200);
});

test('a file of a module that is gone: the caller is not told which, the log is told once, and all is well when it is back', async () => {
  const query = { module: 'passing', target: at('im.contoso.com') };
  assert.equal((await probe(query)).status, 200);
  unlinkSync(join(place.folder, 'passing.pem'));
  for (let times = 0; times < 2; times += 1) {
    const { status, text } = await probe(query);
    assert.deepEqual([status, text], [500, 'A file of the module cannot be used. The log of the service says why.\n']);
  }
  await service.complains(
    'a probe could not be made: module passing: trust stores: --trust: passing.pem does not exist',
  );
  place.write('passing.pem', 'no certificate');
  assert.equal((await probe(query)).status, 500);
  place.write('passing.pem', place.read('root.pem'));
  assert.equal((await probe(query)).status, 200);
  unlinkSync(join(place.folder, 'passing.pem'));
  assert.equal((await probe(query)).status, 500);
  const reasons = service.complaints().match(/a probe could not be made: module passing: .*/g) ?? [];
  assert.equal(reasons.length, 3, reasons.join('\n'));
  assert.match(reasons[0] ?? '', /passing\.pem does not exist/);
  assert.match(reasons[1] ?? '', /passing\.pem: The file is neither PEM/);
});

for (const [name, module, message] of [
  [
    'an option that does not exist',
    { options: { rolle: 'mtls' }, targets: ['a.example'] },
    /^ {2}\S+:1:\d+ modules\.web\.options\.rolle: unknown option; did you mean role\?/m,
  ],
  [
    'a role that does not exist',
    { options: { role: 'mlts' }, targets: ['a.example'] },
    /^ {2}\S+:1:\d+ modules\.web: unknown role/m,
  ],
  ['a trust file that does not exist', { options: { trust: 'none.pem' }, targets: ['a.example'] }, /none\.pem/],
  [
    'a pattern that is none',
    { targets: ['a.example', '*.10.0.0.1'] },
    /^ {2}\S+:1:\d+ modules\.web\.targets\[1\]: .*wildcard of an address/m,
  ],
  ['a wildcard within a name', { targets: ['www.*.example'] }, /^ {2}\S+:1:\d+ modules\.web\.targets\[0\]: /m],
  ['a report', { options: { output: 'x.json' }, targets: ['a.example'] }, /modules\.web\.options\.output: /],
] as const) {
  test(`wrong module: ${name}`, async () => {
    const schedules = [{ name: 'contoso', cron: '0 0 1 1 *', targets: ['targets.json'] }];
    place.write('wrong.json', JSON.stringify({ history: 'audit.db', schedules, modules: { web: module } }));
    const { exitCode, stderr } = await place.run(['serve', '--config', 'wrong.json', '--check']);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, message);
  });
}
