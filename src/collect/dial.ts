import type { Failure } from '../model/failure.ts';
import type { HelloProfile, KeyType } from '../model/vocabulary.ts';
import type { Connection } from '../net/connection.ts';
import type { ConnectionFailure } from '../net/failure.ts';
import { createProbe } from '../tls/create-probe.ts';
import type { Probe, ProbeResult } from '../tls/probe.ts';
import type { CollectorOptions } from './collect.ts';

/** One connection with one hello. */
export interface DialRequest {
  readonly address: string;
  readonly port: number;
  readonly profile: HelloProfile;
  /** Undefined: no SNI. */
  readonly serverName: string | undefined;
  readonly keyType: KeyType | undefined;
  /** How long the peer may say nothing at all to this hello; undefined: until `signal` says so. */
  readonly silenceMs: number | undefined;
  readonly signal: AbortSignal;
}

/** What came of one connection. */
export interface Dialled {
  readonly profile: HelloProfile;
  readonly serverName: string | undefined;
  /** Undefined: the flight was read to its end. */
  readonly failure: Failure | undefined;
  /** Code of the fatal alert, where that was the failure. */
  readonly alert: number | undefined;
  /** Undefined: there was no TCP connection. */
  readonly result: ProbeResult | undefined;
  /** From the first byte sent to the end of the conversation. */
  readonly durationMs: number;
}

/** Opens a connection, sends one hello, reads the server's flight as far as it goes, and leaves. */
export async function dial(request: DialRequest, options: CollectorOptions): Promise<Dialled> {
  const { profile, serverName } = request;
  const connected = await options.connect(request);
  if (!connected.ok) {
    const failure: Failure = { stage: 'tcp', ...tcpFailure(request, connected.error) };
    return { profile, serverName, failure, alert: undefined, result: undefined, durationMs: 0 };
  }
  const probe = createProbe({
    profile,
    serverName,
    keyType: request.keyType,
    provePossession: options.provePossession,
    clientIdentity: options.clientIdentity,
    random: options.random,
    keyShare: options.keyShare,
  });
  const startedMs = options.monotonicMs();
  const broken = await converse(probe, connected.value, request.silenceMs);
  // Finer than a microsecond is noise, and long to read.
  const durationMs = Math.round((options.monotonicMs() - startedMs) * 1_000) / 1_000;
  const result = probe.result();
  const failure = tlsFailure(request, result, broken);
  return { profile, serverName, failure, alert: result.failure?.alert, result, durationMs };
}

/** Carries bytes between the two until one is done. Returns how the connection broke, if it did. */
async function converse(
  probe: Probe,
  connection: Connection,
  silenceMs: number | undefined,
): Promise<ConnectionFailure | undefined> {
  const silence = silenceMs === undefined ? undefined : setTimeout(giveUp, silenceMs, connection, silenceMs);
  try {
    connection.write(probe.start());
    for (;;) {
      const read = await connection.read();
      clearTimeout(silence);
      if (!read.ok) {
        if (read.error.kind === 'closed') connection.end(probe.end().send);
        return read.error;
      }
      const step = probe.receive(read.value);
      if (step.done) {
        connection.end(step.send);
        return undefined;
      }
      if (step.send !== undefined) connection.write(step.send);
    }
  } finally {
    clearTimeout(silence);
    connection.end();
  }
}

function giveUp(connection: Connection, silenceMs: number): void {
  connection.destroy({
    kind: 'timeout',
    message: `No answer to the hello within ${Math.round(silenceMs / 100) / 10} s.`,
  });
}

function tcpFailure({ address, port }: DialRequest, failure: ConnectionFailure): ConnectionFailure {
  if (failure.kind !== 'timeout') return failure;
  const message = `${address} did not take a connection on port ${port} in time; a firewall that drops packets looks like this.`;
  return { kind: 'timeout', message };
}

/** The probe knows what the bytes were (not TLS, say, before the time ran out), the socket how they ended. */
function tlsFailure(
  { signal }: DialRequest,
  { failure, serverHello }: ProbeResult,
  broken: ConnectionFailure | undefined,
): Failure | undefined {
  const isTold = failure !== undefined && (failure.kind !== 'closed' || broken?.kind === 'closed');
  if (isTold) return { stage: 'tls', kind: failure.kind, message: failure.message };
  if (broken?.kind !== 'timeout' || !signal.aborted) return broken && { stage: 'tls', ...broken };
  const message =
    serverHello === undefined
      ? 'The peer took the connection and had not answered the hello when the time was up.'
      : "The server's flight was not complete when the time was up.";
  return { stage: 'tls', kind: 'timeout', message };
}
