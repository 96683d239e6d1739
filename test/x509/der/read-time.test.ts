import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeDer } from '../../../src/x509/der/der-reader.ts';
import { readTime } from '../../../src/x509/der/read-time.ts';
import { der } from '../build-der.ts';

const utc = 0x17;
const generalized = 0x18;

function read(tag: number, text: string): { readonly time: string | undefined; readonly oddities: readonly string[] } {
  const { result, oddities } = decodeDer(der(tag, text), 'validity', (reader) => readTime(reader, 'notAfter'));
  return {
    time: result.ok ? result.value.toISOString() : undefined,
    oddities: oddities.map(({ message }) => message.replace('notAfter ', '')),
  };
}

const readable: readonly (readonly [number, string, string, string?])[] = [
  [utc, '250102030405Z', '2025-01-02T03:04:05.000Z'],
  [utc, '500101000000Z', '1950-01-01T00:00:00.000Z'],
  [utc, '491231235959Z', '2049-12-31T23:59:59.000Z'],
  [utc, '000229000000Z', '2000-02-29T00:00:00.000Z'],
  [generalized, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
  [generalized, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
  [generalized, '00000101000000Z', '0000-01-01T00:00:00.000Z', 'is a GeneralizedTime before 2050'],
  [generalized, '00000229000000Z', '0000-02-29T00:00:00.000Z', 'is a GeneralizedTime before 2050'],
  [generalized, '00991231235959Z', '0099-12-31T23:59:59.000Z', 'is a GeneralizedTime before 2050'],
  [generalized, '19000228000000Z', '1900-02-28T00:00:00.000Z', 'is a GeneralizedTime before 2050'],
  [generalized, '20491231235959Z', '2049-12-31T23:59:59.000Z', 'is a GeneralizedTime before 2050'],
  [utc, '2501020304Z', '2025-01-02T03:04:00.000Z', 'leaves out the seconds'],
  [utc, '250102030405+0130', '2025-01-02T01:34:05.000Z', 'has an offset instead of Z'],
  [utc, '250102030405-0130', '2025-01-02T04:34:05.000Z', 'has an offset instead of Z'],
  [generalized, '20500101000000.999Z', '2050-01-01T00:00:00.000Z', 'has fractions of a second'],
];

for (const [tag, text, time, oddity] of readable) {
  test(`reads ${text}${oddity === undefined ? '' : ' and names it as odd'}`, () => {
    assert.deepEqual(read(tag, text), { time, oddities: oddity === undefined ? [] : [oddity] });
  });
}

const unreadable: readonly (readonly [number, string])[] = [
  [utc, ''],
  [utc, 'Z'],
  [utc, '250102030405'],
  [utc, '250102030405z'],
  [utc, '250102030405ZZ'],
  [utc, '250102030460Z'],
  [utc, '250102036005Z'],
  [utc, '250102240000Z'],
  [utc, '250002000000Z'],
  [utc, '251302000000Z'],
  [utc, '250100000000Z'],
  [utc, '250431000000Z'],
  [utc, '250229000000Z'],
  [utc, '2501020304050Z'],
  [utc, '250102030405.Z'],
  [utc, '250102030405+25'],
  [utc, '250102030405+2400'],
  [utc, '25010203 405Z'],
  [utc, '25010203\u00b2405Z'],
  [generalized, '21000229000000Z'],
  [generalized, '250102030405Z'],
  [generalized, '99991231235959-2359'],
  [generalized, '00000101000000+2359'],
  [0x16, '250102030405Z'],
];

test('refuses times that are none', () => {
  for (const [tag, text] of unreadable) assert.equal(read(tag, text).time, undefined, text);
});
