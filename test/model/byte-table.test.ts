import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type ByteTable, createByteTable } from '../../src/model/byte-table.ts';
import { createRandom, type Random } from '../fuzz/random.ts';

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');

/** Sets and reads keys that `makeKey` draws, and compares every answer with that of a Map. */
function compareWithMap(table: ByteTable, random: Random, steps: number, makeKey: () => Uint8Array): void {
  const map = new Map<string, number>();
  const known: Uint8Array[] = [];
  for (let step = 0; step < steps; step += 1) {
    const key = known.length > 0 && random.onceIn(4) ? random.pick(known) : makeKey();
    assert.equal(table.get(key), map.get(hex(key)));
    if (random.onceIn(5)) continue;
    const value = 1 + random.below(0xffff_ffff);
    if (!map.has(hex(key))) known.push(key);
    map.set(hex(key), value);
    table.set(key, value);
    assert.equal(table.get(key), value);
  }
  assert.equal(table.size(), map.size);
  for (const key of known) assert.equal(table.get(key), map.get(hex(key)));
}

for (const keyBytes of [4, 8, 16, 20]) {
  test(`keys of ${keyBytes} bytes: the table answers as a Map does, while it grows`, () => {
    const random = createRandom(`random keys of ${keyBytes}`);
    compareWithMap(createByteTable(keyBytes), random, 20_000, () => random.bytes(keyBytes));
  });
}

test('keys that all want the same slot are kept apart by their last byte', () => {
  const random = createRandom('colliding keys');
  const start = random.bytes(15);
  const ends = Array.from({ length: 256 }, (_, end) => Uint8Array.from([...start, end]));
  compareWithMap(createByteTable(16), random, 4_000, () => random.pick(ends));
});

test('keys that want the last slots go on from the first one', () => {
  const random = createRandom('the last slots');
  const atTheEnd = (): Uint8Array => Uint8Array.from([0xfe + random.below(2), 0xff, 0xff, 0xff, ...random.bytes(4)]);
  compareWithMap(createByteTable(8), random, 1_500, atTheEnd);
});

test('a key of zeros is a key, and one that was not set is not there', () => {
  const table = createByteTable(8);
  const zeros = new Uint8Array(8);
  assert.equal(table.get(zeros), undefined);
  table.set(zeros, 1);
  assert.equal(table.get(zeros), 1);
  assert.equal(table.get(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1)), undefined);
});

test('the table keeps a copy of a key', () => {
  const table = createByteTable(4);
  const key = Uint8Array.of(1, 2, 3, 4);
  table.set(key, 7);
  key[0] = 9;
  assert.equal(table.get(key), undefined);
  assert.equal(table.get(Uint8Array.of(1, 2, 3, 4)), 7);
});

test('values from 1 to 2^32 - 1 are kept, all others refused', () => {
  const table = createByteTable(4);
  const key = Uint8Array.of(1, 2, 3, 4);
  for (const value of [1, 0xffff_ffff]) {
    table.set(key, value);
    assert.equal(table.get(key), value);
  }
  for (const value of [0, -1, 1.5, 0x1_0000_0000, Number.NaN]) assert.throws(() => table.set(key, value), /no value/);
  assert.equal(table.size(), 1);
});

test('a key of another length is refused', () => {
  const table = createByteTable(16);
  for (const length of [0, 15, 17]) {
    assert.throws(() => table.get(new Uint8Array(length)), /a key of/);
    assert.throws(() => table.set(new Uint8Array(length), 1), /a key of/);
  }
});

test('an entry takes at most three times its bytes, once there are more than a few', () => {
  const random = createRandom('memory');
  const table = createByteTable(16);
  for (let entries = 1; entries <= 50_000; entries += 1) {
    table.set(random.bytes(16), 1);
    if (entries > 1_000) assert.ok(table.byteLength() <= entries * 3 * (16 + 4), `${entries} entries`);
  }
});
