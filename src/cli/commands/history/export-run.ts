import { findRun } from '../../../history/list-runs.ts';
import { restoreRun } from '../../../history/restore-run.ts';
import type { Action } from '../../dispatch-action.ts';
import { exitCodes } from '../../exit-code.ts';
import { openRunSaver } from '../../output/save-run.ts';
import { withHistory } from './with-history.ts';

/** `history export RUN DIR`: saved observations, which `evaluate DIR` judges again under another policy or as of another day. */
export const exportRun: Action = async ([number = '', folder = ''], args, context) =>
  await withHistory(args, context, async (database) => {
    const refuse = (message: string) => {
      context.say(`certmuster: ${message}.\nNothing was written.`);
      return exitCodes.wrongUsage;
    };
    const run = /^\d{1,9}$/.test(number) ? findRun(database, Number(number)) : undefined;
    if (run === undefined)
      return refuse(`${number} is not the number of a run; \`certmuster history runs\` lists them`);
    const restored = restoreRun(database, run.run);
    if (!restored.ok) return refuse(`run ${number} ${restored.error}`);
    const saver = await openRunSaver(folder, undefined);
    if (!saver.ok) {
      context.say(`certmuster: ${saver.error.message}.\nNothing was written.`);
      return saver.error.exitCode;
    }
    for (const observation of restored.value.observations()) await saver.value.observation(observation);
    const sha256 = await saver.value.finish(restored.value.run);
    context.say(`Saved to ${folder}; the SHA-256 of its manifest is ${sha256}.`);
    return exitCodes.clean;
  });
