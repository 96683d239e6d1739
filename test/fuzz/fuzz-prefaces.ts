import assert from 'node:assert/strict';

import { beginTls } from '../../src/collect/begin-tls.ts';
import { startTlsProtocols } from '../../src/model/vocabulary.ts';
import type { Connection } from '../../src/net/connection.ts';
import { maxPrefaceBytes } from '../../src/tls/start-tls/conversation.ts';
import { conversations } from '../../src/tls/start-tls/start-tls.ts';
import { dialogues } from '../tls/start-tls/dialogues.ts';
import { packetDialogues } from '../tls/start-tls/packet-dialogues.ts';
import { bytesOf, type FuzzTarget, textOf } from './fuzz-target.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { createRandom, type Random } from './random.ts';

const protocols = startTlsProtocols.filter((protocol) => conversations[protocol] !== undefined);

/** What servers say before TLS, in every protocol, changed, repeated without end, and cut anywhere. */
export function fuzzPrefaces(): FuzzTarget {
  const ofLines = Object.values(dialogues).map(({ protocol, server }) => ({
    protocol,
    server: new Uint8Array(Buffer.from(server, 'latin1')),
  }));
  const spoken = [...ofLines, ...packetDialogues];
  return {
    name: 'prefaces',
    make: (random) => {
      const protocol = random.pick(protocols);
      const own = spoken.filter((each) => each.protocol === protocol);
      const { server } = random.pick(own.length === 0 || random.onceIn(20) ? spoken : own);
      return [protocol, distort(server, random), String(random.below(1_000_000))];
    },
    judge: async (input) => {
      const protocol = protocols.find((each) => each === textOf(input[0]));
      assert.ok(protocol !== undefined);
      const said = bytesOf(input[1]);
      const whole = await play(protocol, [said]);
      const cut = await play(protocol, cutAnywhere(said, createRandom(textOf(input[2]))));
      assert.deepEqual(withoutPeeking(cut), withoutPeeking(whole), 'the same however the bytes were cut');
      judgeEnd(whole, said);
      return whole.kind;
    },
  };
}

function distort(server: Uint8Array, random: Random): Uint8Array {
  switch (random.below(10)) {
    case 0:
      return server;
    case 1:
      return joined(server, Uint8Array.of(0x16, 0x03, 0x03, 0, 2, 2, 0), random.bytes(random.below(300)));
    case 2:
      return flood(server, random);
    case 3:
      return joined(random.bytes(random.below(12)), server);
    default:
      return mutateBytes(server, random);
  }
}

/** One stretch of it, often a line, again and again; or bytes without the end of a line. */
function flood(server: Uint8Array, random: Random): Uint8Array {
  const at = random.below(server.length);
  const end = server.indexOf(0x0a, at) + 1;
  const stretch = random.onceIn(4)
    ? Uint8Array.of(random.pick([0x20, 0x2d, 0x30, 0x7b, 0x22, 0x2e]))
    : server.subarray(random.onceIn(2) ? server.subarray(0, at).lastIndexOf(0x0a) + 1 : at, Math.max(end, at + 1));
  const length = random.pick([10, 4_000, 9_000, 70_000]);
  const repeated = Buffer.alloc(length, stretch);
  return joined(server.subarray(0, at), repeated, server.subarray(random.onceIn(2) ? at : end));
}

/** In pieces of like lengths: single bytes up to a few hundred, and more of what is long. */
function cutAnywhere(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
  const longest = (1 + random.below(random.onceIn(2) ? 4 : 200)) * Math.ceil(bytes.length / 4_000);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const next = Math.min(bytes.length, at + 1 + random.below(longest));
    pieces.push(bytes.subarray(at, next));
    at = next;
  }
  return pieces;
}

interface Played {
  /** `ready`, or the kind of the failure. */
  readonly kind: string;
  readonly message: string;
  readonly sent: string;
  readonly injected: string;
}

/** Has all pieces arrive before TLS begins, and the connection closed then: nothing of them may be read as TLS. */
async function play(protocol: (typeof protocols)[number], pieces: readonly Uint8Array[]): Promise<Played> {
  const sent: Uint8Array[] = [];
  const arrived = [...pieces];
  const fake = {
    localAddress: () => '192.0.2.7',
    write: (bytes: Uint8Array) => void sent.push(bytes),
    end: (bytes?: Uint8Array) => void (bytes && sent.push(bytes)),
    destroy: () => undefined,
    takeArrived: () => arrived.splice(0),
    read: async () => {
      const value = arrived.shift();
      return value === undefined
        ? { ok: false, error: { kind: 'closed', message: 'The peer closed the connection.' } }
        : { ok: true, value };
    },
  };
  const { signal } = new AbortController();
  const begun = await beginTls(fake as unknown as Connection, {
    protocol,
    host: 'h.test',
    clientName: undefined,
    signal,
  });
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const all = text(Buffer.concat(sent));
  if (!begun.ok) return { kind: begun.error.kind, message: begun.error.message, sent: all, injected: '' };
  const next = await begun.value.stream.read();
  assert.equal(next.ok, false, 'what came before the ClientHello is not read as TLS');
  return { kind: 'ready', message: '', sent: all, injected: text(begun.value.injected) };
}

/** Of a peer that speaks another protocol as much is quoted as has arrived. */
function withoutPeeking(played: Played): Played {
  return {
    ...played,
    message: played.message.replace(/^The peer (?:does not speak|speaks) .* it answered with .*$/, 'a stranger'),
  };
}

function judgeEnd({ kind, message, sent, injected }: Played, said: Uint8Array): void {
  assert.ok(['ready', 'starttls', 'limit', 'closed'].includes(kind), kind);
  assert.ok(sent.length <= 2 * maxPrefaceBytes, `sent ${sent.length} bytes`);
  if (kind === 'ready') {
    assert.ok(Buffer.from(said).toString('latin1').endsWith(injected), 'what was injected is the rest');
    return;
  }
  if (said.length > maxPrefaceBytes) assert.notEqual(kind, 'closed', 'more was read than the limit');
  assert.match(message, /^[A-Z][ -~…]*\.$/);
  assert.ok(message.length < 2_000, message);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
