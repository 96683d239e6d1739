import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ByteQueue } from '../../../src/tls/bytes/byte-queue.ts';

test('bytes that lie in one piece are taken as a view of it', () => {
  const queue = new ByteQueue();
  const piece = Uint8Array.of(1, 2, 3, 4);
  queue.push(piece);
  assert.equal(queue.take(1).buffer, piece.buffer);
  assert.equal(queue.take(3).buffer, piece.buffer);
  assert.equal(queue.length, 0);
});

test('bytes that lie in several pieces are taken together', () => {
  const queue = new ByteQueue();
  for (const byte of [1, 2, 3]) queue.push(Uint8Array.of(byte));
  assert.deepEqual([...queue.peek(2)], [1, 2]);
  assert.deepEqual([...queue.take(3)], [1, 2, 3]);
});

test('peek and take give what is there when it is less than was asked for', () => {
  const queue = new ByteQueue();
  assert.deepEqual([...queue.peek(2), ...queue.take(2)], []);
  queue.push(new Uint8Array(0));
  queue.push(Uint8Array.of(7));
  assert.deepEqual([...queue.peek(2)], [7]);
  assert.deepEqual([...queue.take(2)], [7]);
  assert.equal(queue.length, 0);
});

test('a small part of a large piece does not keep it in memory, neither taken nor left', () => {
  const queue = new ByteQueue();
  const piece = Uint8Array.from({ length: 60_000 }, (_, index) => index);
  queue.push(piece);
  const first = queue.take(100);
  assert.deepEqual(first, piece.subarray(0, 100));
  assert.equal(first.buffer.byteLength, 100);
  assert.equal(queue.take(59_000).buffer, piece.buffer);
  const rest = queue.take(900);
  assert.deepEqual(rest, piece.subarray(59_100));
  assert.equal(rest.buffer.byteLength, 900);
});

test('however small the parts in which a large piece is taken, all copies together are no more than twice as long', () => {
  const queue = new ByteQueue();
  const piece = new Uint8Array(400_000);
  queue.push(piece);
  const buffers = new Set<ArrayBufferLike>();
  while (queue.length > 0) {
    buffers.add(queue.peek(1).buffer);
    buffers.add(queue.take(1_000).buffer);
  }
  buffers.delete(piece.buffer);
  const copied = [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0);
  assert.ok(copied <= 2 * piece.length, `${copied}`);
});

test('what is left behind what was taken is not copied, however many pieces wait', () => {
  const queue = new ByteQueue();
  const [first, second] = [new Uint8Array(1_000), new Uint8Array(1_000)];
  queue.push(first);
  queue.push(second);
  for (let taken = 0; taken < 10; taken += 1) assert.equal(queue.take(100).buffer, first.buffer);
  assert.equal(queue.peek(500).buffer, second.buffer);
  queue.push(new Uint8Array(1));
  for (let taken = 0; taken < 10; taken += 1) assert.equal(queue.take(100).buffer, second.buffer);
  assert.equal(queue.length, 1);
});
