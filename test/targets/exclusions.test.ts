import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createExclusions, parseExclusion } from '../../src/targets/exclusions.ts';

function excluding(...texts: readonly string[]) {
  return createExclusions(
    texts.map((text) => {
      const exclusion = parseExclusion(text);
      assert.ok(exclusion.ok, exclusion.ok ? '' : exclusion.error);
      return exclusion.value;
    }),
  );
}

function at(host: string, port = 443, address: string | null = null) {
  return { host, port, address };
}

test('an address, a range or a host is left out, on the ports named or on all', () => {
  for (const [text, out, stays] of [
    ['10.0.0.7', at('10.0.0.7'), at('10.0.0.8')],
    ['10.0.0.4/30', at('10.0.0.7', 8443), at('10.0.0.8', 8443)],
    ['10.0.0.4/30:443,8443', at('10.0.0.4', 8443), at('10.0.0.4', 444)],
    ['2001:db8::7', at('2001:db8::7'), at('2001:db8::8')],
    ['[2001:db8::7]:443', at('2001:db8::7'), at('2001:db8::7', 444)],
    ['2001:db8::/64', at('2001:db8::ffff'), at('2001:db8:0:1::')],
    ['WWW.contoso.com', at('www.contoso.com'), at('contoso.com')],
    ['www.contoso.com:443', at('www.contoso.com'), at('www.contoso.com', 444)],
  ] as const) {
    assert.equal(excluding(text).leavesOut(out), true, text);
    assert.equal(excluding(text).leavesOut(stays), false, text);
  }
});

test('an excluded address is left out under every name, and a name that is not resolved yet is no address', () => {
  const exclusions = excluding('10.0.0.7');
  assert.equal(exclusions.leavesOut(at('www.contoso.com')), false);
  assert.equal(exclusions.leavesOut(at('www.contoso.com', 443, '10.0.0.7')), true);
});

test('what was left out is counted once, and an exclusion that left out nothing is named', () => {
  const exclusions = excluding('10.0.0.0/24', '10.0.0.7', '10.9.9.9');
  exclusions.leavesOut(at('10.0.0.7'));
  exclusions.leavesOut(at('10.0.0.8'));
  assert.equal(exclusions.count(), 2);
  assert.deepEqual(exclusions.notices(), ['--exclude left out 2 endpoints.', '--exclude 10.9.9.9 left out nothing.']);
});

for (const [text, message] of [
  ['10.0.0.0/33', /has the prefix length "33"/],
  ['10.0.0.7:0', /has the port "0"/],
  ['https://www.contoso.com', /is neither a host nor a range/],
  ['www.contoso.com/a', /is neither a host nor a range/],
  ['*.contoso.com', /is a wildcard/],
  ['', /is empty/],
] as const) {
  test(`--exclude ${text} is refused`, () => {
    const exclusion = parseExclusion(text);
    assert.match(exclusion.ok ? '' : exclusion.error, message);
  });
}
