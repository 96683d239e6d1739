import assert from 'node:assert/strict';
import { test } from 'node:test';

import { endingSignals } from '../../src/cli/process-context.ts';

test('Windows asks for an end by Ctrl+Break too, and knows no SIGTERM', () => {
  assert.deepEqual(endingSignals('win32'), ['SIGINT', 'SIGBREAK', 'SIGHUP']);
  assert.deepEqual(endingSignals('linux'), ['SIGINT', 'SIGTERM', 'SIGHUP']);
  assert.deepEqual(endingSignals('darwin'), ['SIGINT', 'SIGTERM', 'SIGHUP']);
});
