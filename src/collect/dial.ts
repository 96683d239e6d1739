import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { HelloProfile, ProxyProtocolVersion, StartTlsProtocol } from '../model/vocabulary.ts';
import type { ConnectionFailure } from '../net/failure.ts';
import { createProbe } from '../tls/create-probe.ts';
import type { KeyOffer, Probe, ProbeResult, ProbeStep } from '../tls/probe.ts';
import { beginTls, type TlsStream } from './begin-tls.ts';
import type { CollectorOptions } from './contract.ts';
import { type BegunStartTls, tcpFailure, tlsFailure } from './dial-failure.ts';

/** One connection with one hello. */
export interface DialRequest {
  /** IP literal; through a proxy it may be a name. */
  readonly address: string;
  readonly port: number;
  /** URL of the proxy to go through; undefined: directly. */
  readonly proxy: string | undefined;
  /** The header that is sent before anything else; undefined: none. */
  readonly proxyProtocol: ProxyProtocolVersion | undefined;
  readonly profile: HelloProfile;
  /** Undefined: no SNI. */
  readonly serverName: string | undefined;
  readonly keyType: KeyOffer | undefined;
  readonly alpn: readonly string[];
  /** What is spoken before TLS; undefined: nothing. */
  readonly startTls: StartTls | undefined;
  /**
   * Until when later hellos have to have had their turn, on the collector's monotonic clock: before its certificate the server
   * may be silent for half of the time that is left. Undefined: until `signal` aborts, as this is the last hello.
   */
  readonly sharedUntilMs: number | undefined;
  readonly signal: AbortSignal;
}

/** How the server is asked to begin TLS. */
export interface StartTls {
  readonly protocol: StartTlsProtocol;
  /** The name that was dialed, or the XMPP domain; it may differ from the server name. */
  readonly host: string;
}

/** The outcome of one connection. */
export interface Dialed {
  readonly profile: HelloProfile;
  readonly serverName: string | undefined;
  /** Undefined: the flight was read to its end. */
  readonly failure: Failure | undefined;
  /** Code of the fatal alert, if that was the failure. */
  readonly alert: number | undefined;
  /** Length of the ClientHello message; undefined: none was sent. */
  readonly helloBytes: number | undefined;
  /** Undefined: there was no TCP connection, or the server did not agree to TLS on it. */
  readonly result: ProbeResult | undefined;
  /** What was spoken before TLS; undefined: nothing. */
  readonly startTls: BegunStartTls | undefined;
  /** From the first byte sent to the last one read. */
  readonly durationMs: number;
}

/** Opens a connection, has TLS begin if it does not by itself, sends one hello, reads the server's flight as far as it goes, and closes. */
export async function dial(request: DialRequest, options: CollectorOptions): Promise<Dialed> {
  const { profile, serverName } = request;
  const begun = await openForTls(request, options);
  if (!begun.ok) {
    const none = { alert: undefined, helloBytes: undefined, result: undefined, startTls: undefined };
    return { profile, serverName, failure: begun.error, ...none, durationMs: 0 };
  }
  const { stream, startTls } = begun.value;
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
  const broken = await runProbe(probe, stream, { hello, silenceMs: silenceOf(request, options), ...options });
  // Rounded to microseconds, because further digits are noise.
  const durationMs = Math.round((options.monotonicMs() - startedMs) * 1_000) / 1_000;
  const result = probe.result();
  const failure = tlsFailure(request.signal, result, { broken, startTls });
  const helloBytes = hello.length - recordHeaderBytes;
  return { profile, serverName, failure, alert: result.failure?.alert, helloBytes, result, startTls, durationMs };
}

interface Opened {
  readonly stream: TlsStream;
  readonly startTls: Dialed['startTls'];
}

/** Opens the connection, and has the server begin TLS if it does not by itself. */
async function openForTls(request: DialRequest, options: CollectorOptions): Promise<Result<Opened, Failure>> {
  const { startTls, signal } = request;
  const connected = await options.connect(request);
  if (!connected.ok) return err(tcpFailure(request.address, request.port, connected.error));
  if (startTls === undefined) return ok({ stream: connected.value, startTls: undefined });
  const { protocol } = startTls;
  const begun = await beginTls(connected.value, { ...startTls, clientName: options.clientName, signal });
  if (!begun.ok) return begun;
  return ok({ stream: begun.value.stream, startTls: { protocol, injected: begun.value.injected } });
}

/** A hello fills one record. */
const recordHeaderBytes = 5;

interface Carriage {
  readonly hello: Uint8Array;
  /** How long the server may be silent from now on; undefined: until its time is up. */
  readonly silenceMs: () => number | undefined;
  readonly monotonicMs: () => number;
  readonly ownTurn?: (() => Promise<void>) | undefined;
}

function silenceOf({ sharedUntilMs }: DialRequest, { monotonicMs }: CollectorOptions): Carriage['silenceMs'] {
  return () => (sharedUntilMs === undefined ? undefined : Math.max(1, (sharedUntilMs - monotonicMs()) / 2));
}

/** Carries bytes between the probe and the connection until one ends. Returns how the connection broke, if it did. */
async function runProbe(
  probe: Probe,
  connection: TlsStream,
  { hello, silenceMs, monotonicMs, ownTurn }: Carriage,
): Promise<ConnectionFailure | undefined> {
  let silence: NodeJS.Timeout | undefined;
  const giveUpAfter = (milliseconds: number, failure: ConnectionFailure): void => {
    const dueMs = monotonicMs() + milliseconds;
    silence = setTimeout(() => {
      // This process stood still, and the timer fires before what arrived meanwhile is read.
      if (monotonicMs() - dueMs > lateMs) giveUpAfter(lateMs, failure);
      else connection.destroy(failure);
    }, milliseconds);
  };
  // Apart from the loop, because a function that waits keeps in memory what it has read before.
  const takeStep = async (): Promise<Result<ProbeStep, ConnectionFailure>> => {
    const read = await connection.read();
    clearTimeout(silence);
    if (!read.ok) return read;
    if (probe.isCostly()) await ownTurn?.();
    return ok(probe.receive(read.value));
  };
  try {
    connection.write(hello);
    for (let isFirst = true; ; isFirst = false) {
      const mayBeSilentMs = probe.hasCertificates() ? undefined : silenceMs();
      if (mayBeSilentMs !== undefined) giveUpAfter(mayBeSilentMs, silenceFailure(mayBeSilentMs, isFirst));
      const taken = await takeStep();
      if (!taken.ok) {
        if (taken.error.kind === 'closed') connection.end(probe.end().send);
        return taken.error;
      }
      const { done, send } = taken.value;
      if (done) {
        connection.end(send);
        return undefined;
      }
      if (send !== undefined) connection.write(send);
    }
  } finally {
    clearTimeout(silence);
    connection.end();
  }
}

/** How late a timer may fire without that this process stood still. */
const lateMs = 50;

function silenceFailure(milliseconds: number, isFirst: boolean): ConnectionFailure {
  const span = milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${Math.round(milliseconds / 100) / 10} s`;
  const message = isFirst ? `No answer to the ClientHello within ${span}.` : `Nothing more came within ${span}.`;
  return { kind: 'timeout', message };
}
