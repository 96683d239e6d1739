import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { declaredPolicies, parseTargets } from '../../src/targets/parse-targets.ts';
import { sectionSeven } from './section-seven.ts';

/** Things that stand where something else is wanted. */
const strange: readonly unknown[] = [
  ...[null, undefined, true, 0, -1, 1.5, 1e308, '', ' ', 'x', '\u0000', '\u202e', 'https://', 'https://a.b/', '::1'],
  ...[[], [null], [[]], {}, { length: 3 }, { files: [] }, { url: 'https://a.b' }, 'a'.repeat(5_000), ['a', 1]],
];

const accepted = { check: 'key-usage', fault: 'missing-bits', by: 'A', reason: 'B', until: '2027-01-31' };

/** The same with everything else that a file may hold. */
const whole = {
  ...sectionSeven,
  policies: ['own.yaml'],
  defaults: {
    trust: ['contoso'],
    fetch: { crl: true, allow: ['10.0.0.0/8'] },
    policyOverrides: {
      severity: { 'key-usage': 'off' },
      thresholds: { expiryMarginDays: 14, revocationFailures: ['unknown'] },
    },
    waivers: [{ ...accepted, role: 'server' }],
  },
  targets: [
    {
      host: 'www.contoso.com',
      alpn: ['h2'],
      fetch: { issuers: true },
      policyOverrides: { severity: { 'key-usage': 'info' } },
      waivers: [{ ...accepted, certificate: 'ab'.repeat(32) }],
    },
  ],
};

test('a file in which anything at all stands anywhere never throws, and always says where the fault is', () => {
  const places = pathsOf(whole);
  for (const place of places) {
    for (const value of strange) {
      const result = parseTargets(replaceAt(whole, place, value), standardPolicies, waivableChecks());
      declaredPolicies(replaceAt(whole, place, value));
      if (result.ok) expandTargets(result.value, standardPolicies);
      else for (const { message } of result.error) assert.ok(message.length > 0);
    }
  }
  assert.ok(places.length > 40);
});

test('the file without them is right, and names its policies', () => {
  assert.ok(parseTargets(whole, standardPolicies, waivableChecks()).ok);
  assert.deepEqual(declaredPolicies(whole), ['own.yaml']);
});

test('two faults at once are both told', () => {
  const places = pathsOf(sectionSeven).filter((path) => typeof valueAt(sectionSeven, path) === 'string');
  for (const [index, place] of places.entries()) {
    const other = places[(index + 3) % places.length] ?? [];
    const file = replaceAt(replaceAt(sectionSeven, place, 5), other, 5);
    const result = parseTargets(file, standardPolicies, waivableChecks());
    const told = new Set(result.ok ? [] : result.error.map(({ path }) => path));
    assert.ok(told.size >= 2, `${place.join('.')} and ${other.join('.')}: ${[...told].join(' ')}`);
  }
});

type Place = readonly (string | number)[];

function pathsOf(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const keys: readonly (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const below = keys.flatMap((key) =>
    pathsOf((value as Record<string | number, unknown>)[key]).map((rest) => [key, ...rest]),
  );
  return [[], ...below];
}

function valueAt(root: unknown, place: Place): unknown {
  return place.reduce((value, key) => (value as Record<string | number, unknown>)[key], root);
}

function replaceAt(root: unknown, place: Place, value: unknown): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return value;
  const copy = Array.isArray(root) ? [...(root as readonly unknown[])] : { ...(root as object) };
  const record = copy as Record<string | number, unknown>;
  record[key] = replaceAt(record[key], rest, value);
  return copy;
}
