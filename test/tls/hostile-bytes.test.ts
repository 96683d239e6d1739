import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createProbe } from '../../src/tls/create-probe.ts';
import { writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import { replay } from './replay.ts';
import { certificateEntries, createTls13Peer, encryptedExtensions } from './scripted-peer.ts';
import { seededBytes, seededOptions } from './seeded.ts';
import { readTranscripts, saidBy } from './transcripts.ts';

const transcripts = readTranscripts();
const mutationsEach = 300;

for (const transcript of transcripts) {
  const received = saidBy(transcript, 'server');

  test(`${transcript.name}: every prefix is read without a throw, and is over only where the whole is`, () => {
    const whole = replay(transcript);
    for (let length = 0; length < received.length; length += 1) {
      const { result, isDone } = replay(transcript, { received: received.subarray(0, length) });
      assert.equal(result.failure, undefined);
      if (isDone) assert.deepEqual(result, whole.result);
    }
  });

  test(`${transcript.name}: the end of the stream after any prefix is a closed connection`, () => {
    for (let length = 0; length < received.length; length += 13) {
      const probe = createProbe(seededOptions(transcript.seed, transcript.options));
      probe.start();
      if (probe.receive(received.subarray(0, length)).done) break;
      assert.deepEqual(probe.end(), { send: undefined, done: true });
      assert.equal(probe.result().failure?.kind, 'closed');
      assert.deepEqual(probe.receive(received.subarray(length)), { send: undefined, done: true });
    }
  });

  test(`${transcript.name}: mutations never throw, and never turn a wrong proof into a right one`, () => {
    const random = seededBytes(`mutations of ${transcript.name}`);
    for (let round = 0; round < mutationsEach; round += 1) {
      const { result } = replay(transcript, { received: mutate(received, random), pieceBytes: 1 + (round % 977) });
      if (result.keyProof.kind !== 'finished' || !result.keyProof.correct) continue;
      const original = transcript.chain.join();
      assert.equal(result.certificates?.map((der) => Buffer.from(der).toString('hex')).join(), original);
    }
  });
}

test('mutated messages under the right keys never throw, and never pass for a right Finished', () => {
  const random = seededBytes('mutations under the right keys');
  const der = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05);
  const kinds = new Set<string | undefined>();
  for (let round = 0; round < 400; round += 1) {
    const probe = createProbe(seededOptions('sealed'));
    const peer = createTls13Peer(probe.start());
    probe.receive(peer.hello());
    const request = writeHandshakeMessage(0x0d, Uint8Array.of(0, 0, 8, 0, 13, 0, 4, 0, 2, 4, 3));
    const evidence = [[0x05, Uint8Array.of(1, 0, 0, 1, 9)] as const, [0x12, Uint8Array.of(0, 1, 2)] as const];
    const verify = writeHandshakeMessage(0x0f, Uint8Array.of(4, 3, 0, 2, 1, 1));
    const messages = [encryptedExtensions(), request, certificateEntries([{ der, extensions: evidence }]), verify];
    const spoiled = round % messages.length;
    messages.forEach((message, index) => {
      if (index === spoiled) probe.receive(peer.seal(0x16, mutate(message, random)));
      else probe.receive(peer.say(message));
    });
    probe.receive(peer.say(peer.finished()));
    probe.end();
    kinds.add(probe.result().failure?.kind);
    assert.notEqual(probe.result().finishedCorrect, true);
  }
  assert.equal(kinds.has('protocol') && kinds.has(undefined), true, [...kinds].join());
});

test('noise never throws', () => {
  const random = seededBytes('noise');
  for (let round = 0; round < 500; round += 1) {
    const [profile, length = 0] = [(['modern', 'tls12', 'ssl30-bare'] as const)[round % 3], random(2)[0]];
    const probe = createProbe(seededOptions('noise', { profile: profile ?? 'modern' }));
    probe.start();
    const noise = random(length + 8);
    // Every second one at least looks like a record.
    if (round % 2 === 0) noise.set([0x14 + (round % 4), 0x03, round % 5, 0, length % 64]);
    probe.receive(noise);
    probe.end();
    assert.notEqual(probe.result().failure, undefined);
  }
});

/** One to four random changes: a byte overwritten, a piece cut out, a piece doubled. */
function mutate(bytes: Uint8Array, random: (length: number) => Uint8Array): Uint8Array {
  let mutated = bytes;
  const [changes = 0] = random(1);
  for (let change = 0; change <= changes % 4; change += 1) {
    const draw = Buffer.from(random(8));
    const at = draw.readUInt32BE(0) % mutated.length;
    const length = draw.readUInt8(4) % 32;
    const kind = draw.readUInt8(5) % 4;
    const head = mutated.subarray(0, at);
    if (kind === 0) mutated = Uint8Array.of(...head, ...mutated.subarray(at + length));
    else if (kind === 1)
      mutated = Uint8Array.of(...head, ...mutated.subarray(at, at + length), ...mutated.subarray(at));
    else mutated = Uint8Array.of(...head, draw.readUInt8(6), ...mutated.subarray(at + 1));
    if (mutated.length === 0) return bytes;
  }
  return mutated;
}
