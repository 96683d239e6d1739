import { createTurnstile } from './turnstile.ts';

/**
 * Does so many things at once, not counting those that have been waiting for their answer for `patienceMs`: what is slow holds
 * nobody up, and no more than `atOnce` are begun in such a time while nothing is answered.
 */
export function createPatientLine(atOnce: number, patienceMs: number): <T>(ask: () => Promise<T>) => Promise<T> {
  const turnstile = createTurnstile(atOnce);
  return (ask) =>
    new Promise((settle, fail) => {
      void turnstile(() => {
        const asked = ask();
        asked.then(settle, fail);
        return settledWithin(asked, patienceMs);
      });
    });
}

/** Resolves when the promise has settled either way, and after the time at the latest. */
function settledWithin(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const settled = (): void => {
      clearTimeout(timer);
      resolve();
    };
    promise.then(settled, settled);
  });
}
