import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type DerReader, decodeDer, type Remembered } from '../../../src/x509/der/der-reader.ts';
import { readSmallInteger } from '../../../src/x509/der/der-values.ts';
import { createElementMemory } from '../../../src/x509/der/element-memory.ts';
import { der, hex, integer, sequence } from '../build-der.ts';

const remembering = (memory = createElementMemory<Remembered<number[]>>()) => {
  let reads = 0;
  const read = (reader: DerReader): number[] => {
    reads += 1;
    const values: number[] = [];
    const inner = reader.enter(0x30, 'list');
    while (inner.hasMore) values.push(readSmallInteger(inner, 'number'));
    return values;
  };
  const decode = (bytes: Uint8Array, maxElements?: number) =>
    decodeDer(
      bytes,
      'lists',
      (reader) => reader.remember(memory, read),
      maxElements === undefined ? {} : { maxElements },
    );
  return { decode, reads: () => reads };
};

test('an element of the same bytes is not read again, whatever buffer it stands in', () => {
  const { decode, reads } = remembering();
  const first = decode(sequence(integer(1), integer(2)));
  const before = reads();
  assert.deepEqual(decode(sequence(integer(1), integer(2))), first);
  assert.equal(reads(), before);
  assert.deepEqual(decode(sequence(integer(1), integer(3))).result, { ok: true, value: [1, 3] });
});

test('what is remembered costs as many elements as it did at first, so the budget ends at the same place', () => {
  const { decode } = remembering();
  const list = sequence(integer(1), integer(2));
  assert.ok(decode(list).result.ok);
  const again = decode(list, 2).result;
  assert.deepEqual(again, remembering().decode(list, 2).result);
  assert.equal(again.ok, false);
});

test('neither failures nor oddities are remembered: each decoding tells its own', () => {
  const { decode, reads } = remembering();
  for (const bytes of [sequence(integer(-1)), hex('30 04 02 02 00 01')]) {
    const before = reads();
    assert.deepEqual(decode(bytes), decode(bytes));
    assert.equal(reads(), before + 2);
  }
});

test('what is odd for the second time, or beyond the oddities that are kept, is not remembered either', () => {
  const odd = (value: number) => sequence(der(0x02, Uint8Array.of(0, value)));
  for (const before of [1, 40]) {
    const memory = createElementMemory<Remembered<number>>();
    const read = (reader: DerReader): number => readSmallInteger(reader.enter(0x30, 'list'), 'number');
    const decode = (bytes: Uint8Array) =>
      decodeDer(bytes, 'lists', (reader) => {
        for (let place = 0; reader.hasMore; place += 1) {
          if (before > 1) reader.about(`list ${place}`);
          reader.remember(memory, read);
        }
      });
    decode(Buffer.concat([...Array(before).keys(), before].map(odd)));
    assert.equal(decode(odd(before)).oddities.length, 1);
  }
});

test('trailing bytes are refused behind a remembered element too', () => {
  const { decode } = remembering();
  assert.ok(decode(sequence(integer(1))).result.ok);
  const { result } = decode(Buffer.concat([sequence(integer(1)), hex('00')]));
  assert.equal(!result.ok && result.error.kind, 'trailing');
});

test('what is denied to be repeated, and what is long, is read each time', () => {
  const memory = createElementMemory<Remembered<Uint8Array>>();
  let reads = 0;
  const read = (reader: DerReader): Uint8Array => {
    reads += 1;
    return reader.content(0x04, 'octets');
  };
  const decode = (bytes: Uint8Array) =>
    decodeDer(bytes, 'octets', (reader) => reader.remember(memory, read, ({ length }) => length !== 3)).result;
  for (const [length, expected] of [
    [2, 0],
    [3, 1],
    [1_000, 1],
  ] as const) {
    const octets = der(0x04, new Uint8Array(length));
    const first = decode(octets);
    reads = 0;
    assert.deepEqual(decode(octets), first);
    assert.equal(reads, expected, `${length} octets`);
  }
});

test('what is remembered holds on to its own bytes and not to those around it', () => {
  const memory = createElementMemory<Remembered<Uint8Array>>();
  const flight = Buffer.concat([der(0x04, hex('01 02')), new Uint8Array(10_000)]);
  const { result } = decodeDer(flight.subarray(0, 4), 'octets', (reader) =>
    reader.remember(memory, (inner) => inner.content(0x04, 'octets')),
  );
  assert.ok(result.ok);
  assert.deepEqual(result.value, Uint8Array.of(1, 2));
  assert.equal(result.value.buffer.byteLength, 4);
});

test('is bounded, and what is asked for again and again stays', () => {
  const memory = createElementMemory<number>();
  memory.keep('0', 0);
  for (let number = 1; number < 5_000; number += 1) {
    memory.keep(`${number}`, number);
    assert.equal(memory.find('0'), 0);
  }
  assert.equal(memory.find('1'), undefined);
});
