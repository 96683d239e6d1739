import assert from 'node:assert/strict';
import { constants, createPrivateKey, privateDecrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { certificateMessage, handshake, serverHelloDone } from '../zoo/server-messages.ts';
import { ByteReader } from '../../src/tls/bytes/byte-reader.ts';
import { concatenate } from '../../src/tls/bytes/byte-writer.ts';
import { cipherSuite } from '../../src/tls/tables/cipher-suites.ts';
import { tls12Cipher } from '../../src/tls/records/tls12-ciphers.ts';
import { createTls12Sealer } from '../../src/tls/records/tls12-protection.ts';
import { tls12Secrets } from '../../src/tls/keys/tls12-secrets.ts';
import { createCertificateFolder } from './certificates.ts';
import { record, serverHello } from './scripted-peer.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import { replay } from './replay.ts';
import { seededBytes, seededOptions } from './seeded.ts';
import { readTranscripts, saidBy, type Transcript } from './transcripts.ts';

const folder = createCertificateFolder();
after(() => folder.remove());

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
    assert.match(result.failure?.message ?? '', /Finished instead of ChangeCipherSpec/);
  });
}

test('with a leaf that is not a certificate there is no proof', () => {
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

test('a Finished that decrypts and says something else disproves the key', () => {
  const leaf = folder.make('leaf', 'rsa:2048');
  const probe = createProbe(seededOptions('finished', { profile: 'tls12', provePossession: true }));
  const clientHello = probe.start().subarray(5);
  const flight = concatenate([serverHello(), certificateMessage([leaf.der]), serverHelloDone]);
  const { send } = probe.receive(handshake(flight));
  const exchange = new ByteReader(send ?? new Uint8Array(0), 'second flight');
  exchange.bytes(3);
  const message = exchange.vector16();
  const key = createPrivateKey(readFileSync(leaf.keyFile));
  const premaster = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, message.subarray(6)).subarray(-48);
  assert.deepEqual([...premaster.subarray(0, 2)], [3, 3]);

  const cipher = tls12Cipher(cipherSuite(0x002f));
  assert.ok(cipher);
  const secrets = tls12Secrets(0x0303, cipherSuite(0x002f));
  const randoms = { client: clientHello.subarray(6, 38), server: new Uint8Array(32).fill(0x5e) };
  const master = secrets.masterSecret(premaster, randoms);
  const block = secrets.keyBlock(master, randoms, 2 * (20 + 16));
  const keys = {
    version: 0x0303,
    cipher,
    macKey: block.subarray(20, 40),
    key: block.subarray(56),
    iv: new Uint8Array(0),
  };
  const seal = createTls12Sealer(keys, seededBytes('vectors'));
  const step = probe.receive(
    concatenate([record(0x14, 1), seal(0x16, Uint8Array.of(20, 0, 0, 12, ...new Uint8Array(12)))]),
  );
  assert.equal(step.done, true);
  assert.deepEqual(probe.result().keyProof, { kind: 'finished', correct: false });
  assert.equal(probe.result().failure, undefined);
  assert.deepEqual(probe.result().certificates, [leaf.der]);
});
