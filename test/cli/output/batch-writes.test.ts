import assert from 'node:assert/strict';
import { test } from 'node:test';

import { batchWrites } from '../../../src/cli/output/batch-writes.ts';
import type { FileSink } from '../../../src/cli/output/file-sink.ts';

/** Remembers what happens to it; `failure` is thrown by every write. */
function openMemory(failure?: Error) {
  const events: string[] = [];
  const sink: FileSink = {
    write: async (content) => {
      events.push(Buffer.from(content).toString());
      if (failure !== undefined) throw failure;
    },
    finish: async () => void events.push('finished'),
    abandon: async () => void events.push('abandoned'),
  };
  return { events, sink };
}

test('texts that come together are written at once, before the file is finished', async () => {
  const { events, sink } = openMemory();
  const batched = batchWrites(sink);
  await batched.write('one ');
  await batched.write('two');
  await batched.finish();
  assert.deepEqual(events, ['one two', 'finished']);
});

test('a caller waits while more than a megabyte waits to be written', async () => {
  const { events, sink } = openMemory();
  const batched = batchWrites(sink);
  const full = 'x'.repeat(1_048_576);
  await batched.write(full);
  assert.deepEqual(events, []);
  await batched.write('y');
  assert.deepEqual(events, [`${full}y`]);
});

test('what goes wrong is thrown by the next call, and the file is not finished', async () => {
  const { events, sink } = openMemory(new Error('the disk is full'));
  const batched = batchWrites(sink);
  await batched.write('lost');
  await assert.rejects(batched.finish(), /the disk is full/);
  await assert.rejects(batched.write('more'), /the disk is full/);
  assert.deepEqual(events, ['lost']);
});

test('what waits when a file is abandoned is not written', async () => {
  const { events, sink } = openMemory();
  const batched = batchWrites(sink);
  await batched.write('lost');
  await batched.abandon();
  assert.deepEqual(events, ['abandoned']);
});
