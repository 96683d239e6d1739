import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainToASCII } from 'node:url';

import { isPunycode } from '../../../src/pki/names/is-punycode.ts';

test('decodes what domain names are encoded as', () => {
  for (const name of ['bücher', 'münchen', '例え', 'правда', 'ελληνικά', 'ひらがなカタカナ', '😀', 'mañana-2']) {
    const label = domainToASCII(name);
    assert.ok(label.startsWith('xn--'), name);
    assert.ok(isPunycode(label.slice('xn--'.length)), label);
    assert.ok(isPunycode(label.slice('xn--'.length).toUpperCase()), label);
  }
});

test('refuses what breaks off, runs over, or holds no digits', () => {
  for (const text of ['', 'abc-', 'zzzzzzz-999', '9999999999', 'b_cher', 'bücher', '99999999999999999999a']) {
    assert.equal(isPunycode(text), false, text);
  }
});
