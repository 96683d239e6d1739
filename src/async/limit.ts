import pLimit from 'p-limit';

/** Stops counting the task that is given it: another one may start beside it. Calls after the first do nothing. */
export type FreeSlot = () => void;

/** Runs tasks, at most `atOnce` at a time; the others wait their turn in the order in which they came. */
export type Limit = <T>(task: (freeSlot: FreeSlot) => Promise<T>) => Promise<T>;

/**
 * Each waiting task stays in memory (about 1 kB), so hand in only what is about to run. A task that has become slow may free
 * its slot and go on: the limit is raised by one until that task ends.
 */
export function createLimit(atOnce: number): Limit {
  const limit = pLimit(atOnce);
  const run = async <T>(task: (freeSlot: FreeSlot) => Promise<T>): Promise<T> => {
    let isCounted = true;
    let hasEnded = false;
    const freeSlot = (): void => {
      if (!isCounted || hasEnded) return;
      isCounted = false;
      limit.concurrency += 1;
    };
    try {
      return await task(freeSlot);
    } finally {
      hasEnded = true;
      if (!isCounted) limit.concurrency -= 1;
    }
  };
  return (task) => limit(() => run(task));
}
