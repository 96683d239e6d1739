import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import type { PolicyDocument } from '../../src/model/policy-document.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { document as tlsServer } from '../../src/policy/documents/tls-server.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';

const path = (name: string): string => `\${${name}}`;

/** Servers that say port and protocol themselves, or leave them to the rule. */
const fields: NonNullable<PolicyDocument['parameters']> = {
  fqdn: { kind: 'name', required: true, description: 'Name.' },
  port: { kind: 'port', description: 'Port.' },
  begins: { kind: 'text', description: 'Protocol.' },
  beginnings: { kind: 'text', list: true, description: 'Protocols.' },
};

function expand(rule: object, server: object) {
  const dial = [{ each: 'servers', as: 'server', host: path('server.fqdn'), ...rule }];
  const parameters = { servers: { kind: 'object' as const, list: true, description: 'Servers.', fields } };
  const policy = compilePolicy([tlsServer, { id: 'own', title: 'Own', parameters, roles: { door: { dial } } }]);
  const policies = new Map([['own', policy]]);
  const deployment = { name: 'd', policy: 'own', parameters: { servers: [{ fqdn: 'a.test', ...server }] } };
  const targets = parseTargets({ deployments: [deployment] }, policies, waivableChecks());
  if (!targets.ok) return targets.error.map(({ message }) => message);
  const { endpoints, notices } = expandTargets(targets.value, policies);
  const unusual = notices.filter((notice) => !notice.includes('trust list'));
  return [...endpoints.map(({ port, startTls }) => `${startTls ?? 'TLS'} ${port}`), ...unusual];
}

test('a word or a template says what is spoken before TLS; none, and nothing declared, is TLS at once', () => {
  assert.deepEqual(expand({ startTls: 'imap', port: 143 }, {}), ['imap 143']);
  const rule = { startTls: path('server.begins'), port: 2525 };
  assert.deepEqual(expand(rule, { begins: 'smtp' }), ['smtp 2525']);
  assert.deepEqual(expand(rule, { begins: 'none' }), ['TLS 2525']);
  assert.deepEqual(expand(rule, {}), ['TLS 2525']);
});

test('without a port, the usual one of the protocol is dialed', () => {
  for (const [protocol, port] of [
    ['smtp', 25],
    ['pop3', 110],
    ['ldap', 389],
    ['mssql', 1433],
    ['rdp', 3389],
  ] as const) {
    assert.deepEqual(expand({ startTls: protocol }, {}), [`${protocol} ${port}`]);
    assert.deepEqual(expand({ startTls: path('server.begins') }, { begins: protocol }), [`${protocol} ${port}`]);
  }
});

test('several protocols are several endpoints, each on its port', () => {
  assert.deepEqual(expand({ startTls: path('server.beginnings') }, { beginnings: ['pop3', 'imap'] }), [
    'pop3 110',
    'imap 143',
  ]);
});

test('a port that the deployment does not declare is no endpoint, whatever is spoken there', () => {
  assert.deepEqual(expand({ startTls: 'smtp', port: path('server.port') }, {}), []);
});

test('words that are no protocol, and TLS at once without a port, cannot be dialed', () => {
  const cannot = 'make an endpoint of role door that cannot be dialed:';
  assert.deepEqual(expand({ startTls: path('server.begins') }, { begins: 'ladp' }), [
    `${cannot} unknown protocol before TLS "ladp"; did you mean ldap?`,
  ]);
  assert.deepEqual(expand({ startTls: path('server.begins') }, { begins: 'none' }), [
    `${cannot} it has no port, and there is no usual one where TLS begins at once`,
  ]);
});

test('a deployment whose port is usually another door is told so', () => {
  const rule = { startTls: 'smtp', port: path('server.port') };
  assert.deepEqual(expand(rule, { port: 587 }), ['smtp 587']);
  assert.deepEqual(expand(rule, { port: 465 }), [
    'smtp 465',
    'Deployment d, role door: TLS usually begins at once on port 465, but startTls is smtp; use another port, or leave startTls out.',
  ]);
  assert.match(
    expand({ port: path('server.port') }, { port: 143 })[1] ?? '',
    /imap is usually spoken before TLS on port 143/,
  );
});
