import { createStartTls } from '../../../src/tls/start-tls/start-tls.ts';
import type { PrefaceStep } from '../../../src/tls/start-tls/preface.ts';
import type { StartTlsProtocol } from '../../../src/model/vocabulary.ts';

/** How a conversation with a scripted server ended. */
export interface Conversed {
  /** All that the client sent, as Latin-1. */
  readonly sent: string;
  readonly end: 'ready' | 'failed' | 'more';
  /** Of the failure. */
  readonly message: string;
  readonly kind: string;
  readonly injected: string;
  readonly progress: { readonly awaits: string; readonly heard: string | undefined };
}

/** Has the server say this, whatever the client sends, in pieces of that many bytes. */
export function converse(protocol: StartTlsProtocol, said: string, pieceBytes = Number.POSITIVE_INFINITY): Conversed {
  const preface = createStartTls({
    protocol,
    clientName: 'audit.test',
    localAddress: '192.0.2.7',
    host: 'server.test',
  });
  const bytes = Buffer.from(said, 'latin1');
  const sent: string[] = [];
  const send = (part: Uint8Array | undefined) => part && sent.push(Buffer.from(part).toString('latin1'));
  send(preface.start());
  let step: PrefaceStep = { kind: 'more', send: undefined };
  for (let at = 0; at < bytes.length && step.kind === 'more'; at += pieceBytes) {
    step = preface.receive(new Uint8Array(bytes.subarray(at, Math.min(bytes.length, at + pieceBytes))));
    send(step.send);
  }
  const failure = step.kind === 'failed' ? step.failure : undefined;
  return {
    sent: sent.join(''),
    end: step.kind,
    message: failure?.message ?? '',
    kind: failure?.kind ?? '',
    injected: step.kind === 'ready' ? Buffer.from(step.injected).toString('latin1') : '',
    progress: preface.progress(),
  };
}
