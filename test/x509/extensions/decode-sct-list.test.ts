import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeSctList, MAX_SCTS } from '../../../src/x509/extensions/decode-sct-list.ts';

const logged = new Date('2026-11-01T00:00:00Z');

test('timestamps are read with their log and their instant', () => {
  const result = decodeSctList(list(timestamp(0x11), timestamp(0x22)));
  assert.ok(result.ok);
  assert.deepEqual(
    result.value.map(({ version, logId, timestamp: at }) => [version, logId?.slice(0, 2), at]),
    [
      [0, '11', logged],
      [0, '22', logged],
    ],
  );
});

test('a timestamp of another version counts, and says nothing more', () => {
  const result = decodeSctList(list(Uint8Array.of(1, 2, 3)));
  assert.deepEqual(result, { ok: true, value: [{ version: 1, logId: undefined, timestamp: undefined }] });
});

test('an empty list, an empty timestamp, trailing bytes and every truncated prefix are refused', () => {
  const whole = list(timestamp(0x11), timestamp(0x22));
  for (const bytes of [list(), list(new Uint8Array(0)), Buffer.concat([whole, Uint8Array.of(0)])]) {
    assert.equal(decodeSctList(bytes).ok, false);
  }
  for (let length = 0; length < whole.length; length += 1) {
    assert.equal(decodeSctList(whole.subarray(0, length)).ok, false, `${length} bytes`);
  }
});

test('a list of thousands ends at its budget', () => {
  const result = decodeSctList(list(...Array.from({ length: MAX_SCTS + 1 }, () => Uint8Array.of(9))));
  assert.ok(!result.ok && result.error.kind === 'budget');
});

function timestamp(log: number): Uint8Array {
  const bytes = Buffer.alloc(47, log);
  bytes[0] = 0;
  bytes.writeBigUInt64BE(BigInt(logged.getTime()), 33);
  return bytes;
}

function list(...timestamps: readonly Uint8Array[]): Uint8Array {
  const entries = Buffer.concat(timestamps.map((each) => Buffer.concat([length(each.length), each])));
  return Buffer.concat([length(entries.length), entries]);
}

function length(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
