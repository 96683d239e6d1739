import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeDer, MAX_DER_ELEMENTS, MAX_DER_NESTING, type DerReader } from '../../../src/x509/der/der-reader.ts';
import { readBitString, readBoolean, readNamedBits, readSmallInteger } from '../../../src/x509/der/der-values.ts';
import { readObjectIdentifier } from '../../../src/x509/der/object-identifier.ts';
import { der, hex, integer, sequence } from '../build-der.ts';

const integersOf = (reader: DerReader): number[] => {
  const values: number[] = [];
  const inner = reader.enter(0x30, 'list');
  while (inner.hasMore) values.push(readSmallInteger(inner, 'number'));
  return values;
};

test('reads a sequence to its end', () => {
  const { result } = decodeDer(sequence(integer(1), integer(2), integer(0x7f)), 'list', integersOf);
  assert.deepEqual(result, { ok: true, value: [1, 2, 127] });
});

const refusals: readonly (readonly [string, string, string, number])[] = [
  ['nothing at all', '', 'truncated', 0],
  ['a header of one byte', '30', 'truncated', 0],
  ['another tag', '31 00', 'unexpected-tag', 0],
  ['trailing bytes', '30 00 00', 'trailing', 2],
  ['a trailing element inside', '30 03 02 01 01 05 00', 'trailing', 5],
  ['an indefinite length', '30 80 00 00', 'bad-length', 0],
  ['a length in more octets than needed (short form would do)', '30 81 03 02 01 01', 'bad-length', 0],
  ['a length with a leading zero octet', '30 82 00 03 02 01 01', 'bad-length', 0],
  ['a length of five octets', '30 85 00 00 00 00 03 02 01 01', 'bad-length', 0],
  ['a reserved length', '30 ff 00', 'bad-length', 0],
  ['a length that breaks off', '30 82 01', 'truncated', 0],
  ['a length beyond the end', '30 05 02 01 01', 'truncated', 0],
  ['an element longer than the one that holds it', '30 03 02 02 01 01', 'truncated', 2],
  ['an INTEGER of no bytes', '30 02 02 00', 'bad-length', 4],
  ['a negative count', '30 03 02 01 ff', 'bad-value', 5],
  ['a count beyond 32 bits', '30 07 02 05 01 00 00 00 00', 'bad-value', 9],
];

for (const [what, bytes, kind, offset] of refusals) {
  test(`refuses ${what}`, () => {
    const { result } = decodeDer(hex(bytes), 'list', integersOf);
    assert.ok(!result.ok);
    assert.equal(result.error.kind, kind);
    assert.equal(result.error.offset, offset);
    assert.match(result.error.message, /^[A-Z].*\.$/);
  });
}

test('keeps the first failure and reads nothing after it', () => {
  const { result } = decodeDer(hex('30 06 05 00 02 00 02 00'), 'list', (reader) => {
    const inner = reader.enter(0x30, 'list');
    readSmallInteger(inner, 'first');
    assert.equal(inner.hasMore, false);
    assert.equal(inner.nextTag, -1);
    assert.equal(inner.element('second').der.length, 0);
  });
  assert.ok(!result.ok && result.error.kind === 'unexpected-tag' && result.error.message.includes('first'));
});

test('refuses tag numbers above 30', () => {
  const { result } = decodeDer(hex('1f 22 00'), 'value', (reader) => reader.element('value'));
  assert.ok(!result.ok && result.error.kind === 'unexpected-tag');
});

test('reads exactly as many elements as the budget allows, and not one more', () => {
  const list = (count: number): Uint8Array => der(0x30, ...new Array<Uint8Array>(count).fill(integer(1)));
  const within = decodeDer(list(MAX_DER_ELEMENTS - 1), 'list', integersOf).result;
  assert.ok(within.ok && within.value.length === MAX_DER_ELEMENTS - 1);
  const beyond = decodeDer(list(MAX_DER_ELEMENTS), 'list', integersOf).result;
  assert.ok(!beyond.ok && beyond.error.kind === 'budget');
  assert.ok(decodeDer(list(MAX_DER_ELEMENTS), 'list', integersOf, { maxElements: MAX_DER_ELEMENTS + 1 }).result.ok);
});

test('enters no deeper than the nesting allowed', () => {
  let nested: Uint8Array = sequence();
  for (let depth = 1; depth < MAX_DER_NESTING + 1; depth += 1) nested = sequence(nested);
  const descend = (reader: DerReader): void => {
    let inner = reader;
    while (inner.hasMore) inner = inner.enter(0x30, 'list');
  };
  const { result } = decodeDer(nested, 'list', descend);
  assert.ok(!result.ok && result.error.kind === 'budget');
});

const objectIdentifiers: readonly (readonly [string, string | undefined])[] = [
  ['06 03 55 04 03', '2.5.4.3'],
  ['06 01 00', '0.0'],
  ['06 01 27', '0.39'],
  ['06 01 28', '1.0'],
  ['06 02 88 37', '2.999'],
  ['06 09 2a 86 48 86 f7 0d 01 01 01', '1.2.840.113549.1.1.1'],
  ['06 14 69 81 96 fc 97 c4 95 a1 8d ec c5 cc 99 f7 a8 ce f2 d7 fe 66', '2.25.100336899087862868083460691288000954214'],
  ['06 00', undefined],
  ['06 01 80', undefined],
  ['06 02 55 80', undefined],
  ['06 03 55 80 01', undefined],
];

test('reads object identifiers with arcs of any size, and refuses unfinished and padded arcs', () => {
  for (const [bytes, expected] of objectIdentifiers) {
    const { result } = decodeDer(hex(bytes), 'oid', (reader) => readObjectIdentifier(reader, 'oid'));
    assert.equal(result.ok ? result.value : undefined, expected, bytes);
  }
});

test('refuses an object identifier that would take long to write out', () => {
  const { result } = decodeDer(der(0x06, new Uint8Array(5000).fill(0xff)), 'oid', (reader) =>
    readObjectIdentifier(reader, 'oid'),
  );
  assert.ok(!result.ok && result.error.kind === 'budget');
});

const odd: readonly (readonly [string, string, (reader: DerReader) => unknown, unknown, RegExp | undefined])[] = [
  ['a BOOLEAN true', '01 01 ff', (reader) => readBoolean(reader, 'flag'), true, undefined],
  ['a BOOLEAN false', '01 01 00', (reader) => readBoolean(reader, 'flag'), false, undefined],
  ['a BOOLEAN of 01', '01 01 01', (reader) => readBoolean(reader, 'flag'), true, /BOOLEAN other than/],
  ['a padded INTEGER', '02 02 00 05', (reader) => readSmallInteger(reader, 'count'), 5, /unneeded leading octets/],
  ['a needed zero octet', '02 02 00 85', (reader) => readSmallInteger(reader, 'count'), 0x85, undefined],
  ['the largest count', '02 05 00 ff ff ff ff', (reader) => readSmallInteger(reader, 'count'), 0xffff_ffff, undefined],
  ['named bits', '03 02 05 a0', (reader) => [...readNamedBits(reader, 'bits')], [0xa0], undefined],
  ['no named bits', '03 01 00', (reader) => [...readNamedBits(reader, 'bits')], [], undefined],
  ['trailing zero bits', '03 02 00 a0', (reader) => [...readNamedBits(reader, 'bits')], [0xa0], /trailing zero bits/],
  ['unused bits set', '03 02 05 bf', (reader) => [...readNamedBits(reader, 'bits')], [0xbf], /unused bits set/],
];

for (const [what, bytes, read, expected, oddity] of odd) {
  test(`reads ${what}${oddity === undefined ? '' : ' and names it as odd'}`, () => {
    const { result, oddities } = decodeDer(hex(bytes), 'here', read);
    assert.deepEqual(result, { ok: true, value: expected });
    if (oddity === undefined) assert.deepEqual(oddities, []);
    else {
      assert.equal(oddities.length, 1);
      assert.equal(oddities[0]?.where, 'here');
      assert.match(oddities[0]?.message ?? '', oddity);
    }
  });
}

test('refuses a BIT STRING with an impossible count of unused bits', () => {
  for (const bytes of ['03 00', '03 02 08 00', '03 01 01']) {
    assert.ok(!decodeDer(hex(bytes), 'bits', (reader) => readBitString(reader, 'bits')).result.ok, bytes);
  }
});

test('names an oddity once, however often it occurs, and not without end', () => {
  const twice = decodeDer(hex('30 06 01 01 01 01 01 01'), 'flags', (reader) => {
    const inner = reader.enter(0x30, 'flags');
    while (inner.hasMore) readBoolean(inner, 'flag');
  });
  assert.equal(twice.oddities.length, 1);
  const many = decodeDer(sequence(), 'flags', (reader) => {
    reader.enter(0x30, 'flags');
    for (let index = 0; index < 1000; index += 1) reader.note(`number ${index}`);
  });
  assert.ok(many.oddities.length < 100);
});
