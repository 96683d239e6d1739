import assert from 'node:assert/strict';
import { test } from 'node:test';

import { escapeMarkup } from '../../src/report/escape-markup.ts';

test('leaves no character that opens markup or closes an attribute', () => {
  assert.equal(escapeMarkup(`<a href="x">&'`), '&lt;a href=&quot;x&quot;&gt;&amp;&#39;');
});

test('makes characters visible that XML has no place for', () => {
  assert.equal(escapeMarkup('\u0000\u202e\uFFFE'), '\\u{0}\\u{202e}\\u{fffe}');
});
