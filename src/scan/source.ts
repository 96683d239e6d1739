/** What is to be scanned, read one item at a time. */
export interface Source<Item> {
  /** Reads one item, if there is another, and hands it to `take`; a synchronous source has done so when this returns. */
  readonly read: (take: (item: Item) => void) => Promise<void> | undefined;
  readonly isExhausted: () => boolean;
  /** How many items were not read: reads a synchronous source to its end; null if that cannot be known. */
  readonly countLeft: () => number | null;
  /** Tells the source that no more is read of it. */
  readonly close: () => void;
}

export function createSource<Item>(items: Iterable<Item> | AsyncIterable<Item>): Source<Item> {
  return Symbol.asyncIterator in items
    ? asynchronousSource(items[Symbol.asyncIterator]())
    : synchronousSource(items[Symbol.iterator]());
}

function synchronousSource<Item>(iterator: Iterator<Item>): Source<Item> {
  let isExhausted = false;
  return {
    read: (take) => {
      const { done, value } = iterator.next();
      if (done) isExhausted = true;
      else take(value);
      return undefined;
    },
    isExhausted: () => isExhausted,
    countLeft: () => {
      let left = 0;
      while (!isExhausted && !iterator.next().done) left += 1;
      isExhausted = true;
      return left;
    },
    close: () => {
      if (!isExhausted) iterator.return?.();
    },
  };
}

function asynchronousSource<Item>(iterator: AsyncIterator<Item>): Source<Item> {
  let isExhausted = false;
  return {
    read: async (take) => {
      const { done, value } = await iterator.next();
      if (done) isExhausted = true;
      else take(value);
    },
    isExhausted: () => isExhausted,
    countLeft: () => (isExhausted ? 0 : null),
    close: () => {
      // Not waited for: a source that waits for its next item closes only after that.
      if (!isExhausted) void iterator.return?.().catch(() => undefined);
    },
  };
}
