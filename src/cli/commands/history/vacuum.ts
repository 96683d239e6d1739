import { compact, pruneHistory } from '../../../history/prune.ts';
import type { Action } from '../../dispatch-action.ts';
import { exitCodes } from '../../exit-code.ts';
import { reportInputErrors, commandLineErrors } from '../../input/report-input-errors.ts';
import { dayMs, parseDays } from '../../options/days.ts';
import { problem } from '../../problem.ts';
import { withHistory } from './with-history.ts';

/** `history vacuum [--keep 400d]`: forgets what ended before, and gives the space back. */
export const vacuum: Action = async (_words, args, context) => {
  const text = args.text('keep');
  const keptDays = text === undefined ? undefined : parseDays(text);
  if (text !== undefined && keptDays === undefined) {
    const wrong = problem(`${JSON.stringify(text)} is not a span; use for instance 400d, 18m or 2y`, '--keep');
    return reportInputErrors(context, commandLineErrors([wrong]), 'Nothing was removed.');
  }
  return await withHistory(args, context, async (database) => {
    if (keptDays !== undefined) {
      const before = new Date(context.now().getTime() - keptDays * dayMs);
      const { runs, observations, causes } = pruneHistory(database, before);
      context.say(
        `Removed ${runs} runs, ${observations} observations and ${causes} causes that ended before ${before.toISOString().slice(0, 10)}.`,
      );
    }
    compact(database);
    if (keptDays === undefined)
      context.say('Removed nothing, because --keep is not given; free space was given back to the disk.');
    return exitCodes.clean;
  });
};
