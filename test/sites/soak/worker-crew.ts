import type { Broker } from '../rabbitmq.ts';
import { launchWorker, type RunningWorker } from '../site-place.ts';
import { siteOfIndex } from './soak-server.ts';
import type { CostBook } from './processor-time.ts';

/** Workers of all sites, each replaced when it is killed. */
export interface WorkerCrew {
  readonly ready: () => Promise<void>;
  /** Ends one as the kernel does that runs out of memory, and starts it again at once, as systemd does. They take turns. */
  readonly killOne: () => void;
  readonly close: () => Promise<void>;
}

export interface CrewOptions {
  readonly broker: Broker;
  readonly sites: readonly string[];
  readonly count: number;
  readonly options: readonly string[];
  readonly book: CostBook;
}

export function createWorkerCrew({ broker, sites, count, options, book }: CrewOptions): WorkerCrew {
  const launch = (seat: number): RunningWorker => {
    const site = siteOfIndex(seat, sites);
    const worker = launchWorker('--site', site, '--broker', broker.url(site), '--allow', '127.0.0.1', ...options);
    book.watch('workers', worker.child.pid);
    return worker;
  };
  const crew = Array.from({ length: count }, (_, seat) => launch(seat));
  let next = 0;
  return {
    ready: async () => {
      await Promise.all(crew.map(({ says }) => says('connected to the broker')));
    },
    killOne: () => {
      book.look();
      crew[next]?.child.kill('SIGKILL');
      crew[next] = launch(next);
      next = (next + 1) % count;
    },
    close: async () => {
      for (const { child } of crew) child.kill('SIGKILL');
      await Promise.all(crew.map(({ done }) => done));
    },
  };
}
