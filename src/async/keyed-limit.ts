import pLimit, { type LimitFunction } from 'p-limit';

/** A limit of its own for each key, an address for example. */
export interface KeyedLimit {
  /** Runs the task once fewer tasks of this key are running than it may have. */
  readonly run: <T>(key: string, task: () => Promise<T>) => Promise<T>;
  /** Whether a task of this key would have to wait. */
  readonly isFull: (key: string) => boolean;
}

interface KeyTasks {
  readonly limit: LimitFunction;
  /** Running and waiting ones. */
  count: number;
}

/** `atOnce`: tasks of one key at a time, `Infinity` for any number. Nothing is kept of a key without tasks. */
export function createKeyedLimit(atOnce: (key: string) => number): KeyedLimit {
  const tasksOf = new Map<string, KeyTasks>();
  return {
    run: async (key, task) => {
      const most = atOnce(key);
      if (most === Number.POSITIVE_INFINITY) return task();
      const tasks = tasksOf.get(key) ?? { limit: pLimit(most), count: 0 };
      tasksOf.set(key, tasks);
      tasks.count += 1;
      try {
        return await tasks.limit(task);
      } finally {
        tasks.count -= 1;
        if (tasks.count === 0) tasksOf.delete(key);
      }
    },
    isFull: (key) => (tasksOf.get(key)?.count ?? 0) >= atOnce(key),
  };
}
