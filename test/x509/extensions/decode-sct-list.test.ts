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
  assert.deepEqual(result, {
    ok: true,
    value: [{ version: 1, logId: undefined, timestamp: undefined, defect: undefined }],
  });
});

test('an empty timestamp, trailing bytes and every truncated prefix are refused', () => {
  const whole = list(timestamp(0x11), timestamp(0x22));
  for (const bytes of [list(new Uint8Array(0)), Buffer.concat([whole, Uint8Array.of(0)])]) {
    assert.equal(decodeSctList(bytes).ok, false);
  }
  for (let length = 0; length < whole.length; length += 1) {
    assert.equal(decodeSctList(whole.subarray(0, length)).ok, false, `${length} bytes`);
  }
});

test('an empty list is one without timestamps', () => {
  assert.deepEqual(decodeSctList(list()), { ok: true, value: [] });
});

test('a timestamp whose structure is broken is kept, with what is wrong with it', () => {
  const whole = timestamp(0x11);
  const defectOf = (bytes: Uint8Array) => {
    const result = decodeSctList(list(bytes));
    return result.ok ? result.value[0]?.defect : result.error.message;
  };
  assert.equal(defectOf(whole), undefined);
  for (let length = 1; length < whole.length; length += 1) {
    assert.equal(defectOf(whole.subarray(0, length)), 'it is truncated', `${length} bytes`);
  }
  assert.equal(defectOf(Buffer.concat([whole, Uint8Array.of(0)])), 'it has trailing bytes');
  assert.equal(defectOf(Buffer.concat([whole.subarray(0, 45), Uint8Array.of(0, 0)])), 'it has no signature');
  const late = Buffer.from(whole);
  late.writeBigUInt64BE(0xffffffffffffffffn, 33);
  assert.equal(defectOf(late), 'its time is out of range');
});

test('a list of thousands ends at its budget', () => {
  const result = decodeSctList(list(...Array.from({ length: MAX_SCTS + 1 }, () => Uint8Array.of(9))));
  assert.ok(!result.ok && result.error.kind === 'budget');
});

/** Version 1: log id, instant, no extensions, ECDSA with SHA-256, a signature of eight bytes. */
function timestamp(log: number): Uint8Array {
  const bytes = Buffer.alloc(41, log);
  bytes[0] = 0;
  bytes.writeBigUInt64BE(BigInt(logged.getTime()), 33);
  return Buffer.concat([bytes, Uint8Array.of(0, 0, 4, 3, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8)]);
}

function list(...timestamps: readonly Uint8Array[]): Uint8Array {
  const entries = Buffer.concat(timestamps.map((each) => Buffer.concat([length(each.length), each])));
  return Buffer.concat([length(entries.length), entries]);
}

function length(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
