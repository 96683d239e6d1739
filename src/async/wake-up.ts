/** Lets tasks sleep until something they wait for has become true. */
export interface WakeUp {
  /** Something has changed: all sleepers look again. */
  readonly wake: () => void;
  /** Resolves once `isTrue` returns true: it is asked at once and after each `wake`. */
  readonly until: (isTrue: () => boolean) => Promise<void>;
}

export function createWakeUp(): WakeUp {
  let sleepers: (() => void)[] = [];
  const nextWake = (): Promise<void> => new Promise((resolve) => sleepers.push(resolve));
  return {
    wake: () => {
      const woken = sleepers;
      sleepers = [];
      for (const resolve of woken) resolve();
    },
    until: async (isTrue) => {
      while (!isTrue()) await nextWake();
    },
  };
}
