import { turnEnd } from './turn-end.ts';

/**
 * Makes what spreads work over turns of the event loop: those who ask go on in their order, together in one turn as long as what they
 * ask for is `most` together, and one that asks for more by itself.
 */
export function createTurnShares(most: number): (amount: number) => Promise<void> {
  let last = Promise.resolve();
  let taken = 0;
  return (amount) => {
    if (taken > 0 && taken + amount > most) {
      last = last.then(turnEnd);
      taken = 0;
    }
    taken += amount;
    return last;
  };
}
