import type { Problem } from '../model/problem.ts';

/** A problem of the whole input, or of what `path` names: an option, a line, a place in a document. */
export function problem(message: string, path = ''): Problem {
  return { path, message };
}
