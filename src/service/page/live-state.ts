import type { RunBoard, RunEvent, RunProgress } from '../run-board.ts';

/** What a page that is open needs to know. */
export interface LiveState {
  /** Another one: a run has ended since, and pages show something else. */
  readonly revision: string;
  /** What ended last, as a sentence; null: nothing has. */
  readonly ended: string | null;
  readonly running: readonly RunningState[];
}

export interface RunningState {
  readonly schedule: string;
  /** Endpoints audited so far. */
  readonly done: number;
  /** Null: not known. */
  readonly count: number | null;
  readonly failing: number;
}

/** Follows the runs of a service. `close` ends it. */
export interface LiveBoard {
  readonly state: () => LiveState;
  readonly listen: (listener: () => void) => () => void;
  readonly close: () => void;
}

/** `startedAt` is that of the service: after a restart every revision is another one. */
export function followRuns(board: RunBoard, startedAt: Date): LiveBoard {
  let endings = 0;
  let ended: string | null = null;
  const note = (event: RunEvent): void => {
    if (event.kind !== 'ended') return;
    endings += 1;
    ended =
      event.run === null ? `${event.schedule}: the run failed.` : `${event.schedule}: run ${event.run} has ended.`;
  };
  const close = board.listen(note);
  return {
    state: () => ({
      revision: `${startedAt.getTime()}-${endings}`,
      ended,
      running: board.running().map(describeProgress),
    }),
    listen: (listener) => board.listen(listener),
    close,
  };
}

function describeProgress({ schedule, count, verdicts }: RunProgress): RunningState {
  return {
    schedule,
    done: Object.values(verdicts).reduce((sum, each) => sum + each, 0),
    count: count ?? null,
    failing: verdicts['fail'] ?? 0,
  };
}
