import { createProbe } from '../../src/tls/create-probe.ts';
import type { ProbeLimits, ProbeResult } from '../../src/tls/probe.ts';
import { seededOptions } from './seeded.ts';
import { saidBy, type Transcript, withClient } from './transcripts.ts';

export interface Replay {
  /** Everything the probe sent, in order. */
  readonly sent: Uint8Array;
  readonly result: ProbeResult;
  readonly isDone: boolean;
}

export interface ReplayOptions {
  /** Bytes handed in at a time; whole where it is not given. */
  readonly pieceBytes?: number;
  /** Bytes of a piece before those; none where it is not given. */
  readonly firstBytes?: number;
  /** Instead of what the server said. */
  readonly received?: Uint8Array;
  readonly limits?: Partial<ProbeLimits>;
}

/** Plays the server's side of a transcript to a fresh probe with the same seed. Does not say that the stream ended. */
export function replay(transcript: Transcript, options: ReplayOptions = {}): Replay {
  const received = options.received ?? saidBy(transcript, 'server');
  const probe = createProbe({
    ...seededOptions(transcript.seed, withClient(transcript.options, transcript.client)),
    limits: options.limits ?? {},
  });
  const sent = [probe.start()];
  let isDone = false;
  const { firstBytes = 0, pieceBytes = received.length } = options;
  let end = 0;
  while (end < received.length) {
    const start = end;
    end += start === 0 && firstBytes > 0 ? firstBytes : pieceBytes;
    const step = probe.receive(received.subarray(start, end));
    if (step.send) sent.push(step.send);
    isDone = step.done;
  }
  return { sent: new Uint8Array(Buffer.concat(sent)), result: probe.result(), isDone };
}
