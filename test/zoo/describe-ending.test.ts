import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Animal, endsIn, isRead } from './animal.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { describeEnd, describeEnding, hasRightEnding } from './describe-ending.ts';

const animal = (ends: Animal['ends']): Animal => ({
  name: 'endless-warnings',
  does: 'sends warning alerts without end',
  behave: async () => undefined,
  ends,
});

function report({ kind, chain = 0, fails = [] }: { kind?: string; chain?: number; fails?: readonly string[] }) {
  return {
    verdict: kind === undefined ? 'fail' : 'unreachable',
    failure: kind === undefined ? null : { kind },
    chain: new Array(chain).fill({}),
    findings: fails.map((check) => ({ check, outcome: 'fail' })),
  } as unknown as EndpointReport;
}

test('a failure is right when it is one of those declared, with as many certificates', () => {
  const limited = animal(endsIn('limit', 'closed'));
  assert.equal(hasRightEnding(limited, report({ kind: 'limit' })), true);
  assert.equal(hasRightEnding(limited, report({ kind: 'closed' })), true);
  assert.equal(hasRightEnding(limited, report({ kind: 'timeout' })), false);
  assert.equal(hasRightEnding(limited, report({ kind: 'limit', chain: 2 })), false);
  assert.equal(hasRightEnding(limited, report({})), false);
});

test('a flight that is read to its end is right when the declared checks fail, and others may', () => {
  const read = animal(isRead('key-possession'));
  assert.equal(hasRightEnding(read, report({ chain: 2, fails: ['key-usage', 'key-possession'] })), true);
  assert.equal(hasRightEnding(read, report({ chain: 2, fails: ['key-usage'] })), false);
  assert.equal(hasRightEnding(read, report({ kind: 'closed', chain: 2, fails: ['key-possession'] })), false);
});

test('a line shows the sign, the ending, the certificates, the time and what the animal does', () => {
  const limited = animal(endsIn('limit'));
  const right = describeEnding(limited, report({ kind: 'limit' }), 12);
  assert.match(right, /^✓ endless-warnings +limit +0 +12 {2}sends warning alerts without end$/);
  assert.match(describeEnding(limited, report({ chain: 2 }), 7), /^✗ endless-warnings +fail +2 +7 /);
});

test('the last line counts, or names those that ended wrongly', () => {
  const one = animal(endsIn('limit'));
  const memory = 'At most 70 MiB of memory were taken by the audit of one.';
  assert.equal(describeEnd([one, one], [], 70), `All 2 ended as they have to. ${memory}`);
  assert.equal(describeEnd([one, one], [one], 70), `Not as they have to: endless-warnings. ${memory}`);
});
