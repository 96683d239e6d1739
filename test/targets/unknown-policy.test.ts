import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';

function problemsOf(deployment: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = parseTargets({ deployments: [{ name: 'a', ...deployment }] }, standardPolicies, waivableChecks());
  return parsed.ok ? [] : parsed.error.map(({ path, message }) => `${path}: ${message}`);
}

for (const [name, rest] of [
  ['parameters', { parameters: { nodes: [{ host: 'a.contoso.com' }] } }],
  ['nothing', {}],
  ['virtual servers', { virtualServers: [] }],
  ['overrides of a check', { policyOverrides: { severity: { 'key-type': 'error' } } }],
] as const) {
  test(`a deployment of an unknown policy with ${name}: what depends on the policy is not judged by another`, () => {
    const problems = problemsOf({ policy: 'rediss', ...rest });
    assert.match(
      problems.at(-1) ?? '',
      /^deployments\[0\]\.policy: unknown policy "rediss"; use .*mtls-mesh; a file of your own is listed under `policies`/,
    );
    assert.ok(problems.every((problem) => !/is missing|declare|unknown check/.test(problem)));
  });
}

test('what does not depend on the policy is said beside it', () => {
  const problems = problemsOf({ policy: 'tls-servr', name: ' ', trust: { internal: ['corp'] } });
  assert.deepEqual(
    problems.map((problem) => problem.split(':')[0]),
    ['deployments[0].policy', 'deployments[0].name', 'deployments[0].trust.internal[0]'],
  );
  assert.match(problems[0] ?? '', /did you mean tls-server\?/);
});

test('a deployment without a policy still needs its virtual servers', () => {
  assert.deepEqual(problemsOf({}), ['deployments[0].virtualServers: is missing']);
});
