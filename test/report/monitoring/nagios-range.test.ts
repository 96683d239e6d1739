import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { isAlert, parseNagiosRange } from '../../../src/report/monitoring/nagios-range.ts';

const values = [-1_000, -11, -10, -1, -0.5, 0, 0.5, 5, 9, 10, 10.5, 11, 15, 20, 21, 1_000] as const;
const ranges = [
  '10',
  '10:',
  '~:10',
  '10:20',
  '@10:20',
  '@10',
  '@10:',
  '@~:10',
  '0',
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
  // 10: < 0 or > 10, (outside the range of {0 .. 10})
  assert.deepEqual(
    [-1, 0, 10, 11].map((value) => alerts('10', value)),
    [true, false, false, true],
  );
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
  ' 10',
  '10\n',
  '∞',
]) {
  test(`${JSON.stringify(text)} is no range`, () => {
    assert.equal(parseNagiosRange(text).ok, false);
  });
}
