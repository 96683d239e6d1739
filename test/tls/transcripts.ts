import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { repositoryPath } from '../repository-path.ts';
import type { DialOptions } from './dial.ts';

/** A recorded handshake with a real server; made by `record-transcripts.ts`. */
export interface Transcript {
  readonly name: string;
  /** Software and settings of the server. */
  readonly peer: string;
  /** Of `seededOptions`: the client side can be replayed from it. */
  readonly seed: string;
  readonly options: DialOptions;
  /** What we showed to a server that asked. */
  readonly client?: RecordedClient;
  /** In the order things were said, hexadecimal; what the server said in one go may have been cut anywhere. */
  readonly said: readonly { readonly by: 'client' | 'server'; readonly bytes: string }[];
  /** DER of the server's chain, hexadecimal. */
  readonly chain: readonly string[];
}

/** DER of a certificate, and of its key in PKCS #8, hexadecimal; made for the recording and used nowhere else. */
export interface RecordedClient {
  readonly certificate: string;
  readonly key: string;
}

export function withClient(options: DialOptions, client: RecordedClient | undefined): DialOptions {
  if (client === undefined) return options;
  const key = createPrivateKey({ key: Buffer.from(client.key, 'hex'), format: 'der', type: 'pkcs8' });
  return { ...options, clientIdentity: { chain: [new Uint8Array(Buffer.from(client.certificate, 'hex'))], key } };
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
