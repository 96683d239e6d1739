import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { isAlert, parseNagiosRange, rangeInDays } from '../../../src/report/monitoring/nagios-range.ts';

const values = [-1_000, -11, -10, -1, -0.5, 0, 0.5, 5, 9, 10, 10.5, 11, 15, 20, 21, 1_000] as const;
const ranges = [
  '10:',
  '~:10',
  '10:20',
  '@10:20',
  '@10',
  '@10:',
  '0:10',
  '@~:10',
  '-10:-1',
  '~:0',
  '5.5:10.5',
  '0:0',
  '~:',
];

/** What Monitoring::Plugin, the reference implementation in Perl, says of each value. */
function referenceAlerts(range: string): readonly boolean[] {
  const script = `use Monitoring::Plugin::Range; my $range = Monitoring::Plugin::Range->parse_range_string(shift); exit 9 unless defined $range;
    print join(",", map { $range->check_range($_) ? 1 : 0 } @ARGV);`;
  const args = ['-e', script, '--', range, ...values.map(String)];
  return execFileSync('perl', args, { encoding: 'utf8' })
    .split(',')
    .map((each) => each === '1');
}

for (const text of ranges) {
  test(`${text} alerts where the reference implementation does`, () => {
    const range = parseNagiosRange(text);
    assert.ok(range.ok);
    assert.deepEqual(
      values.map((value) => isAlert(range.value, value)),
      referenceAlerts(text),
    );
  });
}

test('the examples of the guidelines, in their words', () => {
  const alerts = (text: string, value: number): boolean => {
    const range = parseNagiosRange(text);
    assert.ok(range.ok);
    return isAlert(range.value, value);
  };
  // 10: < 10, (outside {10 .. ∞})
  assert.deepEqual(
    [9, 10, 1_000].map((value) => alerts('10:', value)),
    [true, false, false],
  );
  // ~:10 > 10, (outside the range of {-∞ .. 10})
  assert.deepEqual(
    [-1_000, 10, 11].map((value) => alerts('~:10', value)),
    [false, false, true],
  );
  // 10:20 < 10 or > 20, (outside the range of {10 .. 20})
  assert.deepEqual(
    [9, 10, 20, 21].map((value) => alerts('10:20', value)),
    [true, false, false, true],
  );
  // @10:20 ≥ 10 and ≤ 20, (inside the range of {10 .. 20})
  assert.deepEqual(
    [9, 10, 20, 21].map((value) => alerts('@10:20', value)),
    [false, true, true, false],
  );
});

/** Values on either side of 30, as check_http and check_ssl_cert judge them. */
test('a bare number alerts below it, as check_http and check_ssl_cert have it', () => {
  const range = parseNagiosRange('30');
  assert.ok(range.ok);
  assert.deepEqual(
    [-5, 0, 29, 30, 31, 1_000].map((value) => isAlert(range.value, value)),
    [true, true, true, false, false, false],
  );
});

for (const [text, unit, inDays] of [
  ['30', 'days', '30:'],
  ['0', 'days', '0:'],
  ['72h', 'hours', '3:'],
  ['36h:', 'hours', '1.5:'],
  ['@12h:48h', 'hours', '@0.5:2'],
  ['0:10', 'days', '10'],
  ['10:20', 'days', '10:20'],
  ['~:10', 'days', '~:10'],
  ['@~:0', 'days', '@~:0'],
] as const) {
  test(`${text} is judged in ${unit} and stands as ${inDays} in performance data`, () => {
    const range = parseNagiosRange(text);
    assert.ok(range.ok);
    assert.equal(range.value.unit, unit);
    assert.equal(rangeInDays(range.value), inDays);
    assert.deepEqual(
      values.map((value) => isAlert(range.value, unit === 'hours' ? value * 24 : value)),
      referenceAlerts(inDays),
    );
  });
}

test('a threshold that cannot be read says what to write instead', () => {
  const refusal = (text: string) => {
    const range = parseNagiosRange(text);
    return range.ok ? undefined : range.error;
  };
  assert.equal(refusal('x'), '"x" is not a threshold; use 20 to alert below 20 days');
  assert.equal(refusal('20:10'), '"20:10" is not a threshold: it ends before it starts; use 10:20');
  assert.equal(refusal('1:24h'), '"1:24h" is not a threshold: it mixes days and hours; use 24h:72h');
});

for (const text of [
  '',
  ':',
  '@',
  'ten',
  '10 days',
  '20:10',
  '1:2:3',
  '@@1',
  '~',
  '10:~',
  '1e3',
  '0x10',
  '10d',
  'h',
  '10 h',
  ' 10',
  '10\n',
  '∞',
]) {
  test(`${JSON.stringify(text)} is not a threshold`, () => {
    assert.equal(parseNagiosRange(text).ok, false);
  });
}
