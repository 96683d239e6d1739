import assert from 'node:assert/strict';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { type Expansion, expandTargets } from '../../src/targets/expand-targets.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';

/** Expands a targets file that has to be sound. */
export function expansionOf(file: unknown): Expansion {
  const targets = parseTargets(file, standardPolicies, waivableChecks());
  assert.ok(targets.ok, targets.ok ? '' : JSON.stringify(targets.error));
  return expandTargets(targets.value, standardPolicies);
}

/** Expands one virtual server in a deployment named `d`. */
export function virtualServer(declared: object): Expansion {
  return expansionOf({ deployments: [{ name: 'd', virtualServers: [declared] }] });
}

/** `ROLE HOST@ADDRESS:PORT` of each endpoint, in order. */
export function lines({ endpoints }: Expansion): readonly string[] {
  return endpoints.map(({ id }) => id.replace(/^.*?\/([^/]*)\/(.*)$/, '$1 $2'));
}
