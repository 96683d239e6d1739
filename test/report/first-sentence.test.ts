import assert from 'node:assert/strict';
import { test } from 'node:test';

import { firstSentence } from '../../src/report/first-sentence.ts';

test('ends at the first mark that a blank or the end follows', () => {
  assert.equal(firstSentence('The name is im.contoso.com. Reissue it.'), 'The name is im.contoso.com.');
  assert.equal(firstSentence('Really? Yes.'), 'Really?');
  assert.equal(firstSentence('One.'), 'One.');
});

test('is the whole message if that has no such mark', () => {
  assert.equal(firstSentence('no full stop'), 'no full stop');
  assert.equal(firstSentence(''), '');
});

test('a quotation is passed over, and a lone quotation mark is not', () => {
  const refused = 'The server refused it: "554 5.7.1 No. Go away \\". And".';
  assert.equal(firstSentence(`${refused} Ask for it.`), refused);
  assert.equal(firstSentence('CN=a" b. Reissue it.'), 'CN=a" b.');
});
