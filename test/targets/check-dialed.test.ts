import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PolicyDocument } from '../../src/model/policy-document.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { document as tlsServer } from '../../src/policy/documents/tls-server.ts';
import { checkDialed } from '../../src/targets/check-dialed.ts';
import { createProblemCollector } from '../../src/targets/problem-collector.ts';

type Role = NonNullable<PolicyDocument['roles']>[string];
type Dial = NonNullable<Role['dial']>[number];

const listed = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `n${index}`);
const path = (name: string): string => `\${${name}}`;

/** What is wrong with the endpoints that a rule makes of the parameters. */
function problemsOf(dial: Partial<Dial>, parameters: Record<string, unknown>, role: Partial<Role> = {}) {
  const rule = { host: 'www.contoso.test', port: 443, ...dial };
  const policy = compilePolicy([tlsServer, { id: 'own', title: 'Own', roles: { own: { dial: [rule], ...role } } }]);
  const collector = createProblemCollector();
  checkDialed(policy, parameters, ['parameters'], collector);
  return collector.problems.map(({ message }) => message);
}

test('what can be dialed is no problem, and a list makes an endpoint each', () => {
  assert.deepEqual(problemsOf({ host: path('names'), port: path('port') }, { names: listed(1_000), port: 5061 }), []);
  assert.deepEqual(problemsOf({ address: path('at'), lookup: path('name') }, { at: '10.0.0.1', name: 'a.test' }), []);
  assert.deepEqual(problemsOf({ host: path('none') }, { none: [] }), []);
});

for (const [name, dial] of [
  ['a port that is a word', { port: path('text') }],
  ['a port beyond 65535', { port: `${path('port')}9999` }],
  ['a port that is a fraction', { port: path('fraction') }],
  ['a host with a blank', { host: path('blank') }],
  ['a host with a terminal escape', { host: path('escape') }],
  ['a host that is a wildcard', { host: `*.${path('text')}` }],
  ['an address that is none', { address: path('text') }],
  ['a name to resolve that is none', { lookup: path('blank') }],
] as const) {
  test(`${name} cannot be dialed, and the problem says so once`, () => {
    const parameters = { text: 'www', port: 9999, fraction: '1.5', blank: 'a b', escape: '\u001b[2J' };
    const problems = problemsOf(dial, parameters);
    assert.equal(problems.length, 1, problems.join());
    assert.match(problems[0] ?? '', /^make an endpoint of role own that cannot be dialed: /);
    assert.doesNotMatch(problems[0] ?? '', /\p{Cc}/u);
  });
}

test('lists that multiply in a host or in a demanded name are refused before they are multiplied', () => {
  const product = Array.from({ length: 6 }, () => path('names')).join('.');
  const parameters = { names: listed(1_000) };
  const [ofHost] = problemsOf({ host: product }, parameters);
  assert.match(ofHost ?? '', /stands for more than 10000 texts/);
  const [ofName] = problemsOf({}, parameters, { names: { required: { dns: [product] } } });
  assert.match(ofName ?? '', /stands for more than 10000 texts/);
});

test('hosts and ports that multiply are refused', () => {
  const ports = Array.from({ length: 9_000 }, (_, index) => index + 1);
  const problems = problemsOf({ host: path('names'), port: path('ports') }, { names: listed(9_000), ports });
  assert.deepEqual(problems, ['make more than 100000 endpoints; declare several deployments']);
});
