import type { CauseState } from '../../history/cause-states.ts';
import { spanText } from '../../model/span-text.ts';
import type { ScheduleStatus } from '../schedule/scheduler.ts';
import type { DueTimes } from '../schedule/due-times.ts';

/** What the watchdog looks at. */
export interface Watched {
  readonly now: Date;
  /** When the service started: what was due before is late since then. */
  readonly startedAt: Date;
  /** Keys of the trouble that stands already: a restart ends none of it. */
  readonly known: ReadonlySet<string>;
  readonly schedules: readonly WatchedSchedule[];
  readonly channels: readonly {
    readonly channel: string;
    readonly failingSince: string | null;
    readonly error: string | null;
  }[];
  /** What is wrong with the configuration that was read last; null: nothing. */
  readonly configurationError: { readonly at: Date; readonly message: string } | null;
  readonly limits: WatchdogLimits;
}

export interface WatchdogLimits {
  /** A due run that has not ended so long after it could have is behind. */
  readonly behindByMs: number;
  /** A channel that has failed for so long is reported. */
  readonly failingForMs: number;
}

export interface WatchedSchedule extends ScheduleStatus {
  readonly due: DueTimes;
  readonly jitterMs: number;
  readonly catchesUp: boolean;
  /** When it was first known with its timing. */
  readonly since: Date;
  /** How long the last run took. */
  readonly lastTookMs: number;
  /** Why the last run could not be made; null: it was. */
  readonly error: string | null;
}

/** What is wrong with the service itself, in the shape of causes. `channel`: the one that fails, which cannot be told so itself. */
export type Trouble = CauseState & { readonly channel?: string; readonly schedule?: string };

/** Judges schedules, channels and the configuration. */
export function findTrouble(watched: Watched): readonly Trouble[] {
  const { now, schedules, channels, configurationError, limits } = watched;
  return [
    ...schedules.flatMap((schedule) => [...lateness(schedule, watched), ...failure(schedule)]),
    ...channels.flatMap(({ channel, failingSince, error }): readonly Trouble[] => {
      if (failingSince === null || now.getTime() - Date.parse(failingSince) < limits.failingForMs) return [];
      return [
        {
          ...trouble(`channel/${channel}/failing`, faults.channel, failingSince),
          title: `Notifications have not reached the channel ${channel} since ${failingSince.slice(0, 16)}Z: ${error ?? 'the reason is not known'}`,
          why: 'Its recipients learn of no change.',
          remedy:
            'Fix the receiver or the URL, then run `certmuster serve --config FILE --test-notification`; `certmuster history notifications` lists what was given up.',
          channel,
        },
      ];
    }),
    ...(configurationError === null
      ? []
      : [
          {
            ...trouble('configuration', faults.configuration, configurationError.at.toISOString()),
            title: `The new configuration is wrong: ${configurationError.message}`,
            why: 'The previous configuration stays in force.',
            remedy: 'Correct it, and check it with `certmuster serve --config FILE --check`.',
          },
        ]),
  ];
}

/** What to say of trouble that is over. */
export function recoveryOf({ key, fault, title }: Pick<CauseState, 'key' | 'fault' | 'title'>): string {
  const [, name = ''] = key.split('/');
  switch (fault) {
    case faults.behind:
      return `The schedule ${name} is on time again`;
    case faults.failed:
      return `The schedule ${name} runs again`;
    case faults.channel:
      return `Notifications reach the channel ${name} again`;
    case faults.configuration:
      return 'The configuration is right again';
    default:
      return title;
  }
}

const faults = {
  behind: 'watchdog/schedule-behind',
  failed: 'watchdog/run-failed',
  channel: 'watchdog/channel-failing',
  configuration: 'watchdog/configuration',
} as const;

function lateness(schedule: WatchedSchedule, { now, startedAt, known, limits }: Watched): readonly Trouble[] {
  const { name, jitterMs, lastTookMs, runningSince } = schedule;
  const dueAt = waitedFor(schedule);
  if (dueAt === undefined) return [];
  const key = `schedule/${name}/behind`;
  const lateSince = dueAt > startedAt || known.has(key) ? dueAt : startedAt;
  if (now.getTime() - lateSince.getTime() < limits.behindByMs + jitterMs + lastTookMs) return [];
  const state =
    runningSince === undefined
      ? 'has not started'
      : `is under way for ${spanText(now.getTime() - runningSince.getTime())}`;
  return [
    {
      ...trouble(key, faults.behind, dueAt.toISOString()),
      title: `The schedule ${name} is behind: its run of ${dueAt.toISOString().slice(0, 16)}Z ${state}`,
      why: 'What changed since its last run is not known.',
      remedy:
        'Look at the log of the service. If a run takes longer than its period, audit fewer endpoints in a schedule or run it less often.',
      schedule: name,
    },
  ];
}

/** The due time whose run has to end next. */
function waitedFor(schedule: WatchedSchedule): Date | undefined {
  const { due, since, lastEnded, runningSince, nextAt, catchesUp } = schedule;
  if (runningSince === undefined) return nextAt;
  const from = lastEnded !== undefined && lastEnded > since ? lastEnded : since;
  return catchesUp ? due.next(from) : (due.latest(from, runningSince) ?? runningSince);
}

function failure({ name, error, lastEnded, since }: WatchedSchedule): readonly Trouble[] {
  if (error === null) return [];
  return [
    {
      ...trouble(`schedule/${name}/failing`, faults.failed, (lastEnded ?? since).toISOString()),
      title: `The schedule ${name} could not run: ${error}`,
      why: 'What changed since its last run is not known.',
      remedy: 'Correct what the message names, and check it with `certmuster serve --config FILE --check`.',
      schedule: name,
    },
  ];
}

function trouble(key: string, fault: string, since: string): Omit<CauseState, 'title' | 'why' | 'remedy'> {
  return {
    ...{ key, fault, since, lastSeen: since, isFresh: true, severity: 'error', waived: false, before: null },
    ...{ places: [], deployments: [], certificate: null, notAfter: null },
  };
}
