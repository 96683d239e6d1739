import { turnEnd } from './turn-end.ts';

/** Makes what lets those who ask go on one after the other, each in a turn of the event loop of its own. */
export function createTurns(): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(turnEnd);
    return last;
  };
}
