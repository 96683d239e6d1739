import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isQuiet, parseTimeOfDay } from '../../../src/service/notify/quiet-hours.ts';

const hours = (from: string, to: string, timeZone = 'UTC') => ({
  ...{ from: parseTimeOfDay(from) ?? -1, to: parseTimeOfDay(to) ?? -1, timeZone },
  except: 'critical' as const,
});

for (const [name, quiet, at, expected] of [
  ['its first minute', hours('22:00', '06:00'), '2027-01-01T22:00:00Z', true],
  ['the minute before', hours('22:00', '06:00'), '2027-01-01T21:59:59Z', false],
  ['after midnight', hours('22:00', '06:00'), '2027-01-02T00:00:00Z', true],
  ['its last minute', hours('22:00', '06:00'), '2027-01-02T05:59:59Z', true],
  ['its end', hours('22:00', '06:00'), '2027-01-02T06:00:00Z', false],
  ['within a day', hours('12:00', '13:00'), '2027-01-02T12:30:00Z', true],
  ['outside of it', hours('12:00', '13:00'), '2027-01-02T13:00:00Z', false],
  ['the whole day', hours('00:00', '00:00'), '2027-01-02T13:00:00Z', true],
  ['winter in Berlin', hours('22:00', '06:00', 'Europe/Berlin'), '2027-01-01T21:00:00Z', true],
  ['summer in Berlin', hours('22:00', '06:00', 'Europe/Berlin'), '2027-07-01T20:00:00Z', true],
  ['summer in Berlin, one minute earlier', hours('22:00', '06:00', 'Europe/Berlin'), '2027-07-01T19:59:00Z', false],
  ['half an hour off in Kolkata', hours('22:00', '06:00', 'Asia/Kolkata'), '2027-01-01T16:30:00Z', true],
  // On 28 March 2027 2:00 is followed by 3:00; on 31 October 3:00 by 2:00.
  ['an hour that is skipped is over', hours('02:00', '03:00', 'Europe/Berlin'), '2027-03-28T01:00:00Z', false],
  ['an hour that is repeated, first', hours('02:00', '03:00', 'Europe/Berlin'), '2027-10-31T00:30:00Z', true],
  ['an hour that is repeated, again', hours('02:00', '03:00', 'Europe/Berlin'), '2027-10-31T01:30:00Z', true],
  ['an hour that is repeated, over', hours('02:00', '03:00', 'Europe/Berlin'), '2027-10-31T02:00:00Z', false],
] as const) {
  test(`quiet hours: ${name}`, () => assert.equal(isQuiet(quiet, new Date(at)), expected));
}

test('a time of day', () => {
  assert.deepEqual(['00:00', '6:30', '23:59'].map(parseTimeOfDay), [0, 390, 1439]);
  assert.deepEqual(['24:00', '12:60', '12', '', '12:5', ' 12:00'].map(parseTimeOfDay), Array(6).fill(undefined));
});
