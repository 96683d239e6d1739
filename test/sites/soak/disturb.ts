import { setTimeout as pause } from 'node:timers/promises';

import type { Broker, MessageCounts } from '../rabbitmq.ts';
import type { CostBook } from './processor-time.ts';
import type { ScannerSeat } from './scanner-seat.ts';
import type { WorkerCrew } from './worker-crew.ts';

export interface Disturbance {
  /** A worker is killed as often. */
  readonly everyMs: number;
  /** How long the broker is away each time. */
  readonly brokerAwayMs: number;
}

interface Disturbed {
  readonly disturbance: Disturbance;
  readonly crew: WorkerCrew;
  readonly seat: ScannerSeat;
  readonly broker: Broker;
  readonly book: CostBook;
  /** Handshakes for each endpoint of the fleet, on average. */
  readonly progress: () => Promise<number>;
  readonly countsMessages: true | undefined;
  readonly log: (text: string) => void;
  /** Aborted: the scan has ended. */
  readonly signal: AbortSignal;
}

/** Who is killed when so much of the fleet was dialed. */
const plan = [
  { at: 0.15, who: 'broker' },
  { at: 0.35, who: 'scanner' },
  { at: 0.55, who: 'broker' },
  { at: 0.75, who: 'scanner' },
] as const;

/** Kills workers by the clock, and broker and scanner by what is done. */
export function disturb({ disturbance, crew, seat, broker, book, progress, countsMessages, log, signal }: Disturbed) {
  const { everyMs, brokerAwayMs } = disturbance;
  const killed = { workers: 0, scanners: 0, brokers: 0 };
  const before: MessageCounts[] = [];
  const beforeOf = (key: keyof MessageCounts): number => before.reduce((sum, each) => sum + each[key], 0);
  const timer = setInterval(() => {
    killed.workers += 1;
    crew.killOne();
  }, everyMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });

  const killBroker = async (): Promise<void> => {
    // A broker forgets its counts.
    if (countsMessages) before.push(await broker.messages());
    book.look();
    await broker.kill();
    killed.brokers += 1;
    await pause(brokerAwayMs);
    await broker.start();
    book.watch('broker', broker.pid());
  };
  const run = async (): Promise<void> => {
    for (const { at, who } of plan) {
      while (!signal.aborted && (await progress()) < at) await pause(100);
      if (signal.aborted) return;
      log(`${Math.round(100 * at)} %: the ${who} is killed`);
      if (who === 'broker') await killBroker();
      else {
        killed.scanners += 1;
        seat.kill();
      }
    }
  };
  const done = run();
  return {
    killed,
    done,
    /** Never resolves. */
    failed: new Promise<never>((_, reject) => done.catch(reject)),
    /** Since the beginning, whatever broker counted them. */
    messages: async (): Promise<MessageCounts> => {
      const now = await broker.messages();
      return {
        acknowledged: beforeOf('acknowledged') + now.acknowledged,
        redelivered: beforeOf('redelivered') + now.redelivered,
      };
    },
  };
}
