import type { Problem } from '../../model/problem.ts';
import type { SourceDocument } from '../../targets/documents/source-document.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { ProcessContext } from '../process-context.ts';

/** What is wrong with one file, or with the command line. */
export interface InputError {
  /** File name, or `the command line`. */
  readonly about: string;
  readonly problems: readonly Problem[];
  /** What to do next, a sentence. */
  readonly nextStep?: string;
  /** Finds the places of problems that name a part of the file; absent: they stay without. */
  readonly locate?: SourceDocument['locate'];
}

/** What problems of the command line are about. */
export const commandLine = 'the command line';

/** The problems of the command line; none if there are none. */
export function commandLineErrors(problems: readonly Problem[], nextStep?: string): readonly InputError[] {
  if (problems.length === 0) return [];
  return [{ about: commandLine, problems, ...(nextStep === undefined ? {} : { nextStep }) }];
}

/** Reports everything that is wrong with the input, and that nothing was done. */
export function reportInputErrors(
  context: ProcessContext,
  errors: readonly InputError[],
  whatWasNotDone = 'Nothing was dialed.',
): ExitCode {
  for (const { about, problems, nextStep, locate } of mergeByInput(errors)) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const located = (locate?.(problems) ?? problems).toSorted(inOrderOfFile);
    const lines = located.map((problem) => `  ${describe(withOrigin(problem, context), about)}`);
    context.say([`certmuster: ${about}: ${count}:`, ...lines, ...(nextStep ? [nextStep] : [])].join('\n'));
  }
  context.say(whatWasNotDone);
  return exitCodes.wrongUsage;
}

/** The same in one line, for a plugin. */
export function inOneLine(errors: readonly InputError[], context: Pick<ProcessContext, 'origins'> = {}): string {
  return errors
    .flatMap(({ about, problems, locate }) =>
      (locate?.(problems) ?? problems).map((problem) => {
        const text = describe(withOrigin(problem, context), about);
        return problem.position === undefined ? `${about}: ${text}` : text;
      }),
    )
    .join('; ');
}

/** An option that does not stand on the command line is named with its origin. */
function withOrigin(problem: Problem, { origins }: Pick<ProcessContext, 'origins'>): Problem {
  const origin = origins?.get(problem.path);
  return origin === undefined ? problem : { ...problem, path: `${problem.path} (from ${origin})` };
}

/** `targets.yaml:12:7 deployments[0].policy: …`, as editors and CI systems find it, if the place is known. */
function describe({ path, message, position }: Problem, about: string): string {
  const place = position && `${about}:${position.line}:${position.column}`;
  const where = [place, path === '' ? undefined : path].filter((each) => each !== undefined).join(' ');
  return where === '' ? message : `${where}: ${message}`;
}

/** Those without a place keep theirs among each other, before the others. */
function inOrderOfFile({ position: a }: Problem, { position: b }: Problem): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
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
