import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { TargetsFile } from '../../src/model/targets-file.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { overrideEndpoint } from '../../src/targets/expand-ad-hoc.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';

function read(file: TargetsFile): readonly Endpoint[] | readonly string[] {
  const targets = parseTargets(file, standardPolicies, waivableChecks());
  if (!targets.ok) return targets.error.map(({ path, message }) => `${path} ${message}`);
  return expandTargets(targets.value, standardPolicies).endpoints;
}

function waysOf(file: TargetsFile): readonly unknown[] {
  return read(file).map((each) =>
    typeof each === 'string' ? each : [each.host, each.proxy ?? null, each.proxyProtocol ?? null],
  );
}

const common = 'http://proxy.contoso.test:3128';

test('targets and deployments have the proxy of `defaults` unless they say otherwise, and `none` is direct', () => {
  const ways = waysOf({
    defaults: { proxy: common, proxyProtocol: 'v1' },
    deployments: [
      {
        name: 'a',
        proxy: { url: 'socks5://audit@proxy.test', passwordFile: 'p' },
        virtualServers: [{ url: 'https://im.a.test' }],
      },
      { name: 'b', virtualServers: [{ url: 'https://im.b.test' }] },
    ],
    targets: [
      { host: 'c.test' },
      { host: 'd.test', proxy: 'none', proxyProtocol: 'none' },
      { host: 'e.test', proxy: 'HTTP://P.test:1/', proxyProtocol: 'v2' },
    ],
  });
  assert.deepEqual(ways, [
    ...['im.a.test', 'as.im.a.test', 'download.im.a.test'].map((host) => [
      host,
      'socks5://audit@proxy.test:1080',
      'v1',
    ]),
    ...['im.b.test', 'as.im.b.test', 'download.im.b.test'].map((host) => [host, common, 'v1']),
    ['c.test', common, 'v1'],
    ['d.test', null, null],
    ['e.test', 'http://p.test:1', 'v2'],
  ]);
});

test('every problem of a proxy is located, and no password is quoted', () => {
  const problems = waysOf({
    defaults: { proxy: 'http://u:hunter2@proxy.test:1', fetch: { crl: true, proxy: 'https://x:hunter2@y' } },
    targets: [
      { host: 'a.test', proxy: 'proxy.test:1' },
      { host: 'b.test', proxy: { url: 'http://proxy.test:1', passwordFile: 'p' } },
      { host: 'c.test', proxy: 'http://u:hunter2@proxy.test' },
    ],
  });
  const text = problems.join('\n');
  assert.ok(!text.includes('hunter2'), text);
  for (const place of [
    'defaults.proxy ',
    'defaults.fetch.proxy ',
    'targets[0].proxy ',
    'targets[1].proxy.url ',
    'targets[2].proxy ',
  ])
    assert.ok(text.includes(place), `${place}: ${text}`);
  assert.match(text, /defaults\.proxy contains a password, .* write http:\/\/u@proxy\.test:1/);
  assert.match(text, /targets\[1\]\.proxy\.url names no user for the password/);
});

test('the way of what is fetched is declared beside it', () => {
  const [endpoint] = read({ targets: [{ host: 'a.test', fetch: { ocsp: true, proxy: 'environment' } }] });
  assert.ok(typeof endpoint === 'object');
  assert.equal(endpoint.fetch?.proxy, 'environment');
});

test('--proxy, --proxy-protocol and --fetch-proxy replace what is declared, and `none` removes it', () => {
  const [endpoint] = read({ targets: [{ host: 'a.test', proxy: common, fetch: { ocsp: true, proxy: common } }] });
  assert.ok(typeof endpoint === 'object');
  const none = { address: undefined, serverName: undefined, trust: undefined };
  const route = { proxy: undefined, proxyProtocol: undefined, fetchProxy: undefined };
  const override = (changes: Partial<Record<'proxy' | 'fetchProxy', string>> & { proxyProtocol?: 'v1' | 'none' }) =>
    overrideEndpoint(endpoint, { ...none, route: { ...route, ...changes } });
  assert.deepEqual(override({}), endpoint);
  assert.equal(override({ proxy: 'none' }).proxy, undefined);
  assert.equal(override({ proxy: 'socks5://x:1080' }).proxy, 'socks5://x:1080');
  assert.equal(override({ proxyProtocol: 'v1' }).proxyProtocol, 'v1');
  assert.equal(override({ proxyProtocol: 'v1' }).proxy, common);
  const balanced = { ...endpoint, proxyProtocol: 'v2' as const };
  const straight = { ...route, proxyProtocol: 'none' as const };
  assert.deepEqual(overrideEndpoint(balanced, { ...none, route: straight }), endpoint);
  assert.deepEqual(overrideEndpoint(balanced, { ...none, route: { ...route, proxy: common } }), balanced);
  assert.equal(override({ fetchProxy: 'none' }).fetch?.proxy, 'none');
});
