import assert from 'node:assert/strict';
import { test } from 'node:test';

import { socketFailure } from '../../src/net/socket-failure.ts';

const meanings = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EMFILE: 'socket-error',
  EADDRNOTAVAIL: 'socket-error',
} as const;

for (const [code, kind] of Object.entries(meanings)) {
  test(`${code} is ${kind}, and the message names the code`, () => {
    const failure = socketFailure(Object.assign(new Error('connect'), { code }));
    assert.equal(failure.kind, kind);
    assert.ok(failure.message.includes(code));
  });
}

test('an error with an unknown code is a socket-error in its own words', () => {
  const failure = socketFailure(new Error('something else'));
  assert.deepEqual(failure, { kind: 'socket-error', message: 'The socket failed: something else.' });
});
