import assert from 'node:assert/strict';

import { describeHandshake } from '../../src/collect/describe-handshake.ts';
import { createLeafKeyReader } from '../../src/collect/leaf-keys.ts';
import { createJudge } from '../../src/evaluate/create-judge.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import { defaultLimits } from '../../src/tls/limits.ts';
import { writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import { createCertificateDecoder } from '../../src/x509/certificate-decoder.ts';
import { contextWith } from '../evaluate/context.ts';
import { endpointWith, observationWith } from '../evaluate/observation.ts';
import { certificateEntries, createTls13Peer, encryptedExtensions } from '../tls/scripted-peer.ts';
import { seededOptions } from '../tls/seeded.ts';
import { readTranscripts, saidBy, type Transcript } from '../tls/transcripts.ts';
import { bytesOf, type FuzzInput, type FuzzTarget, textOf } from './fuzz-target.ts';
import { mutateBytes } from './mutate-bytes.ts';
import type { Random } from './random.ts';
import { assertReport } from './report-invariants.ts';
import { makeSeededPki } from './seeded-certificates.ts';

type Result = ReturnType<ReturnType<typeof createProbe>['result']>;

const kinds = ['closed', 'alert', 'not-tls', 'protocol', 'limit'] as const;

/** Recorded flights of SSL 3.0 to TLS 1.3, changed, cut anywhere, and judged to the end. */
export function fuzzFlights(): FuzzTarget {
  const transcripts = readTranscripts();
  const byName = new Map(transcripts.map((each) => [each.name, each]));
  const context = contextWith([]);
  return {
    name: 'flights',
    make: (random) => {
      const transcript = random.pick(transcripts);
      const flight = mutateBytes(relabelled(saidBy(transcript, 'server'), random), random);
      return [transcript.name, flight, String(random.onceIn(3) ? 1 + random.below(64) : flight.length)];
    },
    judge: (input) => {
      const transcript = byName.get(textOf(input[0]));
      assert.ok(transcript !== undefined);
      const result = play(transcript, bytesOf(input[1]), Number(textOf(input[2])));
      judgeResult(result, transcript.options.profile ?? 'modern', context);
      return result.failure?.kind ?? (result.flightComplete ? 'complete' : 'incomplete');
    },
  };
}

/** TLS 1.3 messages changed before they are sealed, so that they are opened and read. */
export function fuzzSealedFlights(): FuzzTarget {
  const { leaves, intermediate } = makeSeededPki();
  const context = contextWith([]);
  const chain = [leaves[0]?.der ?? new Uint8Array(), intermediate.der];
  const messages = [
    encryptedExtensions(),
    writeHandshakeMessage(0x0d, Uint8Array.of(0, 0, 8, 0, 13, 0, 4, 0, 2, 4, 3)),
    certificateEntries(
      chain.map((der) => ({
        der,
        extensions: [
          [0x05, Uint8Array.of(1, 0, 0, 1, 9)],
          [0x12, Uint8Array.of(0, 1, 2)],
        ],
      })),
    ),
    writeHandshakeMessage(0x0f, Uint8Array.of(4, 3, 0, 2, 1, 1)),
  ];
  return {
    name: 'sealed flights',
    make: (random) => messages.map((message) => (random.onceIn(2) ? mutateBytes(message, random) : message)),
    judge: (input: FuzzInput) => {
      const probe = createProbe(seededOptions('sealed'));
      const peer = createTls13Peer(probe.start());
      probe.receive(peer.hello());
      for (const message of input) {
        for (let at = 0; at < bytesOf(message).length; at += 0x4000) {
          probe.receive(peer.seal(0x16, bytesOf(message).subarray(at, at + 0x4000)));
        }
      }
      probe.receive(peer.say(peer.finished()));
      probe.end();
      const result = probe.result();
      assert.notEqual(result.keyProof.kind === 'finished' && result.keyProof.correct, true);
      judgeResult(result, 'modern', context);
      return result.failure?.kind ?? 'complete';
    },
  };
}

/** One time in six the whole flight in another version: TLS 1.1 is nowhere recorded. */
function relabelled(flight: Uint8Array, random: Random): Uint8Array {
  if (!random.onceIn(6)) return flight;
  const version = random.below(5);
  const changed = Uint8Array.from(flight);
  let isHello = true;
  for (let at = 0; at + 5 <= changed.length; at += 5 + (changed[at + 3] ?? 0) * 256 + (changed[at + 4] ?? 0)) {
    changed[at + 2] = version;
    if (isHello) changed[at + 10] = version;
    isHello = false;
  }
  return changed;
}

function play(transcript: Transcript, received: Uint8Array, pieceBytes: number): Result {
  const probe = createProbe(seededOptions(transcript.seed, transcript.options));
  probe.start();
  let sentBytes = 0;
  let isDone = false;
  for (let start = 0; start < received.length; start += pieceBytes) {
    const step = probe.receive(received.subarray(start, start + pieceBytes));
    assert.ok(!isDone || (step.done && step.send === undefined), 'what is over stays over');
    isDone = step.done;
    sentBytes += step.send?.length ?? 0;
  }
  if (!isDone) assert.equal(probe.end().done, true);
  assert.ok(sentBytes < 0x8000, `sent ${sentBytes} bytes`);
  return probe.result();
}

function judgeResult(
  result: Result,
  profile: NonNullable<Transcript['options']['profile']>,
  context: ReturnType<typeof contextWith>,
): void {
  const { failure, certificates, flightComplete } = result;
  if (failure === undefined) assert.ok(flightComplete, 'no failure, and not complete');
  else {
    assert.ok(kinds.includes(failure.kind), failure.kind);
    assert.ok(failure.message.endsWith('.') && failure.message.length < 500, failure.message);
    assert.doesNotMatch(failure.message, /[^\x20-\x7e]/);
  }
  assert.notEqual(certificates?.length, 0);
  assert.ok((certificates?.length ?? 0) <= defaultLimits.maxCertificates);
  const tlsFailure = failure && { stage: 'tls' as const, kind: failure.kind, message: failure.message };
  const dialed = {
    profile,
    serverName: 'rsa.test',
    failure: tlsFailure,
    alert: failure?.alert,
    helloBytes: undefined,
    result,
    startTls: undefined,
    durationMs: 1,
  };
  const observation = observationWith(certificates ?? [], {
    endpoint: endpointWith({ policy: 'tls-server', role: 'server', host: 'rsa.test' }),
    failure: tlsFailure ?? null,
    handshake: describeHandshake(dialed, createLeafKeyReader(createCertificateDecoder())),
  });
  assertReport(createJudge(context).evaluateEndpoint(observation), observation, context);
}
