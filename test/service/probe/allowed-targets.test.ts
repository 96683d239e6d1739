import assert from 'node:assert/strict';
import { test } from 'node:test';

import { judgeTarget, parseAllowedTarget } from '../../../src/service/probe/allowed-targets.ts';
import { parseProbeTarget } from '../../../src/service/probe/probe-target.ts';

const judge = (target: string, ...allowed: readonly string[]) => {
  const read = parseProbeTarget(target);
  assert.ok(read.ok, target);
  return judgeTarget(
    read.value,
    allowed.map((text) => {
      const each = parseAllowedTarget(text);
      assert.ok(each.ok, text);
      return each.value;
    }),
  );
};

for (const [target, allowed, expected] of [
  ['im.contoso.com:443', 'im.contoso.com', 'always'],
  ['IM.Contoso.COM.:443', 'im.contoso.com', 'always'],
  ['bücher.example:443', 'xn--bcher-kva.example', 'always'],
  ['im.contoso.com:443', 'im.contoso.com:443,5061', 'always'],
  ['im.contoso.com:444', 'im.contoso.com:443,5061', 'never'],
  ['a.b.contoso.com:443', '*.contoso.com', 'always'],
  ['contoso.com:443', '*.contoso.com', 'never'],
  ['evilcontoso.com:443', '*.contoso.com', 'never'],
  ['a.contoso.com:8443', '*.contoso.com:8440-8450', 'always'],
  ['10.0.0.7:443', '10.0.0.0/24', 'always'],
  ['10.0.1.7:443', '10.0.0.0/24', 'never'],
  ['10.0.0.7:443', '10.0.0.0/24:5061', 'never'],
  ['[::ffff:10.0.0.7]:443', '10.0.0.0/24', 'always'],
  ['[::ffff:10.0.0.7]:443', '::/0', 'never'],
  ['[2001:db8::7]:443', '2001:db8::/32', 'always'],
  ['10.0.0.7:443', '*.contoso.com', 'never'],
  ['www.contoso.com:443', '10.0.0.0/24:5061', 'never'],
] as const) {
  test(`${target} where ${allowed.replace('*.', 'all below ')} is allowed: ${expected}`, () => {
    assert.equal(judge(target, allowed), expected);
  });
}

test('a name that only addresses could allow is judged by each address', () => {
  const filter = judge('www.contoso.com:443', '10.0.0.0/24', '2001:db8::/32', 'im.contoso.com');
  assert.ok(typeof filter === 'function');
  const addresses = ['10.0.0.9', '::ffff:10.0.0.9', '2001:db8::1', '10.0.1.9', '::ffff:127.0.0.1', '::1'];
  assert.deepEqual(addresses.map(filter), [true, true, true, false, false, false]);
});

for (const text of ['*', '*.', '*.*.contoso.com', 'a.*.com', '*.10.0.0.1', 'https://contoso.com', '10.0.0.0/33', '']) {
  test(`not a pattern: ${JSON.stringify(text)}`, () => {
    assert.equal(parseAllowedTarget(text).ok, false);
  });
}
