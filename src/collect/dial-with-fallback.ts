import type { Budget } from '../async/deadlines.ts';
import type { Attempt } from '../model/handshake.ts';
import type { HelloProfile, ProxyProtocolVersion } from '../model/vocabulary.ts';
import { type HelloSequence, nextProfile, profilesWithoutServerName } from '../tls/hello-fallback.ts';
import type { KeyOffer } from '../tls/probe.ts';
import { alertCodes, alertName } from '../tls/tables/alerts.ts';
import type { CollectorOptions } from './contract.ts';
import { type Dialed, dial, type StartTls } from './dial.ts';
import { mostSpecificFailure } from './most-specific-failure.ts';

/** Where to dial, with which hellos, and for how long. */
export interface FallbackRequest {
  /** IP literal; through a proxy it may be a name. */
  readonly address: string;
  readonly port: number;
  /** URL of the proxy to go through; undefined: directly. */
  readonly proxy: string | undefined;
  /** The header that is sent before anything else; undefined: none. */
  readonly proxyProtocol: ProxyProtocolVersion | undefined;
  /** Undefined: no SNI. */
  readonly serverName: string | undefined;
  readonly keyType: KeyOffer | undefined;
  /** Application protocols to offer. */
  readonly alpn: readonly string[];
  /** What is spoken before TLS; undefined: nothing. */
  readonly startTls: StartTls | undefined;
  readonly sequence: HelloSequence;
  readonly firstProfile: HelloProfile;
  /** Do not try the next hello. */
  readonly onlyFirstHello: boolean;
  readonly signal: AbortSignal;
  readonly hold?: Budget['hold'];
  /** When `signal` aborts because the time is up, on the collector's monotonic clock. */
  readonly deadlineMs: number;
}

/** The dial that got furthest, with one failure for all dials, and every attempt. */
export interface FallbackOutcome {
  readonly dialed: Dialed;
  readonly attempts: readonly Attempt[];
}

/**
 * Dials with one hello after the other until one is answered with certificates, so a server that refuses them all takes as
 * many connections as there are hellos, and never more than the deadline. A server that falls silent before its certificate
 * loses half of the time left, so that after four silent hellos the last one has a sixteenth of the whole; a server that has
 * sent its certificate has all of the time left. If the server refuses the application protocols, the same hello and all later
 * ones are sent without them: it has a certificate for other clients.
 */
export async function dialWithFallback(request: FallbackRequest, options: CollectorOptions): Promise<FallbackOutcome> {
  const dials: Dialed[] = [];
  let { alpn } = request;
  let profile: HelloProfile | undefined = request.firstProfile;
  while (profile !== undefined) {
    const { address, port, proxy, proxyProtocol, serverName, keyType, startTls, signal, sequence, deadlineMs } =
      request;
    const dialed = await dial(
      {
        address,
        port,
        proxy,
        proxyProtocol,
        profile,
        serverName: profilesWithoutServerName.includes(profile) ? undefined : serverName,
        keyType,
        alpn,
        startTls,
        sharedUntilMs: request.onlyFirstHello || profile === sequence.at(-1) ? undefined : deadlineMs,
        signal,
      },
      options,
    );
    dials.push(dialed);
    if (alpn.length > 0 && dialed.alert === alertCodes.no_application_protocol) alpn = [];
    else profile = profileAfter(dials, request);
  }
  return {
    dialed: alpn === request.alpn ? bestDial(dials) : withProtocolsRefused(bestDial(dials)),
    attempts: dials.map(describeAttempt),
  };
}

function hasCertificates({ result }: Dialed): boolean {
  return result?.certificates !== undefined;
}

/** The hello to try next; undefined if this one was answered, or others would not help. */
function profileAfter(dials: readonly Dialed[], request: FallbackRequest): HelloProfile | undefined {
  const dialed = dials.at(-1) as Dialed;
  const { profile, failure, alert } = dialed;
  if (request.onlyFirstHello || request.signal.aborted || failure === undefined) return undefined;
  // The server was not sent this hello, so it cannot have been the reason.
  if (dialed.result === undefined) return undefined;
  const { stage, kind } = failure;
  return nextProfile(profile, { stage, kind, alert, certificateSeen: hasCertificates(dialed) }, request.sequence, [
    ...dials.map((each) => each.profile),
    ...pointlessAfter(dials),
  ]);
}

/** Hellos that would bring nothing. */
function pointlessAfter(dials: readonly Dialed[]): readonly HelloProfile[] {
  // A server that once chose something has found something to accept, and bears supported_groups.
  if (dials.some(({ result }) => result?.serverHello !== undefined)) return ['rare', 'tls12-no-groups'];
  const refusesTls12 = dials.some(({ profile, alert }) => profile === 'tls12' && alert === alertCodes.protocol_version);
  return refusesTls12 ? ['tls12-no-groups'] : [];
}

function describeAttempt({ profile, failure, alert, helloBytes }: Dialed): Attempt {
  return {
    profile,
    failure: failure ?? null,
    ...(alert !== undefined && { alert: alertName(alert) }),
    ...(helloBytes !== undefined && { helloBytes }),
  };
}

function withProtocolsRefused(dialed: Dialed): Dialed {
  return dialed.result === undefined ? dialed : { ...dialed, result: { ...dialed.result, applicationProtocol: null } };
}

function bestDial(dials: readonly Dialed[]): Dialed {
  const last = dials.at(-1) as Dialed;
  if (last.failure === undefined || hasCertificates(last)) return last;
  const furthest = dials.find(({ result }) => result?.serverHello !== undefined) ?? last;
  return { ...furthest, failure: mostSpecificFailure(dials) };
}
