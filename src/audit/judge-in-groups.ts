import { turnEnd } from '../async/turn-end.ts';
import type { Judge, JudgedEndpoint } from '../evaluate/contract.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';

/** At most this many are judged together: most of the gain is there from eight on, and others get their turn in between. */
export const maxJudgedTogether = 32;

/**
 * Bytes of certificates that are judged together, those of one endpoint in any case. Decoded, short names take 25 times their bytes, and
 * all of them are kept until the last check has run; what outlives that long is not collected for a while. A real chain has some 5 KB.
 */
const maxBytesTogether = 65_536;

/** Judging gives way after this time, at the end of a step. Sockets wait no longer than that and one step, for which `maximumWork` is made. */
const turnMs = 25;

export interface GroupOptions {
  readonly monotonicMs: () => number;
  /** Whether the rest shall be left unjudged. Asked whenever others had their turn. */
  readonly isOver: () => boolean;
}

/**
 * Judges observations in groups, each when its first report is asked for, and lets others have their turn whenever it has
 * taken some time, and between two groups: sockets are read and signals heard. Reports come in the order of the observations.
 */
export async function* judgeInGroups<Observation extends EndpointObservation>(
  observations: readonly Observation[],
  { evaluateInSteps }: Pick<Judge, 'evaluateInSteps'>,
  { monotonicMs, isOver }: GroupOptions,
): AsyncGenerator<JudgedEndpoint & { readonly observation: Observation }, void, undefined> {
  for (let start = 0; start < observations.length; ) {
    const group = groupFrom(observations, start);
    const reports = await drain(evaluateInSteps(group), { monotonicMs, isOver });
    if (reports === undefined) return;
    for (const [index, observation] of group.entries()) {
      const report = reports[index];
      if (report !== undefined) yield { observation, report };
    }
    start += group.length;
    if (start < observations.length) await turnEnd();
    if (isOver()) return;
  }
}

/** Undefined: it was over before the last step. */
async function drain<Result>(
  steps: Generator<undefined, Result, undefined>,
  { monotonicMs, isOver }: GroupOptions,
): Promise<Result | undefined> {
  let turnEndsAt = monotonicMs() + turnMs;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (monotonicMs() < turnEndsAt) continue;
    await turnEnd();
    if (isOver()) return undefined;
    turnEndsAt = monotonicMs() + turnMs;
  }
}

function groupFrom<Observation extends EndpointObservation>(
  observations: readonly Observation[],
  start: number,
): readonly Observation[] {
  const group: Observation[] = [];
  let bytes = 0;
  for (const observation of observations.slice(start, start + maxJudgedTogether)) {
    bytes += observation.certificates.reduce((sum, { length }) => sum + length, 0);
    if (group.length > 0 && bytes > maxBytesTogether) break;
    group.push(observation);
  }
  return group;
}
