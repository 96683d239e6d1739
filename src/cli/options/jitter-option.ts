import { ok, err, type Result } from '../../model/result.ts';
import type { Problem } from '../../model/problem.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';
import { parseDuration } from './duration.ts';

export const jitterOption: Option = {
  kind: 'text',
  describe: 'wait a random time up to this before starting, for instance 5m; spreads scheduled runs',
};

/** A daily run needs no jitter longer than a day; Node's timers end after 24 days. */
const maxJitterMs = 86_400_000;

/** How long to wait before the run starts; undefined: not at all. `random` gives numbers of at least 0 and below 1. */
export function readJitter(args: Arguments, random: () => number): Result<number | undefined, Problem> {
  const text = args.text('jitter');
  if (text === undefined) return ok(undefined);
  const jitterMs = parseDuration(text);
  if (jitterMs !== undefined && jitterMs <= maxJitterMs) return ok(Math.floor(random() * jitterMs));
  return err(problem(`${JSON.stringify(text)} is not a duration; use 30 or 30s, 5m, 1h (at most 24h)`, '--jitter'));
}
