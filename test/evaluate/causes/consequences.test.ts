import assert from 'node:assert/strict';
import { test } from 'node:test';

import { consequences, findCauseOf, followsFromAny } from '../../../src/evaluate/causes/consequences.ts';
import { deriveCauses } from '../../../src/evaluate/causes/derive-causes.ts';
import { declaredFaults, failedWith, faultsOf, scene } from './declared-faults.ts';

const checks = new Set([...declaredFaults.keys()].map((name) => name.split('/')[0] ?? ''));
const patterns = new Set(consequences.flatMap(({ cause, effects }) => [cause, ...effects]));

test('every fault that the table names is declared by its check', () => {
  const exact = [...patterns].filter((pattern) => !pattern.endsWith('*'));
  assert.deepEqual(
    exact.filter((name) => !declaredFaults.has(name)),
    [],
  );
});

test('every check that the table names exists', () => {
  const named = [...patterns].filter((pattern) => pattern !== '*').map((pattern) => pattern.split('/')[0] ?? '');
  assert.deepEqual(
    named.filter((check) => !checks.has(check)),
    [],
  );
});

for (const { cause, effects } of consequences.filter((row) => row.cause !== '*')) {
  test(`what follows from ${cause} is told as that cause, whichever check answers first`, () => {
    for (const root of faultsOf(cause)) {
      for (const effect of effects.flatMap(faultsOf)) {
        const failed = [failedWith(root), failedWith(effect)];
        for (const order of [failed, failed.toReversed()]) {
          const { causes } = deriveCauses(order, scene);
          assert.deepEqual(
            causes.map(({ fault, findings }) => [fault, findings]),
            [[root, 2]],
            `${effect} after ${root}`,
          );
        }
      }
    }
  });

  test(`without ${cause} each of its effects is a cause itself`, () => {
    for (const effect of effects.flatMap(faultsOf)) {
      assert.deepEqual(
        deriveCauses([failedWith(effect)], scene).causes.map(({ fault }) => fault),
        [effect],
      );
    }
  });
}

const differences = ['array-consistency/outcomes-differ', 'certificates-across-sites/outcomes-differ'];

test('a difference between the servers of an array, or between sites, follows from anything but a difference', () => {
  for (const name of declaredFaults.keys()) {
    const isDifference = differences.includes(name);
    assert.equal(followsFromAny(name), isDifference, name);
    for (const effect of differences)
      assert.equal(findCauseOf(named(effect), [name], named), isDifference ? undefined : name);
  }
});

test('nothing follows from itself, however long the way round', () => {
  const names = new Set([...declaredFaults.keys(), ...[...patterns].filter((pattern) => !pattern.endsWith('*'))]);
  const causesOf = (effect: string): readonly string[] =>
    [...names].filter((name) => name !== effect && findCauseOf(named(effect), [name], named) !== undefined);
  const clear = new Set<string>();
  const visit = (name: string, way: readonly string[]): void => {
    assert.ok(!way.includes(name), [...way, name].join(' follows from '));
    if (clear.has(name)) return;
    for (const cause of causesOf(name)) visit(cause, [...way, name]);
    clear.add(name);
  };
  for (const name of names) visit(name, []);
});

test('what is about one certificate does not follow from what is about another, if the row says so', () => {
  const encoding = { fault: 'certificate-encoding/malformed-extension', certificate: 'a' };
  const profile = (certificate: string) => ({ fault: 'certificate-profile/rfc-5280', certificate });
  const causeOf = (certificate: string) => findCauseOf(profile(certificate), [encoding], (each) => each);
  assert.equal(causeOf('a'), encoding);
  assert.equal(causeOf('b'), undefined);
});

function named(fault: string) {
  return { fault, certificate: 'a' };
}
