import type { Running, Transcript } from '../../cli/certmuster.ts';
import type { CostBook } from './processor-time.ts';

/** One scan that is continued whenever it is killed. */
export interface ScannerSeat {
  /** Resolves when a scan has ended by itself. */
  readonly run: () => Promise<Transcript>;
  /** `kill -9`; the next one continues at once. */
  readonly kill: () => void;
  readonly close: () => void;
}

export function createScannerSeat({
  start,
  book,
}: {
  readonly start: () => Running;
  readonly book: CostBook;
}): ScannerSeat {
  let current: Running | undefined;
  let isKilled = false;
  return {
    run: async () => {
      for (;;) {
        isKilled = false;
        current = start();
        book.watch('scanner', current.child.pid);
        const ended = await current.done;
        if (!isKilled) return ended;
      }
    },
    kill: () => {
      book.look();
      isKilled = true;
      current?.child.kill('SIGKILL');
    },
    close: () => {
      isKilled = false;
      current?.child.kill('SIGKILL');
    },
  };
}
