import type { Attempt } from '../model/handshake.ts';
import type { HelloProfile, KeyType } from '../model/vocabulary.ts';
import { type Ladder, nextProfile } from '../tls/ladder.ts';
import type { CollectorOptions } from './collect.ts';
import { type Dialled, dial } from './dial.ts';
import { tellingFailure } from './telling-failure.ts';

/** Where to dial, as whom, and how long. */
export interface Climb {
  readonly address: string;
  readonly port: number;
  /** Undefined: no SNI. */
  readonly serverName: string | undefined;
  readonly keyType: KeyType | undefined;
  readonly ladder: Ladder;
  /** The rung to begin with. */
  readonly firstProfile: HelloProfile;
  /** Send no hello but the first. */
  readonly oneRung: boolean;
  readonly signal: AbortSignal;
  /** When `signal` will say that the time is up, on the collector's monotonic clock. */
  readonly deadlineMs: number;
}

/** The dial that got furthest, with a failure that speaks for all of them, and what each one cost. */
export interface Climbed {
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
export async function climbLadder(climb: Climb, options: CollectorOptions): Promise<Climbed> {
  const dials: Dialled[] = [];
  let profile: HelloProfile | undefined = climb.firstProfile;
  while (profile !== undefined) {
    const dialled = await dial(
      {
        address: climb.address,
        port: climb.port,
        profile,
        serverName: bareProfiles.includes(profile) ? undefined : climb.serverName,
        keyType: climb.keyType,
        silenceMs: climb.oneRung
          ? undefined
          : silenceMs(profile, climb.deadlineMs - options.monotonicMs(), climb.ladder),
        signal: climb.signal,
      },
      options,
    );
    dials.push(dialled);
    profile =
      climb.oneRung || isAnswered(dialled) || climb.signal.aborted ? undefined : rungAfter(dialled, climb.ladder);
  }
  return {
    dialled: tellingDial(dials),
    attempts: dials.map((dialled) => ({ profile: dialled.profile, failure: dialled.failure ?? null })),
  };
}

function isAnswered({ result }: Dialled): boolean {
  return result?.certificates !== undefined;
}

/** The next hello, where what became of this one lets us hope: never where there was no TCP connection. */
function rungAfter({ profile, failure, alert }: Dialled, ladder: Ladder): HelloProfile | undefined {
  if (failure === undefined || failure.stage !== 'tls') return undefined;
  const { stage, kind } = failure;
  return nextProfile(
    profile,
    { stage, kind, ...(alert === undefined ? {} : { alert }), certificateSeen: false },
    ladder,
  );
}

function silenceMs(profile: HelloProfile, leftMs: number, ladder: Ladder): number | undefined {
  const isLast = nextProfile(profile, { stage: 'tls', kind: 'timeout', certificateSeen: false }, ladder) === undefined;
  return isLast ? undefined : Math.max(1, leftMs / 2);
}

function tellingDial(dials: readonly Dialled[]): Dialled {
  const last = dials.at(-1) as Dialled;
  if (last.failure === undefined || isAnswered(last)) return last;
  const furthest = dials.find(({ result }) => result?.serverHello !== undefined) ?? last;
  return { ...furthest, failure: tellingFailure(dials) };
}
