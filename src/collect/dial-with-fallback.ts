import type { Attempt } from '../model/handshake.ts';
import type { HelloProfile, KeyType } from '../model/vocabulary.ts';
import { type HelloSequence, nextProfile } from '../tls/hello-fallback.ts';
import type { CollectorOptions } from './collect.ts';
import { type Dialled, dial } from './dial.ts';
import { mostSpecificFailure } from './most-specific-failure.ts';

/** Where to dial, as whom, and how long. */
export interface FallbackRequest {
  readonly address: string;
  readonly port: number;
  /** Undefined: no SNI. */
  readonly serverName: string | undefined;
  readonly keyType: KeyType | undefined;
  readonly sequence: HelloSequence;
  /** The rung to begin with. */
  readonly firstProfile: HelloProfile;
  /** Send no hello but the first. */
  readonly onlyFirstHello: boolean;
  readonly signal: AbortSignal;
  /** When `signal` will say that the time is up, on the collector's monotonic clock. */
  readonly deadlineMs: number;
}

/** The dial that got furthest, with a failure that speaks for all of them, and what each one cost. */
export interface FallbackOutcome {
  readonly dialled: Dialled;
  readonly attempts: readonly Attempt[];
}

/** Neither of these hellos has room for extensions. */
const bareProfiles: readonly HelloProfile[] = ['tls10-bare', 'ssl30-bare'];

/**
 * Sends one hello after the other until one is answered with certificates. A peer that says nothing to a hello loses half of the time
 * left on it, so that four silent rungs leave the last one a sixteenth of the whole; one that has begun to answer may take
 * all of it.
 */
export async function dialWithFallback(request: FallbackRequest, options: CollectorOptions): Promise<FallbackOutcome> {
  const dials: Dialled[] = [];
  let profile: HelloProfile | undefined = request.firstProfile;
  while (profile !== undefined) {
    const dialled = await dial(
      {
        address: request.address,
        port: request.port,
        profile,
        serverName: bareProfiles.includes(profile) ? undefined : request.serverName,
        keyType: request.keyType,
        silenceMs: request.onlyFirstHello
          ? undefined
          : silenceMs(profile, request.deadlineMs - options.monotonicMs(), request.sequence),
        signal: request.signal,
      },
      options,
    );
    dials.push(dialled);
    profile =
      request.onlyFirstHello || isAnswered(dialled) || request.signal.aborted
        ? undefined
        : helloAfter(dialled, request.sequence);
  }
  return {
    dialled: mostSpecificDial(dials),
    attempts: dials.map((dialled) => ({ profile: dialled.profile, failure: dialled.failure ?? null })),
  };
}

function isAnswered({ result }: Dialled): boolean {
  return result?.certificates !== undefined;
}

/** The next hello, where what became of this one lets us hope: never where there was no TCP connection. */
function helloAfter({ profile, failure, alert }: Dialled, sequence: HelloSequence): HelloProfile | undefined {
  if (failure === undefined || failure.stage !== 'tls') return undefined;
  const { stage, kind } = failure;
  return nextProfile(
    profile,
    { stage, kind, ...(alert === undefined ? {} : { alert }), certificateSeen: false },
    sequence,
  );
}

function silenceMs(profile: HelloProfile, leftMs: number, sequence: HelloSequence): number | undefined {
  const isLast =
    nextProfile(profile, { stage: 'tls', kind: 'timeout', certificateSeen: false }, sequence) === undefined;
  return isLast ? undefined : Math.max(1, leftMs / 2);
}

function mostSpecificDial(dials: readonly Dialled[]): Dialled {
  const last = dials.at(-1) as Dialled;
  if (last.failure === undefined || isAnswered(last)) return last;
  const furthest = dials.find(({ result }) => result?.serverHello !== undefined) ?? last;
  return { ...furthest, failure: mostSpecificFailure(dials) };
}
