import assert from 'node:assert/strict';

import { concatenate } from '../../../src/tls/bytes/byte-writer.ts';
import type { PrefaceOptions, PrefaceStep } from '../../../src/tls/start-tls/preface.ts';
import { createStartTls } from '../../../src/tls/start-tls/start-tls.ts';

/** What came of a conversation with a peer that says what it says, whatever it hears. */
export interface Conversed {
  /** All that was sent before TLS, in hexadecimal. */
  readonly sent: string;
  readonly end: PrefaceStep;
}

/** Bytes of hexadecimal text, with white space anywhere. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(/\s+/g, ''), 'hex'));
}

export function latin1(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** Plays a conversation whose peer says `said`, in pieces of `pieceBytes`. */
export function converse(
  options: Partial<PrefaceOptions> & Pick<PrefaceOptions, 'protocol'>,
  said: Uint8Array,
  pieceBytes = Number.POSITIVE_INFINITY,
): Conversed {
  const preface = createStartTls({
    clientName: undefined,
    localAddress: '127.0.0.1',
    host: 'contoso.test',
    ...options,
  });
  const sent: Uint8Array[] = [];
  const send = (bytes: Uint8Array | undefined): void => {
    if (bytes !== undefined) sent.push(bytes);
  };
  send(preface.start());
  let end: PrefaceStep = { kind: 'more', send: undefined };
  for (let start = 0; start < said.length && end.kind === 'more'; start += pieceBytes) {
    end = preface.receive(said.subarray(start, Math.min(start + pieceBytes, said.length)));
    send(end.send);
  }
  return { sent: Buffer.from(concatenate(sent)).toString('hex'), end };
}

/** Plays it whole, byte by byte, and in pieces of three, and demands the same outcome; returns that. */
export function converseAnyhow(
  options: Partial<PrefaceOptions> & Pick<PrefaceOptions, 'protocol'>,
  said: Uint8Array,
): Conversed {
  const whole = converse(options, said);
  for (const pieceBytes of [1, 3]) {
    const pieces = converse(options, said, pieceBytes);
    assert.equal(pieces.sent, whole.sent);
    assert.equal(pieces.end.kind, whole.end.kind);
  }
  return whole;
}

/** The sentence of a failure of kind `starttls`. */
export function refusal({ end }: Conversed): string {
  assert.equal(end.kind, 'failed');
  assert.equal(end.failure.kind, 'starttls');
  return end.failure.message;
}

/** Demands that TLS begins and nothing was injected. Returns the step. */
export function assertReady({ end }: Conversed): Extract<PrefaceStep, { kind: 'ready' }> {
  assert.equal(end.kind, 'ready', end.kind === 'failed' ? end.failure.message : 'more is awaited');
  assert.equal(end.injected.length, 0);
  return end;
}

/** Demands that what follows the go-ahead in the same read is handed out, not read as TLS. */
export function assertInjection(options: Parameters<typeof converse>[0], goAhead: Uint8Array): void {
  const extra = hex('15030300020228');
  const { end } = converse(options, concatenate([goAhead, extra]));
  assert.equal(end.kind, 'ready');
  assert.deepEqual(Buffer.from(end.injected), Buffer.from(extra));
}

/** Garbage that every conversation must end on, or wait after, without a throw: prefixes, other protocols, noise. */
export const strangers: readonly Uint8Array[] = [
  latin1('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'),
  latin1('220 mx.contoso.test ESMTP\r\n'),
  latin1('-ERR unknown command\r\n'),
  latin1('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
];

/** The alert by which a server that begins with TLS answers plain text. */
export const tlsAlert = hex('15030300020246');
