import { readFileSync } from 'node:fs';

import { repositoryPath } from '../repository-path.ts';
import type { DialOptions } from './dial.ts';

/** A recorded conversation with a real server; made by `record-transcripts.ts`. */
export interface Transcript {
  readonly name: string;
  /** Software and settings of the server. */
  readonly peer: string;
  /** Of `seededOptions`: the client side can be replayed from it. */
  readonly seed: string;
  readonly options: DialOptions;
  /** In the order things were said, hexadecimal; what the server said in one go may have been cut anywhere. */
  readonly said: readonly { readonly by: 'client' | 'server'; readonly bytes: string }[];
  /** DER of the server's chain, hexadecimal. */
  readonly chain: readonly string[];
}

export const transcriptsFile = repositoryPath('test/fixtures/tls/transcripts.json');

export function readTranscripts(): readonly Transcript[] {
  return JSON.parse(readFileSync(transcriptsFile, 'utf8')) as readonly Transcript[];
}

/** Everything one side said. */
export function saidBy(transcript: Transcript, side: 'client' | 'server'): Uint8Array {
  const bytes = transcript.said.filter(({ by }) => by === side).map((part) => Buffer.from(part.bytes, 'hex'));
  return new Uint8Array(Buffer.concat(bytes));
}
