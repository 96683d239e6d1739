import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { document as cwa2007R2 } from '../../src/policy/documents/cwa-2007-r2.ts';
import { document as tlsServer } from '../../src/policy/documents/tls-server.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { expandAdHoc, overrideEndpoint } from '../../src/targets/expand-ad-hoc.ts';
import { createTargetNotes } from '../../src/targets/target-notes.ts';
import { type AdHocChoice, parseFileArgument, parseTargetArgument } from '../../src/targets/parse-target-argument.ts';

const noChoice: AdHocChoice = { role: undefined, policy: undefined };

test('a file is -, ends in .json, .yaml, .yml, .ndjson or .txt, or holds a path separator without ://', () => {
  assert.deepEqual(parseFileArgument('-'), { path: '-', holds: 'list' });
  assert.deepEqual(parseFileArgument('targets.json'), { path: 'targets.json', holds: 'targets' });
  assert.deepEqual(parseFileArgument('targets.YAML'), { path: 'targets.YAML', holds: 'targets' });
  assert.deepEqual(parseFileArgument('a/b.yml'), { path: 'a/b.yml', holds: 'targets' });
  assert.deepEqual(parseFileArgument('a.NDJSON'), { path: 'a.NDJSON', holds: 'ndjson' });
  assert.deepEqual(parseFileArgument('a.txt'), { path: 'a.txt', holds: 'list' });
  assert.deepEqual(parseFileArgument('./hosts'), { path: './hosts', holds: 'list' });
  assert.deepEqual(parseFileArgument('lists\\hosts'), { path: 'lists\\hosts', holds: 'list' });
  for (const path of [
    'C:\\estate\\targets.json',
    'C:/estate/targets.yaml',
    'c:targets.yml',
    '\\\\server\\share\\targets.json',
  ]) {
    assert.deepEqual(parseFileArgument(path), { path, holds: 'targets' });
  }
  for (const path of [
    'C:\\lists\\hosts',
    'C:/443/hosts',
    'C:hosts',
    'C:\\443\\hosts',
    '\\\\?\\C:\\hosts',
    '.\\hosts',
    '..\\a',
  ]) {
    assert.deepEqual(parseFileArgument(path), { path, holds: 'list' });
  }
  for (const target of ['c:443', 'c:443/a.json', 'a::1', 'a:b::1', 'a:b:c:d:1:2:3:4', 'contoso:443', 'contoso:https']) {
    assert.equal(parseFileArgument(target), undefined, target);
  }
  assert.equal(parseFileArgument('im.contoso.com'), undefined);
  assert.equal(parseFileArgument('https://im.contoso.com'), undefined);
  assert.equal(parseFileArgument('https://im.contoso.com/a.json'), undefined);
  assert.equal(parseFileArgument('im.contoso.com:443/a.json'), undefined);
  assert.equal(parseFileArgument('[::1]:443/a'), undefined);
  assert.deepEqual(parseFileArgument('im.contoso.com/list'), { path: 'im.contoso.com/list', holds: 'list' });
});

test('https://host is a CWA virtual server with external access and expands to its three names', () => {
  const endpoints = expand('https://im.contoso.com');
  assert.deepEqual(
    endpoints.map(({ id }) => id),
    [
      '-|im.contoso.com/virtual-server/im.contoso.com@-:443',
      '-|im.contoso.com/as-host/as.im.contoso.com@-:443',
      '-|im.contoso.com/download-host/download.im.contoso.com@-:443',
    ],
  );
  assert.equal(endpoints[0]?.policy, 'cwa-2007-r2');
  assert.equal(endpoints[0]?.access, 'external');
  assert.deepEqual(endpoints[0]?.trust, [{ list: null, stores: ['mozilla'] }]);
  assert.equal(endpoints[1]?.names.url, 'im.contoso.com');
});

test('host and host:port are TLS servers', () => {
  assert.equal(expand('www.contoso.com')[0]?.id, '-|-/server/www.contoso.com@-:443');
  assert.equal(expand('www.contoso.com:8443')[0]?.id, '-|-/server/www.contoso.com@-:8443');
  assert.equal(expand('localhost:8443')[0]?.policy, 'tls-server');
  assert.equal(expand('192.0.2.7:443')[0]?.id, '-|-/server/192.0.2.7@192.0.2.7:443');
  assert.equal(expand('[2001:db8::1]:8443')[0]?.id, '-|-/server/[2001:db8::1]@[2001:db8::1]:8443');
  assert.equal(expand('2001:db8::1')[0]?.id, '-|-/server/[2001:db8::1]@[2001:db8::1]:443');
  assert.equal(expand('192.0.2.7')[0]?.serverName, null);
});

test('a role makes its expectations of the host: as. and download. lose their prefix', () => {
  const names = (text: string, role: AdHocChoice['role']) => expand(text, { role, policy: undefined })[0]?.names;
  const none = { url: null, server: null, proxy: null, externalUrl: null };
  assert.deepEqual(names('as.im.contoso.com', 'as-host'), { ...none, url: 'im.contoso.com' });
  assert.deepEqual(names('download.im.contoso.com', 'download-host'), { ...none, url: 'im.contoso.com' });
  assert.deepEqual(names('as.im.contoso.com', 'virtual-server'), { ...none, url: 'as.im.contoso.com' });
  assert.deepEqual(names('cwa01.contoso.local:5061', 'mtls'), { ...none, server: 'cwa01.contoso.local' });
  assert.deepEqual(names('im.contoso.com', 'reverse-proxy-external'), {
    url: 'im.contoso.com',
    server: null,
    proxy: 'im.contoso.com',
    externalUrl: 'im.contoso.com',
  });
});

test('a role on a URL dials one name, or all three where something stands in front of the servers', () => {
  const roles = (role: AdHocChoice['role']) =>
    expand('https://im.contoso.com', { role, policy: undefined }).map((each) => `${each.role} ${each.host}`);
  assert.deepEqual(roles('virtual-server'), ['virtual-server im.contoso.com']);
  assert.deepEqual(roles('load-balancer'), [
    'load-balancer im.contoso.com',
    'load-balancer as.im.contoso.com',
    'load-balancer download.im.contoso.com',
  ]);
  assert.deepEqual(roles('server'), ['server im.contoso.com']);
});

for (const [url, place] of [
  ['ldaps://dc01.contoso.local', 'dc01.contoso.local:636'],
  ['IMAPS://Mail.Contoso.com', 'mail.contoso.com:993'],
  ['pop3s://mail.contoso.com', 'mail.contoso.com:995'],
  ['smtps://mail.contoso.com', 'mail.contoso.com:465'],
  ['submissions://mail.contoso.com', 'mail.contoso.com:465'],
  ['ftps://ftp.contoso.com', 'ftp.contoso.com:990'],
  ['sips://sip.contoso.com', 'sip.contoso.com:5061'],
  ['ircs://irc.contoso.com', 'irc.contoso.com:6697'],
  ['nntps://news.contoso.com', 'news.contoso.com:563'],
  ['mqtts://broker.contoso.com', 'broker.contoso.com:8883'],
  ['amqps://broker.contoso.com/vhost', 'broker.contoso.com:5671'],
  ['wss://www.contoso.com/chat', 'www.contoso.com:443'],
  ['tls://www.contoso.com:8443', 'www.contoso.com:8443'],
  ['ssl://[2001:db8::1]:8443/', '[2001:db8::1]:8443'],
  ['ldaps://dc01.contoso.local:3269', 'dc01.contoso.local:3269'],
] as const) {
  test(`${url} is a TLS server at its port`, () => {
    const [endpoint, ...more] = expand(url);
    const host = endpoint?.host.includes(':') ? `[${endpoint.host}]` : endpoint?.host;
    assert.deepEqual([`${host}:${endpoint?.port}`, endpoint?.role, more.length], [place, 'server', 0]);
  });
}

for (const [text, said] of [
  ['https://www.contoso.com/login?a=b@c#d', 'https://www.contoso.com'],
  ['https://user:secret@www.contoso.com', 'https://www.contoso.com'],
  ['mqtts://user:secret@broker.contoso.com/topic', 'broker.contoso.com:8883'],
  ['www.contoso.com:8443/login', 'www.contoso.com:8443'],
  ['[::1]:8443/login', '[::1]:8443'],
  ['HTTPS://WWW.Contoso.com./', undefined],
  ['https://bücher.example:/', undefined],
] as const) {
  test(`${said === undefined ? 'nothing' : 'the rest'} of ${text} is ignored`, () => {
    const target = parseTargetArgument(text, noChoice, standardPolicies);
    assert.ok(target.ok);
    const notes = createTargetNotes();
    notes.see(target.value);
    assert.deepEqual(
      notes.notices(),
      said === undefined
        ? []
        : [`Only host and port of ${said} are used; a path, query or user given with them is ignored.`],
    );
  });
}

test('a policy alone picks its general role', () => {
  assert.equal(expand('im.contoso.com', { role: undefined, policy: 'cwa-2007-r2' })[0]?.role, 'virtual-server');
  assert.equal(expand('https://im.contoso.com', { role: undefined, policy: 'tls-server' }).length, 1);
});

for (const [text, choice, words] of [
  ['host:0', noChoice, /use a port from 1 to 65535/],
  ['host:70000', noChoice, /use a port from 1 to 65535/],
  ['host:', noChoice, /port/],
  ['host:x', noChoice, /port/],
  ['', noChoice, /empty/],
  ['http://im.contoso.com', noChoice, /is a URL of http, which has no TLS; .* use https:\/\/HOST/],
  ['coaps://x.contoso.com', noChoice, /runs over UDP/],
  ['gopher://x.contoso.com', noChoice, /unknown scheme gopher; if the server begins with TLS at once, use HOST:PORT/],
  ['ldpas://x.contoso.com', noChoice, /unknown scheme ldpas; did you mean ldaps:\/\/\?/],
  ['smpt://x.contoso.com', noChoice, /unknown scheme smpt; did you mean smtp:\/\/\?/],
  ['postgre://x.contoso.com', noChoice, /unknown scheme postgre; did you mean postgres:\/\/\?/],
  ['mssqlstrict://x.contoso.com', noChoice, /unknown scheme mssqlstrict; did you mean mssql-strict:\/\/\?/],
  ['tls://www.contoso.com', noChoice, /has no port, and tls has no default; use tls:\/\/HOST:PORT/],
  ['sips:alice@contoso.com', noChoice, /^"contoso\.com" is given with a user; use HOST\[:PORT\]$/],
  ['https://evil.contoso.com\\@im.contoso.com', noChoice, /backslash/],
  ['*.contoso.com', noChoice, /wildcard/],
  ['[::1', noChoice, /neither|not a host/],
  ['im.contoso.com', { role: 'as-host', policy: undefined }, /begins with "as\."/],
  ['cwa01.contoso.local', { role: 'mtls', policy: undefined }, /no default/],
  ['cwa01:5061', { role: 'mtls', policy: undefined }, /single label/],
  ['im.contoso.com', { role: 'mtls', policy: 'tls-server' }, /has no role mtls/],
] as const) {
  test(`refuses ${JSON.stringify(text)}${choice.role === undefined ? '' : ` as ${choice.role}`}`, () => {
    const result = parseTargetArgument(text, choice, standardPolicies);
    assert.match(result.ok ? '' : result.error, words);
  });
}

test('--address keeps the names and moves the id, --trust keeps the lists and replaces the stores', () => {
  const [endpoint] = expand('https://im.contoso.com').slice(1);
  assert.ok(endpoint);
  const changed = overrideEndpoint(endpoint, { address: '127.0.0.1', serverName: 'x.contoso.com', trust: ['a', 'b'] });
  assert.equal(changed.id, '-|im.contoso.com/as-host/as.im.contoso.com@127.0.0.1:443');
  assert.equal(changed.address, '127.0.0.1');
  assert.equal('lookupName' in changed, false);
  assert.equal(changed.host, 'as.im.contoso.com');
  assert.equal(changed.serverName, 'x.contoso.com');
  assert.deepEqual(changed.trust, [{ list: null, stores: ['a', 'b'] }]);
});

function expand(text: string, choice: AdHocChoice = noChoice) {
  const target = parseTargetArgument(text, choice, standardPolicies);
  assert.ok(target.ok, target.ok ? '' : target.error);
  return [...expandAdHoc(target.value)];
}

test('a policy that extends the flagship knows virtual servers too, and a role of that name elsewhere does not', () => {
  const own = compilePolicy([cwa2007R2, { id: 'own', title: 'Own', extends: 'cwa-2007-r2' }]);
  const roles = { 'load-balancer': { title: 'Balancer' } };
  const mail = compilePolicy([tlsServer, { id: 'mail', title: 'Mail', extends: 'tls-server', roles }]);
  const known = new Map([...standardPolicies, ['own', own], ['mail', mail]]);
  const rolesOf = (policy: string, role?: string) => {
    const read = parseTargetArgument('https://im.contoso.com', { role, policy }, known);
    return read.ok
      ? [...expandAdHoc(read.value)].map((each) => `${each.policy} ${each.role} ${each.host}`)
      : read.error;
  };
  assert.deepEqual(rolesOf('own'), [
    'own virtual-server im.contoso.com',
    'own as-host as.im.contoso.com',
    'own download-host download.im.contoso.com',
  ]);
  assert.deepEqual(rolesOf('mail', 'load-balancer'), ['mail load-balancer im.contoso.com']);
});
