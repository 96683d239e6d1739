import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inGroups } from '../../src/audit/in-groups.ts';

test('values come in groups of the size asked for, in their order, the rest at the end', async () => {
  assert.deepEqual(await groupsOf([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(await groupsOf([1, 2], 2), [[1, 2]]);
  assert.deepEqual(await groupsOf([], 2), []);
});

async function groupsOf(values: readonly number[], size: number): Promise<readonly (readonly number[])[]> {
  const groups: (readonly number[])[] = [];
  for await (const group of inGroups(values, size)) groups.push(group);
  return groups;
}
