import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PolicyDocument } from '../../src/model/policy-document.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { findTemplateProblems } from '../../src/policy/find-template-problems.ts';
import { overTlsServer } from './policy-documents.ts';

const path = (name: string): string => `\${${name}}`;

function problemsOf(changes: Partial<PolicyDocument>, dns: string) {
  const roles = { node: { title: 'Node', names: { required: { dns: [dns] } } } };
  const documents = overTlsServer({ ...changes, roles });
  return findTemplateProblems(documents[1], compilePolicy(documents)).map(({ message }) => message);
}

for (const name of ['domain', 'node.host', 'url.host', 'server.fqdn']) {
  test(`in a policy without parameters ${name} is to be declared under parameters`, () => {
    assert.deepEqual(problemsOf({}, path(name)), [
      `the policy has no parameters, so no "${name}"; declare it under \`parameters\``,
    ]);
  });
}

test('the host and the port dialed need no parameters', () => {
  assert.deepEqual(problemsOf({}, path('host')), []);
});

test('in a policy with parameters the nearest one is named, else all', () => {
  const parameters = { domain: { kind: 'name', description: 'Domain.' } } as const;
  assert.deepEqual(problemsOf({ parameters }, path('domain')), []);
  assert.match(problemsOf({ parameters }, path('domian'))[0] ?? '', /did you mean domain\?/);
  assert.match(problemsOf({ parameters }, path('else'))[0] ?? '', /use host, port, domain$/);
});
