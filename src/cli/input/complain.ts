import type { Problem } from '../../model/problem.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { World } from '../world.ts';

/** Problems of one file, or of the command line. */
export interface Complaint {
  /** File name, or `command line`. */
  readonly about: string;
  readonly problems: readonly Problem[];
  /** What to do next, a sentence. */
  readonly nextStep?: string;
}

/** Says everything that is wrong with what was handed in, and that nothing was done. */
export function complain(
  world: World,
  complaints: readonly Complaint[],
  whatWasNotDone = 'Nothing was dialled.',
): ExitCode {
  for (const { about, problems, nextStep } of joinEqual(complaints)) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const lines = problems.map(({ path, message }) => (path === '' ? `  ${message}` : `  ${path}: ${message}`));
    world.say([`certmuster: ${about}: ${count}:`, ...lines, ...(nextStep ? [nextStep] : [])].join('\n'));
  }
  world.say(whatWasNotDone);
  return exitCodes.wrongUsage;
}

/** What two readers found in one place is told together. */
function joinEqual(complaints: readonly Complaint[]): readonly Complaint[] {
  const joined = new Map<string, Complaint>();
  for (const complaint of complaints) {
    const known = joined.get(complaint.about);
    const problems = [...(known?.problems ?? []), ...complaint.problems];
    joined.set(complaint.about, { ...known, ...complaint, problems });
  }
  return [...joined.values()];
}

/** A problem of the whole thing, or of the option named. */
export function problem(message: string, path = ''): Problem {
  return { path, message };
}
