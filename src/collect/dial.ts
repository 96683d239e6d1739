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
  /**
   * Until when later hellos have to have had their turn, on the collector's monotonic clock: before its certificate the server
   * may be silent for half of the time that is left. Undefined: until `signal` aborts, as this is the last hello.
   */
  readonly sharedUntilMs: number | undefined;
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
  /** Length of the ClientHello message; undefined: none was sent. */
  readonly helloBytes: number | undefined;
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
    return { profile, serverName, failure, alert: undefined, helloBytes: undefined, result: undefined, durationMs: 0 };
  }
  const probe = createProbe({
    profile,
    serverName,
    keyType: request.keyType,
    provePossession: options.provePossession,
    clientIdentity: options.clientIdentity,
    random: options.random,
    keyShare: options.keyShare,
    ...(options.maxFlightBytes === undefined ? {} : { limits: { maxFlightBytes: options.maxFlightBytes } }),
    alpn: request.alpn,
  });
  const hello = probe.start();
  const startedMs = options.monotonicMs();
  const broken = await runProbe(probe, connected.value, { hello, silenceMs: silenceOf(request, options) });
  // Rounded to microseconds, because further digits are noise.
  const durationMs = Math.round((options.monotonicMs() - startedMs) * 1_000) / 1_000;
  const result = probe.result();
  const failure = tlsFailure(request.signal, result, broken);
  const helloBytes = hello.length - recordHeaderBytes;
  return { profile, serverName, failure, alert: result.failure?.alert, helloBytes, result, durationMs };
}

/** A hello fills one record. */
const recordHeaderBytes = 5;

interface Carriage {
  readonly hello: Uint8Array;
  /** How long the server may be silent from now on; undefined: until its time is up. */
  readonly silenceMs: () => number | undefined;
}

function silenceOf({ sharedUntilMs }: DialRequest, { monotonicMs }: CollectorOptions): Carriage['silenceMs'] {
  return () => (sharedUntilMs === undefined ? undefined : Math.max(1, (sharedUntilMs - monotonicMs()) / 2));
}

/** Carries bytes between the probe and the connection until one ends. Returns how the connection broke, if it did. */
async function runProbe(
  probe: Probe,
  connection: Connection,
  { hello, silenceMs }: Carriage,
): Promise<ConnectionFailure | undefined> {
  let silence: NodeJS.Timeout | undefined;
  try {
    connection.write(hello);
    for (let isFirst = true; ; isFirst = false) {
      const patienceMs = probe.hasCertificates() ? undefined : silenceMs();
      if (patienceMs !== undefined) silence = setTimeout(giveUp, patienceMs, connection, { patienceMs, isFirst });
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

function giveUp(
  connection: Connection,
  { patienceMs, isFirst }: { readonly patienceMs: number; readonly isFirst: boolean },
): void {
  const patience = patienceMs < 1_000 ? `${Math.round(patienceMs)} ms` : `${Math.round(patienceMs / 100) / 10} s`;
  connection.destroy({
    kind: 'timeout',
    message: isFirst ? `No answer to the ClientHello within ${patience}.` : `Nothing more came within ${patience}.`,
  });
}
