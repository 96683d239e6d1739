import assert from 'node:assert/strict';
import { test } from 'node:test';

import { conceal } from '../../../src/service/notify/send/conceal.ts';

const secret = 'pa55/w0rd+x';

test('a secret is not shown as it is, in a URL, in base64, or as far as an answer was read', () => {
  for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
    assert.equal(conceal(`wrong: ${form}, try again`, [secret, '']), 'wrong: ***, try again');
    for (let length = 4; length <= form.length; length += 1)
      assert.equal(conceal(`wrong: ${form.slice(0, length)}`, [secret]), 'wrong: ***');
  }
});

test('what is shown is one short line of visible characters', () => {
  assert.equal(conceal(' a\r\nb\u001b[31m ', []), 'a b\\u{1b}[31m');
  assert.equal(conceal('x'.repeat(1_000), []).length, 301);
});
