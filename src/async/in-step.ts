let waiting: (() => void)[] = [];

/**
 * Calls `wake` at the end of this turn of the event loop, once everything is read that the system has for us by now. Who was
 * woken together goes on together, a step of one after the same step of the other, so that the code of a step is still in
 * the processor's cache when the next one takes it: that saves a fifth to a third of all CPU time (docs/performance.md).
 */
export function atTurnEnd(wake: () => void): void {
  if (waiting.push(wake) === 1) setImmediate(wakeAll);
}

function wakeAll(): void {
  const all = waiting;
  waiting = [];
  for (const wake of all) wake();
}
