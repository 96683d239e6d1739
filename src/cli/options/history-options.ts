import { failOnLevels } from '../../model/vocabulary.ts';
import type { Option } from '../command.ts';

/** The file of a history, for every command that reads or writes one. */
export const historyOption = {
  history: { kind: 'text', describe: 'FILE with the history of earlier runs (SQLite)' },
} as const satisfies Record<string, Option>;

/** Options of a scan that writes a history. */
export const recordHistoryOptions = {
  history: { kind: 'text', describe: 'also record the run in this FILE (SQLite; created if it does not exist)' },
  series: {
    kind: 'text',
    describe: 'what to call runs that audit the same thing, in the history (the targets as they are named)',
  },
  'fail-on': {
    kind: 'text',
    choices: [...failOnLevels, 'new'],
    describe: 'lowest severity that gives exit code 1 (error); new: only what is new or worse than in the last run',
  },
} as const satisfies Record<string, Option>;
