import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type DerReader, decodeDer } from '../../../src/x509/der/der-reader.ts';
import { readSmallInteger } from '../../../src/x509/der/der-values.ts';
import { createElementMemory, type ElementKind } from '../../../src/x509/der/element-memory.ts';
import { der, hex, integer, sequence } from '../build-der.ts';

const isShared = (): boolean => true;
const numbersKind: ElementKind<number[]> = { isShared };

const remembering = (memory = createElementMemory()) => {
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
      (reader) => reader.remember(numbersKind, read),
      maxElements === undefined ? { memory } : { memory, maxElements },
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

test('neither failures nor oddities are remembered: each decoding reports its own', () => {
  const { decode } = remembering();
  for (const bytes of [sequence(integer(-1)), hex('30 04 02 02 00 01')]) {
    const cold = remembering().decode(bytes);
    assert.ok(!cold.result.ok || cold.oddities.length === 1);
    for (let turn = 0; turn < 3; turn += 1) assert.deepEqual(decode(bytes), cold);
  }
});

test('the same bytes as another kind are read as that kind', () => {
  const memory = createElementMemory();
  const lengthKind: ElementKind<number> = { isShared };
  const octetsKind: ElementKind<Uint8Array> = { isShared };
  const octets = der(0x04, hex('01 02'));
  for (let turn = 0; turn < 3; turn += 1) {
    const { result } = decodeDer(
      Uint8Array.of(...octets, ...octets),
      'octets',
      (reader) => [
        reader.remember(octetsKind, (next) => next.content(0x04, 'octets')),
        reader.remember(lengthKind, (next) => next.content(0x04, 'octets').length),
      ],
      { memory },
    );
    assert.deepEqual(result, { ok: true, value: [Uint8Array.of(1, 2), 2] });
  }
});

test('without a memory every element is read', () => {
  const { reads } = remembering();
  let read = 0;
  const list = sequence(integer(1));
  for (let turn = 0; turn < 3; turn += 1) {
    decodeDer(list, 'list', (reader) =>
      reader.remember(numbersKind, (next) => {
        read += 1;
        next.element('list');
        return [];
      }),
    );
  }
  assert.equal(read, 3);
  assert.equal(reads(), 0);
});

test('what is odd for the second time, or beyond the oddities that are kept, is not remembered either', () => {
  const odd = (value: number) => sequence(der(0x02, Uint8Array.of(0, value)));
  for (const before of [1, 40]) {
    const memory = createElementMemory();
    const numberKind: ElementKind<number> = { isShared };
    const read = (reader: DerReader): number => readSmallInteger(reader.enter(0x30, 'list'), 'number');
    const decode = (bytes: Uint8Array) =>
      decodeDer(
        bytes,
        'lists',
        (reader) => {
          for (let place = 0; reader.hasMore; place += 1) {
            if (before > 1) reader.about(`list ${place}`);
            reader.remember(numberKind, read);
          }
        },
        { memory },
      );
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

test('what is not shared, and what is long, is read each time', () => {
  const memory = createElementMemory();
  const octetsKind: ElementKind<Uint8Array> = { isShared: ({ length }) => length !== 3 };
  let reads = 0;
  const read = (reader: DerReader): Uint8Array => {
    reads += 1;
    return reader.content(0x04, 'octets');
  };
  const decode = (bytes: Uint8Array) =>
    decodeDer(bytes, 'octets', (reader) => reader.remember(octetsKind, read), { memory }).result;
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

test('what is remembered holds on to its own bytes, whatever becomes of those it was read from', () => {
  const memory = createElementMemory();
  const octetsKind: ElementKind<Uint8Array> = { isShared };
  const decode = (bytes: Uint8Array): Uint8Array => {
    const { result } = decodeDer(
      bytes,
      'octets',
      (reader) => reader.remember(octetsKind, (next) => next.content(0x04, 'octets')),
      { memory },
    );
    assert.ok(result.ok);
    return result.value;
  };
  const flight = Buffer.concat([der(0x04, hex('01 02')), new Uint8Array(10_000)]);
  decode(flight.subarray(0, 4));
  flight.fill(0xff);
  const remembered = decode(der(0x04, hex('01 02')));
  assert.deepEqual(remembered, Uint8Array.of(1, 2));
  assert.equal(remembered.buffer.byteLength, 4);
});

test('is bounded', () => {
  const memory = createElementMemory();
  const numberKind: ElementKind<number> = { isShared };
  for (let number = 0; number < 5_000; number += 1)
    memory.keep(numberKind, `${number}`, { value: number, elements: 1 });
  assert.equal(memory.find(numberKind, '1'), undefined);
  assert.equal(memory.find(numberKind, '4999')?.value, 4_999);
});
