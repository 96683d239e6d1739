import assert from 'node:assert/strict';
import { test } from 'node:test';

import { builtInPolicies } from '../../src/policy/built-in.ts';
import { certmuster } from './certmuster.ts';

/** What of a row counts here. */
interface Row {
  readonly noticedBy: string | null;
  readonly holdsAnyway: boolean;
}

test('policy lint has nothing to say of the built-in policies', async () => {
  const { exitCode, stdout, stderr } = await certmuster(['policy', 'lint', ...builtInPolicies]);
  assert.equal(stdout, `${builtInPolicies.length} policies, 0 errors, 0 warnings\n`);
  assert.equal(stderr, '');
  assert.equal(exitCode, 0);
});

for (const id of builtInPolicies) {
  test(`policy test ${id}: every fixture is judged as it expects, and every row is noticed by one`, async () => {
    const { exitCode, stdout, stderr } = await certmuster(['policy', 'test', id, '--format', 'json']);
    assert.equal(stderr, '');
    const { policy, fixtures, rows, summary } = JSON.parse(stdout);
    assert.equal(policy, id);
    const wrong = fixtures.filter(({ passed }: { passed: boolean }) => !passed);
    assert.deepEqual(wrong, []);
    assert.deepEqual(
      rows.filter((row: Row) => row.noticedBy === null && !row.holdsAnyway),
      [],
    );
    assert.equal(summary.wrongFixtures, 0);
    assert.equal(summary.rowsWithoutFixture, 0);
    assert.ok(summary.rows > 0 && summary.fixtures > 0);
    assert.equal(exitCode, 0);
  });
}
