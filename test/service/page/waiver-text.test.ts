import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { StandingCause } from '../../../src/history/list-causes.ts';
import { waiverText } from '../../../src/service/page/waiver-text.ts';

const now = new Date('2027-02-01T12:00:00Z');
const ids = (count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, at) => `a|im.test/${at % 2 === 0 ? 'mtls' : 'as-host'}/h${at}.test@10.0.0.${at}:443`,
  );

function textOf(fault: string, endpoints: readonly string[], certificate: string | null = null): string {
  return waiverText({ cause: { fault, endpoints, certificate } } as unknown as StandingCause, now);
}

test('few endpoints are waived one by one, as long as the certificate at fault is there', () => {
  assert.equal(
    textOf('validity-period/expired', ['a|im.test/mtls/h"\n.test@10.0.0.1:443'], 'c'.repeat(64)),
    `- check: "validity-period"\n  fault: "expired"\n  endpoint: "a|im.test/mtls/h\\"\\n.test@10.0.0.1:443"\n  certificate: "${'c'.repeat(64)}"\n  by: ""\n  reason: ""\n  until: "2027-05-02"\n`,
  );
  assert.equal(textOf('validity-period/expired', ids(5)).match(/endpoint:/g)?.length, 5);
});

test('many endpoints are waived by their roles', () => {
  const text = textOf('validity-period/expired', ids(6));
  assert.doesNotMatch(text, /endpoint:/);
  assert.deepEqual(text.match(/role: .*/g), ['role: "mtls"', 'role: "as-host"']);
});

test('what a check finds across endpoints is waived without naming one', () => {
  const text = textOf('interface-certificates/same', ids(3));
  assert.doesNotMatch(text, /endpoint:|role:/);
  assert.equal(text.match(/- check/g)?.length, 1);
});
