import assert from 'node:assert/strict';
import { test } from 'node:test';

import { alertCodes, alertName } from '../../../src/tls/tables/alerts.ts';

test('every alert has a code of its own in one byte, and its name is found by it', () => {
  const entries = Object.entries(alertCodes);
  assert.equal(new Set(Object.values(alertCodes)).size, entries.length);
  for (const [name, code] of entries) {
    assert.equal(Number.isInteger(code) && code >= 0 && code <= 0xff, true, name);
    assert.equal(alertName(code), name);
  }
});

test('a code without a name is shown as a number', () => {
  assert.equal(alertName(255), 'alert 255');
});
