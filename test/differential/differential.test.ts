import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { compareWithOpenssl } from './compare.ts';

const skip = spawnSync('openssl', ['version']).status === 0 ? false : 'OPENSSL IS NOT INSTALLED: NOTHING WAS COMPARED';

test('400 leaves of 50 random hierarchies: every disagreement with OpenSSL has its explanation', { skip }, () => {
  const { judged, bothAccept, bothReject, unexplained } = compareWithOpenssl(50, 7_000);
  assert.deepEqual(unexplained, []);
  assert.equal(judged, 400);
  assert.ok(bothAccept > 80 && bothReject > 80, `${bothAccept} accepted and ${bothReject} refused by both`);
});
