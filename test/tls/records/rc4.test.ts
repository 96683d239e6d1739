import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createRc4 } from '../../../src/tls/records/rc4.ts';

/** RFC 6229 §2: key, and the key stream at offsets 0 and 4096. */
const vectors = [
  ['0102030405', 'b2396305f03dc027ccc3524a0a1118a8', 'ff25b58995996707e51fbdf08b34d875'],
  ['0102030405060708090a0b0c0d0e0f10', '9ac7cc9a609d1ef7b2932899cde41b97', 'a36a4c301ae8ac13610ccbc12256cacc'],
] as const;

for (const [key, start, later] of vectors) {
  test(`gives the key stream of RFC 6229 for ${key}`, () => {
    const stream = createRc4(Buffer.from(key, 'hex'))(new Uint8Array(4112));
    assert.equal(Buffer.from(stream.subarray(0, 16)).toString('hex'), start);
    assert.equal(Buffer.from(stream.subarray(4096)).toString('hex'), later);
  });
}

test('goes on where it stopped', () => {
  const whole = createRc4(Uint8Array.of(1, 2, 3))(new Uint8Array(300));
  const cipher = createRc4(Uint8Array.of(1, 2, 3));
  assert.deepEqual(Uint8Array.of(...cipher(new Uint8Array(1)), ...cipher(new Uint8Array(299))), whole);
});
