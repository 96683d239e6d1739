import type { Problem } from '../../model/problem.ts';
import { type FailOn, failOnLevels } from '../../model/vocabulary.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';
import { trustDataOption } from './trust-data-option.ts';

/** Options that say how to judge. */
export const judgeOptions = {
  at: { kind: 'text', describe: 'judge as of this time, for instance 2027-01-31 or 2027-01-31T12:00:00Z' },
  'trust-data': trustDataOption,
  'fail-on': { kind: 'text', choices: failOnLevels, describe: 'lowest severity that gives exit code 1 (error)' },
  quiet: {
    kind: 'flag',
    describe:
      'no progress or notes on stderr; the report still goes to stdout (with -o FORMAT=FILE only if the exit code is not 0)',
  },
} as const satisfies Record<string, Option>;

export interface JudgeChoice {
  readonly at: Date | undefined;
  /** Undefined: not given. */
  readonly failOn: FailOn | undefined;
  readonly isQuiet: boolean;
  readonly problems: readonly Problem[];
}

/** Reads them. */
export function readJudgeOptions(args: Arguments): JudgeChoice {
  const text = args.text('at');
  const at = text === undefined ? undefined : parseInstant(text);
  const wrong = text !== undefined && at === undefined;
  return {
    at,
    failOn: args.text('fail-on') as FailOn | undefined,
    isQuiet: args.flag('quiet'),
    problems: wrong
      ? [problem(`${JSON.stringify(text)} is not a time; use 2027-01-31 or 2027-01-31T12:00:00Z`, '--at')]
      : [],
  };
}

const isoInstant = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

/** ISO 8601. A date alone means its first second; a time without zone is UTC, as in reports. */
function parseInstant(text: string): Date | undefined {
  if (!isoInstant.test(text)) return undefined;
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10));
  const date = new Date(text.length === 10 || hasZone ? text.replace(' ', 'T') : `${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(date.getTime())) return undefined;
  // JavaScript turns 30 February into 2 March.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return day.toISOString().startsWith(text.slice(0, 10)) ? date : undefined;
}
