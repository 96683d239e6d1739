import type { FindPath } from './path.ts';
import { createPathFinder } from './path-finder.ts';

/** Finds a path that holds, or says why there is none. Remembers nothing; for many requests use `createPathFinder`. */
export const findPath: FindPath = (request) => createPathFinder()(request);
