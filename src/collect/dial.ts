import type { Failure } from '../model/failure.ts';
import type { HelloProfile } from '../model/vocabulary.ts';
import type { Connection } from '../net/connection.ts';
import type { ConnectionFailure } from '../net/failure.ts';
import { createProbe } from '../tls/create-probe.ts';
import type { KeyOffer, Probe, ProbeResult } from '../tls/probe.ts';
import type { CollectorOptions } from './contract.ts';
import { tcpFailure, tlsFailure } from './dial-failure.ts';

/** One connection with one hello. */
export interface DialRequest {
  readonly address: string;
  readonly port: number;
  readonly profile: HelloProfile;
  /** Undefined: no SNI. */
  readonly serverName: string | undefined;
  readonly keyType: KeyOffer | undefined;
  readonly alpn: readonly string[];
  /** How long the server may take to begin its answer to this hello; undefined: until `signal` aborts. */
  readonly silenceMs: number | undefined;
  readonly signal: AbortSignal;
}

/** The outcome of one connection. */
export interface Dialled {
  readonly profile: HelloProfile;
  readonly serverName: string | undefined;
  /** Undefined: the flight was read to its end. */
  readonly failure: Failure | undefined;
  /** Code of the fatal alert, if that was the failure. */
  readonly alert: number | undefined;
  /** Undefined: there was no TCP connection. */
  readonly result: ProbeResult | undefined;
  /** From the first byte sent to the last one read. */
  readonly durationMs: number;
}

/** Opens a connection, sends one hello, reads the server's flight as far as it goes, and closes. */
export async function dial(request: DialRequest, options: CollectorOptions): Promise<Dialled> {
  const { profile, serverName } = request;
  const connected = await options.connect(request);
  if (!connected.ok) {
    const failure = tcpFailure(request.address, request.port, connected.error);
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
    alpn: request.alpn,
  });
  const startedMs = options.monotonicMs();
  const broken = await runProbe(probe, connected.value, request.silenceMs);
  // Rounded to microseconds, because further digits are noise.
  const durationMs = Math.round((options.monotonicMs() - startedMs) * 1_000) / 1_000;
  const result = probe.result();
  const failure = tlsFailure(request.signal, result, broken);
  return { profile, serverName, failure, alert: result.failure?.alert, result, durationMs };
}

/** Carries bytes between the probe and the connection until one ends. Returns how the connection broke, if it did. */
async function runProbe(
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
    message: `No answer to the ClientHello within ${Math.round(silenceMs / 100) / 10} s.`,
  });
}
