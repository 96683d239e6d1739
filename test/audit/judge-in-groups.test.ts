import assert from 'node:assert/strict';
import { test } from 'node:test';

import { judgeInGroups } from '../../src/audit/judge-in-groups.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { observationWith } from '../evaluate/observation.ts';

async function readAll<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** A judge that only notes how many it was asked for at once. */
function noting(sizes: number[]) {
  return {
    evaluateInSteps: function* (observations: readonly EndpointObservation[]) {
      sizes.push(observations.length);
      return observations.map(({ endpoint }) => ({ id: endpoint.id }) as EndpointReport);
    },
  };
}

const noTime = { monotonicMs: (): number => 0, isOver: (): boolean => false };

const holding = (bytes: number): EndpointObservation => observationWith([new Uint8Array(bytes)]);

test('at most 32 are judged together, and reports come in the order of the observations', async () => {
  const sizes: number[] = [];
  const observations = Array.from({ length: 70 }, () => holding(1_000));
  const judged = await readAll(judgeInGroups(observations, noting(sizes), noTime));
  assert.deepEqual(
    judged.map(({ observation }) => observation),
    observations,
  );
  assert.deepEqual(sizes, [32, 32, 6]);
});

test('large chains are judged with few others, one beyond the bound by itself', async () => {
  const sizes: number[] = [];
  const observations = [25_000, 25_000, 25_000, 125_000, 1_000, 1_000].map(holding);
  assert.equal((await readAll(judgeInGroups(observations, noting(sizes), noTime))).length, 6);
  assert.deepEqual(sizes, [2, 1, 1, 2]);
});

test('nothing is judged before its report is asked for', async () => {
  const sizes: number[] = [];
  const judged = judgeInGroups(
    Array.from({ length: 64 }, () => holding(1_000)),
    noting(sizes),
    noTime,
  );
  await judged.next();
  assert.deepEqual(sizes, [32]);
});

test('between two groups others have their turn', async () => {
  const turns: string[] = [];
  setImmediate(() => turns.push('a socket'));
  const noted = noting([]);
  const evaluateInSteps = (observations: readonly EndpointObservation[]) => {
    turns.push('a group');
    return noted.evaluateInSteps(observations);
  };
  const observations = Array.from({ length: 64 }, () => holding(1_000));
  await readAll(judgeInGroups(observations, { evaluateInSteps }, noTime));
  assert.deepEqual(turns, ['a group', 'a socket', 'a group']);
});

test('within a group others have their turn once judging has taken some time, at the end of a step', async () => {
  const turns: string[] = [];
  let nowMs = 0;
  const evaluateInSteps = function* (observations: readonly EndpointObservation[]) {
    for (const step of ['quick', 'slow', 'quick']) {
      turns.push(step);
      nowMs += step === 'slow' ? 40 : 1;
      yield undefined;
    }
    return observations.map(({ endpoint }) => ({ id: endpoint.id }) as EndpointReport);
  };
  setImmediate(() => turns.push('a socket'));
  await readAll(judgeInGroups([holding(1_000)], { evaluateInSteps }, { ...noTime, monotonicMs: () => nowMs }));
  assert.deepEqual(turns, ['quick', 'slow', 'a socket', 'quick']);
});

test('what is left is not judged once it is over, a group that was begun included', async () => {
  let nowMs = 0;
  let steps = 0;
  const evaluateInSteps = function* (observations: readonly EndpointObservation[]) {
    for (; steps < 10; steps += 1) {
      nowMs += 40;
      yield undefined;
    }
    return observations.map(({ endpoint }) => ({ id: endpoint.id }) as EndpointReport);
  };
  const over = { monotonicMs: () => nowMs, isOver: () => nowMs >= 120 };
  assert.deepEqual(await readAll(judgeInGroups([holding(1_000)], { evaluateInSteps }, over)), []);
  assert.equal(steps, 2);
});
