import type { Problem } from '../../model/problem.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { ProcessContext } from '../process-context.ts';

/** What is wrong with one file, or with the command line. */
export interface InputError {
  /** File name, or `the command line`. */
  readonly about: string;
  readonly problems: readonly Problem[];
  /** What to do next, a sentence. */
  readonly nextStep?: string;
}

/** The problems of the command line; none if there are none. */
export function commandLineErrors(problems: readonly Problem[], nextStep?: string): readonly InputError[] {
  if (problems.length === 0) return [];
  return [{ about: 'the command line', problems, ...(nextStep === undefined ? {} : { nextStep }) }];
}

/** Reports everything that is wrong with the input, and that nothing was done. */
export function reportInputErrors(
  context: ProcessContext,
  errors: readonly InputError[],
  whatWasNotDone = 'Nothing was dialed.',
): ExitCode {
  for (const { about, problems, nextStep } of mergeByInput(errors)) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const lines = problems.map(({ path, message }) => (path === '' ? `  ${message}` : `  ${path}: ${message}`));
    context.say([`certmuster: ${about}: ${count}:`, ...lines, ...(nextStep ? [nextStep] : [])].join('\n'));
  }
  context.say(whatWasNotDone);
  return exitCodes.wrongUsage;
}

/** Several readers may find problems in one input. */
function mergeByInput(errors: readonly InputError[]): readonly InputError[] {
  const merged = new Map<string, InputError>();
  for (const error of errors) {
    const known = merged.get(error.about);
    merged.set(error.about, { ...known, ...error, problems: [...(known?.problems ?? []), ...error.problems] });
  }
  return [...merged.values()];
}
