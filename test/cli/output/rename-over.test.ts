import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type RenameSystem, renameOver } from '../../../src/cli/output/rename-over.ts';

/** A file system that refuses with these codes one after the other, and then takes it. */
function refusing(platform: NodeJS.Platform, codes: readonly string[]) {
  const left = [...codes];
  const pausesMs: number[] = [];
  let renamed = 0;
  const system: RenameSystem = {
    platform,
    rename: async () => {
      const code = left.shift();
      if (code !== undefined) throw Object.assign(new Error(code), { code });
      renamed += 1;
    },
    sleep: async (ms) => void pausesMs.push(ms),
  };
  return { system, pausesMs, renamed: () => renamed };
}

test('on Windows a target that another program has open is tried again, ever more slowly', async () => {
  const { system, pausesMs, renamed } = refusing('win32', ['EPERM', 'EACCES', 'EBUSY']);
  await renameOver('a', 'b', system);
  assert.equal(renamed(), 1);
  assert.deepEqual(pausesMs, [10, 20, 40]);
});

test('on Windows one that stays open is said to be in use', async () => {
  const { system, pausesMs } = refusing('win32', Array(20).fill('EPERM'));
  await assert.rejects(renameOver('a', 'b', system), { code: 'EBUSY' });
  assert.equal(pausesMs.reduce((sum, each) => sum + each, 0) <= 1_300, true);
});

test('what is no conflict is thrown at once, and elsewhere everything is', async () => {
  for (const [platform, code] of [
    ['win32', 'ENOSPC'],
    ['linux', 'EPERM'],
    ['darwin', 'EACCES'],
  ] as const) {
    const { system, pausesMs } = refusing(platform, [code]);
    await assert.rejects(renameOver('a', 'b', system), { code });
    assert.deepEqual(pausesMs, []);
  }
});
