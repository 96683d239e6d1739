import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bitLength } from '../../src/model/bit-length.ts';

test('leading zero bytes and bits do not count', () => {
  const lengths = [[], [0], [1], [0x80], [0, 0xff], [1, 0], [0, 0, 0x7f, 0xff]].map((bytes) =>
    bitLength(Uint8Array.from(bytes)),
  );
  assert.deepEqual(lengths, [0, 0, 1, 8, 8, 9, 15]);
});
