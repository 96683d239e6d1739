import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PolicyDocument } from '../../src/model/policy-document.ts';
import type { RoleDocument } from '../../src/model/role-document.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { comparePolicies } from '../../src/policy/compare-policies.ts';
import { findPolicyProblems } from '../../src/policy/find-policy-problems.ts';
import { findUnusualPorts } from '../../src/policy/find-dial-problems.ts';
import { overTlsServer } from './policy-documents.ts';

type Rule = Partial<NonNullable<RoleDocument['dial']>[number]>;
type Field = NonNullable<PolicyDocument['parameters']>[string];

const path = (name: string): string => `\${${name}}`;
const host = path('name');

/** A policy that dials by one rule; servers may say port and protocol themselves. */
function documentsOf(rule: Rule, fields: Record<string, Partial<Field>> = {}) {
  const described = Object.entries(fields).map(([key, field]) => [key, { kind: 'text', description: key, ...field }]);
  const servers = {
    kind: 'object',
    list: true,
    description: 'Servers.',
    fields: Object.fromEntries(described),
  } as const;
  const parameters = { name: { kind: 'name', description: 'Name.' } as const, servers };
  const dial = [{ each: 'servers', as: 'server', host, ...rule }];
  return overTlsServer({ parameters, roles: { door: { title: 'Door', source: 'House', dial } } });
}

function problemsOf(...args: Parameters<typeof documentsOf>): readonly string[] {
  return findPolicyProblems(documentsOf(...args), new Map()).map((each) => `${each.path}: ${each.message}`);
}

function unusualPortsOf(...args: Parameters<typeof documentsOf>): readonly string[] {
  const documents = documentsOf(...args);
  return findUnusualPorts(documents[1], compilePolicy(documents)).map((each) => `${each.path}: ${each.message}`);
}

const at = 'roles.door.dial[0]';

test('a protocol, none, and a template of a parameter are fine', () => {
  assert.deepEqual(problemsOf({ startTls: 'smtp' }), []);
  assert.deepEqual(problemsOf({ startTls: 'none', port: 465 }), []);
  assert.deepEqual(problemsOf({ startTls: path('server.begins'), port: 25 }, { begins: {} }), []);
});

for (const [word, advice] of [
  ['smpt', 'did you mean smtp?'],
  ['IMAP', 'did you mean imap?'],
  ['gopher', /use smtp, lmtp, .*, irc, none$/],
] as const) {
  test(`${word} is no protocol before TLS, as it stands or as the default of a parameter`, () => {
    const found = [
      problemsOf({ startTls: word, port: 25 }),
      problemsOf({ startTls: path('server.begins'), port: 25 }, { begins: { default: word } }),
    ].flat();
    assert.equal(found.length, 2);
    for (const each of found) {
      assert.ok(each.startsWith(`${at}.startTls: unknown protocol before TLS "${word}"; `), each);
      assert.ok(typeof advice === 'string' ? each.endsWith(advice) : advice.test(each), each);
    }
  });
}

test('a template of startTls names what the deployment declares', () => {
  assert.match(problemsOf({ startTls: path('server.begin'), port: 25 }, { begins: {} })[0] ?? '', /did you mean/);
});

test('a rule without port needs a protocol, whose usual port it is', () => {
  const missing = `${at}.port: is missing; state it, or state \`startTls\` for its usual port`;
  assert.deepEqual(problemsOf({}), [missing]);
  assert.deepEqual(problemsOf({ startTls: 'none' }), [missing]);
  assert.deepEqual(problemsOf({ startTls: path('server.begins') }, { begins: {} }), []);
});

for (const [what, rule, fields] of [
  ['stated', { port: 465, startTls: 'smtp' }, {}],
  [
    'defaults',
    { port: path('server.port'), startTls: path('server.begins') },
    { port: { kind: 'port', default: 465 }, begins: { default: 'smtp' } },
  ],
] as const) {
  test(`a port that begins with TLS, and a protocol before it: ${what}`, () => {
    assert.deepEqual(unusualPortsOf(rule, fields), [
      `${at}.port: TLS usually begins at once on port 465, but startTls is smtp; use another port, or leave startTls out`,
    ]);
  });
}

test('a port of plain text without a protocol, and with another', () => {
  assert.match(
    unusualPortsOf({ port: 389 })[0] ?? '',
    /^roles\.door\.dial\[0\]\.port: ldap is usually spoken before TLS/,
  );
  assert.match(unusualPortsOf({ port: 110, startTls: 'imap' })[0] ?? '', /use another port, or startTls: pop3$/);
  assert.deepEqual(unusualPortsOf({ port: 110, startTls: 'pop3' }), []);
  assert.deepEqual(unusualPortsOf({ startTls: 'pop3' }), []);
});

test('what the deployment says is not guessed', () => {
  assert.deepEqual(unusualPortsOf({ port: 465, startTls: path('server.begins') }, { begins: {} }), []);
  assert.deepEqual(unusualPortsOf({ port: path('server.port'), startTls: 'smtp' }, { port: { kind: 'port' } }), []);
});

test('policy diff says what is spoken before TLS, and on which port', () => {
  const differences = comparePolicies(documentsOf({ port: 465 }), documentsOf({ port: 587, startTls: 'smtp' }));
  assert.deepEqual(differences, [
    { role: 'door', change: 'added', value: 'dial.startTls', before: null, after: '[smtp on 587]' },
  ]);
});
