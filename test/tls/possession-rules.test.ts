import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createProbe } from '../../src/tls/create-probe.ts';
import { replay } from './replay.ts';
import { seededOptions } from './seeded.ts';
import { readTranscripts, saidBy, type Transcript } from './transcripts.ts';

const proven = readTranscripts().filter(({ name }) => /proven/.test(name));

/** The server's last record is its encrypted Finished. */
function withFinished(transcript: Transcript, change: (record: Uint8Array) => Uint8Array): Uint8Array {
  const received = saidBy(transcript, 'server');
  let last = 0;
  for (let start = 0; start < received.length; start += 5 + Buffer.from(received).readUInt16BE(start + 3)) last = start;
  return Uint8Array.of(...received.subarray(0, last), ...change(received.slice(last)));
}

test('there are transcripts of stream, block and AEAD ciphers to spoil', () => {
  assert.equal(proven.length >= 5, true);
});

for (const transcript of proven) {
  test(`${transcript.name}: a Finished with one wrong bit anywhere disproves the key, and keeps the chain`, () => {
    const bytes = saidBy(transcript, 'server').length;
    for (const fromEnd of [1, 9, 17, 25]) {
      const received = withFinished(transcript, (record) => {
        record[record.length - fromEnd] = (record[record.length - fromEnd] ?? 0) ^ 1;
        return record;
      });
      assert.equal(received.length, bytes);
      const { result, isDone } = replay(transcript, { received });
      assert.equal(isDone, true);
      assert.deepEqual(result.keyProof, { kind: 'finished', correct: false });
      assert.deepEqual(
        result.certificates?.map((der) => Buffer.from(der).toString('hex')),
        transcript.chain,
      );
      assert.equal(result.flightComplete, true);
      assert.match(result.failure?.message ?? '', /does not decrypt/);
    }
  });

  test(`${transcript.name}: an alert in place of Finished leaves the proof open`, () => {
    const received = saidBy(transcript, 'server');
    const probe = createProbe(seededOptions(transcript.seed, transcript.options));
    probe.start();
    const end = received.length - withFinished(transcript, () => new Uint8Array(0)).length;
    // Without ChangeCipherSpec, which is six bytes before the encrypted record.
    probe.receive(received.subarray(0, received.length - end - 6));
    probe.receive(Uint8Array.of(0x15, 3, 1, 0, 2, 2, 51));
    assert.equal(probe.result().failure?.alert, 51);
    assert.deepEqual(probe.result().keyProof, { kind: 'none', reason: 'broken' });
  });

  test(`${transcript.name}: a different premaster secret gives a Finished that is not accepted`, () => {
    const other = { ...transcript, seed: `${transcript.seed} of someone else` };
    assert.notDeepEqual(replay(other).result.keyProof, { kind: 'finished', correct: true });
  });

  test(`${transcript.name}: handshake messages in place of ChangeCipherSpec break the protocol`, () => {
    const received = saidBy(transcript, 'server');
    const finishedBytes = received.length - withFinished(transcript, () => new Uint8Array(0)).length;
    const plain = Uint8Array.of(
      ...received.subarray(0, received.length - finishedBytes - 6),
      ...[0x16, 3, 3, 0, 4, 20, 0, 0, 0],
    );
    const { result } = replay(transcript, { received: plain });
    assert.equal(result.failure?.kind, 'protocol');
    assert.match(result.failure?.message ?? '', /Finished where ChangeCipherSpec should be/);
  });
}

test('a leaf that is no certificate leaves the proof to nobody', () => {
  const transcript = proven.find(({ name }) => name === 'ssl3-proven-3des');
  assert.ok(transcript);
  const received = saidBy(transcript, 'server');
  const at = Buffer.from(received).indexOf(Buffer.from(transcript.chain[0] ?? '', 'hex'));
  const spoiled = received.slice();
  spoiled[at] = 0x31;
  const { result, isDone } = replay(transcript, { received: spoiled });
  assert.equal(isDone, true);
  assert.deepEqual(result.keyProof, { kind: 'none', reason: 'unsupported-exchange' });
  assert.equal(result.failure, undefined);
  assert.equal(result.flightComplete, true);
});
