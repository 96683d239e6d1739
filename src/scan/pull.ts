export interface PullOptions<Item> {
  /** Whether one more may be taken now. */
  readonly hasRoom: () => boolean;
  /** `position` counts from 0. */
  readonly take: (item: Item, position: number) => void;
  /** An asynchronous source gave an item, ended or failed. */
  readonly moved: () => void;
}

/** Takes items from a source one at a time, and only while there is room for them. */
export interface Pull {
  /** Takes what there is room for. */
  readonly more: () => void;
  readonly isExhausted: () => boolean;
  /** What the source threw: nothing more will come of it. */
  readonly error: () => { readonly thrown: unknown } | undefined;
  /** How many were not taken: counts a synchronous source to its end; null where that cannot be known. */
  readonly countLeft: () => number | null;
  /** Takes nothing more and tells the source so. */
  readonly stop: () => void;
}

export function createPull<Item>(
  source: Iterable<Item> | AsyncIterable<Item>,
  { hasRoom, take, moved }: PullOptions<Item>,
): Pull {
  return Symbol.asyncIterator in source ? pullAsync(source) : pullSync(source);

  function pullSync(items: Iterable<Item>): Pull {
    const iterator = items[Symbol.iterator]();
    const state = createState(take);
    return {
      ...state.facts,
      more: () => {
        while (!state.isOver() && hasRoom()) state.attempt(() => state.arrive(iterator.next()));
      },
      countLeft: () => {
        let left = 0;
        const count = (): void => {
          if (iterator.next().done) state.end();
          else left += 1;
        };
        while (!state.isOver()) state.attempt(count);
        return left;
      },
      stop: () => {
        if (!state.isOver()) iterator.return?.();
        state.end();
      },
    };
  }

  function pullAsync(items: AsyncIterable<Item>): Pull {
    const iterator = items[Symbol.asyncIterator]();
    const state = createState(take);
    let isWaiting = false;
    const more = async (): Promise<void> => {
      if (isWaiting) return;
      isWaiting = true;
      while (!state.isOver() && hasRoom()) {
        await iterator.next().then(state.arrive).catch(state.fail);
        moved();
      }
      isWaiting = false;
    };
    return {
      ...state.facts,
      more: () => void more(),
      countLeft: () => (state.isOver() ? 0 : null),
      stop: () => {
        if (!state.isOver()) iterator.return?.().catch(state.fail);
        state.end();
      },
    };
  }
}

function createState<Item>(take: (item: Item, position: number) => void) {
  let position = 0;
  let isExhausted = false;
  let error: { readonly thrown: unknown } | undefined;
  const fail = (thrown: unknown): void => {
    error ??= { thrown };
  };
  return {
    facts: { isExhausted: () => isExhausted, error: () => error },
    isOver: () => isExhausted || error !== undefined,
    end: () => {
      isExhausted = true;
    },
    fail,
    arrive: (next: IteratorResult<Item>) => {
      if (next.done) isExhausted = true;
      else if (!isExhausted) take(next.value, position++);
    },
    attempt: (step: () => void) => {
      try {
        step();
      } catch (thrown) {
        fail(thrown);
      }
    },
  };
}
