import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createLiveLine } from '../../../src/cli/output/live-line.ts';

test('the line is rewritten ten times a second at most, and counts every endpoint all the same', () => {
  const shown: string[] = [];
  let ms = 0;
  const live = createLiveLine({ progress: (text) => shown.push(text), monotonicMs: () => ms }, 5_000);
  for (let count = 0; count < 3_000; count += 1) {
    live.count(count % 10 === 0 ? 'unreachable' : 'pass');
    ms += 1;
  }
  assert.equal(shown.length, 30);
  assert.equal(shown[0], '1 of 5000 endpoints audited, 1 failed or unreachable');
  assert.equal(shown.at(-1), '2901 of 5000 endpoints audited, 291 failed or unreachable, 1000 a second, 3 s left');
  live.finish();
  assert.equal(
    shown.at(-1),
    '3000 of 5000 endpoints audited, 300 failed or unreachable, 1000 a second, 2 s left, writing the report',
  );
});
