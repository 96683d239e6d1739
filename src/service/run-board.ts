import type { EndpointReport } from '../model/endpoint-report.ts';

/** What the service knows of runs while they go on. */
export interface RunProgress {
  readonly schedule: string;
  readonly startedAt: Date;
  /** Endpoints expected; undefined: not known. */
  readonly count: number | undefined;
  /** Endpoints audited so far, by verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
}

/** Something that happened to a run. */
export type RunEvent =
  | { readonly kind: 'started' | 'progress'; readonly progress: RunProgress }
  /** `run`: its number in the history; null: it could not be made, or was cut off. */
  | { readonly kind: 'ended'; readonly schedule: string; readonly run: number | null; readonly error: string | null };

/** Shows runs while they go on. One for a service; listeners are told of everything, in order. */
export interface RunBoard {
  readonly start: (schedule: string, startedAt: Date, count: number | undefined) => void;
  readonly endpoint: (schedule: string, report: Pick<EndpointReport, 'verdict'>) => void;
  readonly end: (schedule: string, outcome: { readonly run: number | null; readonly error: string | null }) => void;
  readonly running: () => readonly RunProgress[];
  /** Returns what ends it. */
  readonly listen: (listener: (event: RunEvent) => void) => () => void;
}

export function createRunBoard(): RunBoard {
  const running = new Map<string, RunProgress>();
  const listeners = new Set<(event: RunEvent) => void>();
  const tell = (event: RunEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  return {
    start: (schedule, startedAt, count) => {
      const progress = { schedule, startedAt, count, verdicts: {} };
      running.set(schedule, progress);
      tell({ kind: 'started', progress });
    },
    endpoint: (schedule, { verdict }) => {
      const known = running.get(schedule);
      if (known === undefined) return;
      const verdicts = { ...known.verdicts, [verdict]: (known.verdicts[verdict] ?? 0) + 1 };
      const progress = { ...known, verdicts };
      running.set(schedule, progress);
      tell({ kind: 'progress', progress });
    },
    end: (schedule, outcome) => {
      running.delete(schedule);
      tell({ kind: 'ended', schedule, ...outcome });
    },
    running: () => [...running.values()],
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
