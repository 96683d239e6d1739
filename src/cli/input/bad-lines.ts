import type { Problem } from '../../model/problem.ts';
import type { ProcessContext } from '../process-context.ts';

/** Lines of standard input that could not be read. */
export interface BadLines {
  readonly report: (problem: Problem) => void;
  readonly count: () => number;
}

/** Reports bad lines when they come, and counts them. */
export function createBadLines(context: ProcessContext): BadLines {
  let count = 0;
  return {
    report: ({ path, message }) => {
      count += 1;
      context.say(`certmuster: ${path}: ${message}`);
    },
    count: () => count,
  };
}
