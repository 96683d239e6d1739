import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { expandAdHoc, overrideEndpoint } from '../../src/targets/expand-ad-hoc.ts';
import { parseTargetArgument } from '../../src/targets/parse-target-argument.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';
import { expansionOf } from './expansion-of.ts';

function expand(text: string) {
  const target = parseTargetArgument(text, { role: undefined, policy: undefined }, standardPolicies);
  assert.ok(target.ok, target.ok ? '' : target.error);
  const [endpoint] = expandAdHoc(target.value);
  assert.ok(endpoint);
  return endpoint;
}

for (const [url, startTls, port] of [
  ['ldap://dc1.contoso.com', 'ldap', 389],
  ['xmpp://contoso.com', 'xmpp', 5222],
  ['XMPP-Server://contoso.com', 'xmpp-server', 5269],
  ['postgres://db.contoso.com/x', 'postgres', 5432],
  ['postgresql://user:secret@db.contoso.com:6432/x', 'postgres', 6432],
  ['mysql://db.contoso.com', 'mysql', 3306],
  ['mariadb://db.contoso.com', 'mysql', 3306],
  ['mssql://sql.contoso.com', 'mssql', 1433],
  ['sqlserver://sql.contoso.com:1434', 'mssql', 1434],
  ['rdp://ts.contoso.com', 'rdp', 3389],
] as const) {
  test(`${url} speaks ${startTls} before TLS, at port ${port}`, () => {
    const endpoint = expand(url);
    assert.equal(endpoint.startTls, startTls);
    assert.equal(endpoint.port, port);
    assert.equal(endpoint.alpn, undefined);
  });
}

test('mssql-strict:// begins with TLS at port 1433 and offers tds/8.0, and a file may name other protocols', () => {
  const endpoint = expand('mssql-strict://sql.contoso.com');
  assert.deepEqual([endpoint.startTls, endpoint.port, endpoint.alpn], [undefined, 1433, ['tds/8.0']]);
  const { endpoints } = expansionOf({
    targets: [
      { host: 'mssql-strict://sql.contoso.com' },
      { host: 'mssql-strict://sql.contoso.com:1444', alpn: ['tds/9.0', 'tds/8.0'] },
    ],
  });
  assert.deepEqual(
    endpoints.map(({ alpn, port }) => [port, alpn]),
    [
      [1433, ['tds/8.0']],
      [1444, ['tds/9.0', 'tds/8.0']],
    ],
  );
});

test('a target of mssql-strict:// cannot leave out tds/8.0', () => {
  const file = (alpn: string[]) => ({ targets: [{ host: 'mssql-strict://sql.contoso.com', alpn }] });
  const problemsOf = (alpn: string[]): readonly string[] => {
    const targets = parseTargets(file(alpn), standardPolicies, waivableChecks());
    return targets.ok ? [] : targets.error.map(({ path, message }) => `${path} ${message}`);
  };
  assert.deepEqual(problemsOf(['h2']), [
    'targets[0].alpn lacks tds/8.0, which the scheme of the URL demands; add it, or use HOST:PORT',
  ]);
  assert.deepEqual(problemsOf(['h2', 'tds/8.0']), []);
});

test('xmppTo is asked for, and host and server name stay', () => {
  const { endpoints } = expansionOf({
    targets: [
      { host: 'xmpp://x1.contoso.com', xmppTo: 'contoso.com' },
      { host: 'x1.contoso.com', starttls: 'xmpp-server', xmppTo: 'bücher.example' },
    ],
  });
  assert.deepEqual(
    endpoints.map(({ host, serverName, xmppTo, port }) => [host, serverName, xmppTo, port]),
    [
      ['x1.contoso.com', 'x1.contoso.com', 'contoso.com', 5222],
      ['x1.contoso.com', 'x1.contoso.com', 'bücher.example', 5269],
    ],
  );
});

test('xmppTo of a target without XMPP, and one that is no domain, are refused', () => {
  const targets = [
    { host: 'www.contoso.com', xmppTo: 'contoso.com' },
    { host: 'xmpp://contoso.com', xmppTo: "a'/>" },
    { host: 'xmpp://contoso.com', xmppTo: '' },
    { host: 'xmpp://contoso.com', xmppTo: 'é'.repeat(512) },
  ];
  const result = parseTargets({ targets }, standardPolicies, waivableChecks());
  assert.ok(!result.ok);
  assert.deepEqual(
    result.error.map(({ path }) => path),
    ['targets[0].xmppTo', 'targets[1].xmppTo', 'targets[2].xmppTo', 'targets[3].xmppTo'],
  );
  assert.match(result.error[0]?.message ?? '', /is for targets that speak XMPP before TLS/);
  assert.match(result.error[1]?.message ?? '', /is not an XMPP domain/);
});

test('--xmpp-to changes endpoints that speak XMPP, and no other', () => {
  const overrides = { address: undefined, serverName: undefined, trust: undefined, xmppTo: 'contoso.com' };
  assert.equal(overrideEndpoint(expand('xmpp://x1.contoso.com'), overrides).xmppTo, 'contoso.com');
  assert.equal(overrideEndpoint(expand('xmpp-server://x1.contoso.com'), overrides).xmppTo, 'contoso.com');
  assert.equal(overrideEndpoint(expand('ldap://x1.contoso.com'), overrides).xmppTo, undefined);
});
