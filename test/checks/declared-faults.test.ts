import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deploymentChecks } from '../../src/checks/deployment-checks.ts';
import { endpointChecks } from '../../src/checks/endpoint-checks.ts';
import { scanChecks } from '../../src/checks/scan-checks.ts';
import { consequences } from '../../src/evaluate/causes/consequences.ts';

const checks = [...endpointChecks, ...deploymentChecks, ...scanChecks];
const converted = checks.filter(({ faults }) => !Object.hasOwn(faults, 'unsorted'));

test('every fault that the table of consequences names is declared by its check', () => {
  const named = new Set(consequences.flatMap(({ cause, effects }) => [cause, ...effects]));
  for (const { id, faults } of converted) {
    const faultIds = [...named].flatMap((name) => (name.startsWith(`${id}/`) ? [name.slice(id.length + 1)] : []));
    assert.deepEqual(
      faultIds.filter((fault) => fault !== '*' && !Object.hasOwn(faults, fault)),
      [],
      id,
    );
  }
});

test('a fault is told in whole sentences without a full stop in its title, and its remedy is an order', () => {
  for (const { id, faults } of converted) {
    for (const [fault, { title, why, remedy }] of Object.entries(faults)) {
      const name = `${id}/${fault}`;
      assert.match(fault, /^[a-z0-9]+(-[a-z0-9]+)*$/, name);
      assert.match(title, /^[A-Z].*[^.]$/, name);
      assert.match(why, /^[A-Z].*\.$/, name);
      assert.match(remedy, /^[A-Z][a-z]+ .*\.$/, name);
    }
  }
});
