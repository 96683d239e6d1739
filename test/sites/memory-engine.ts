import type { RunState, ScannerEngine, Taken, TakenResult, WorkerEngine } from '../../src/sites/contract.ts';

/** A message in a queue of the engine. */
interface Message {
  readonly body: Uint8Array;
  readonly site: string;
  readonly signature: Uint8Array | undefined;
  times: number;
}

/** A worker's end that can be cut off, as when its process dies. */
export interface MemoryWorker extends WorkerEngine {
  /** The process has died: what it had taken is handed out again, and what it still sends is lost. */
  readonly die: () => void;
}

/**
 * The engine in memory, for tests of what stands on both of its sides: the same verbs and the same promises as over a broker, with hands on what
 * a broker does on bad days.
 */
export function createMemoryEngine({ maxResults = 256 }: { readonly maxResults?: number } = {}) {
  const work = new Map<string, Message[]>();
  const results = new Map<string, Message[]>();
  const takers = new Map<
    string,
    Set<{ readonly atOnce: number; readonly held: Set<Message>; readonly onBatch: (batch: Taken) => void }>
  >();
  const readers = new Map<string, (result: TakenResult) => void>();
  let isReachable = true;

  const queue = (queues: Map<string, Message[]>, name: string): Message[] => {
    const found = queues.get(name) ?? [];
    queues.set(name, found);
    return found;
  };
  const handOut = (site: string): void => {
    const waiting = queue(work, site);
    for (const taker of takers.get(site) ?? []) {
      while (waiting.length > 0 && taker.held.size < taker.atOnce) {
        const message = waiting.shift() as Message;
        taker.held.add(message);
        const taken: Taken = {
          body: message.body,
          earlierTimes: message.times,
          confirm: () => {
            taker.held.delete(message);
            handOut(site);
          },
          fail: () => {
            taker.held.delete(message);
            message.times += 1;
            waiting.unshift(message);
            handOut(site);
          },
        };
        setImmediate(() => taker.onBatch(taken));
      }
    }
  };
  const pass = (run: string): void => {
    const reader = readers.get(run);
    const waiting = queue(results, run);
    for (const message of reader === undefined ? [] : waiting.splice(0)) {
      reader?.({ ...message, earlierTimes: message.times, confirm: () => undefined, fail: () => undefined });
    }
  };
  const offer = async (site: string, body: Uint8Array): Promise<void> => {
    queue(work, site).push({ body, site, signature: undefined, times: 0 });
    handOut(site);
  };
  return {
    setReachable: (value: boolean): void => {
      isReachable = value;
    },
    /** What waits for workers of a site, oldest first. */
    waiting: (site: string): readonly Uint8Array[] => queue(work, site).map(({ body }) => body),
    offer,
    /** Puts a result into the queue of a run, whoever sends it. */
    inject: (run: string, site: string, body: Uint8Array, signature?: Uint8Array): void => {
      queue(results, run).push({ body, site, signature, times: 0 });
      pass(run);
    },
    /** Reads results that no scanner takes. */
    resultsOf: (run: string): readonly Uint8Array[] => queue(results, run).map(({ body }) => body),
    openRun: (run: string): void => void queue(results, run),
    scanner: (): ScannerEngine => ({
      offer,
      takeResults: (run, onResult) => {
        queue(results, run);
        readers.set(run, (result) => setImmediate(() => onResult(result)));
        pass(run);
      },
      drop: (run) => void results.delete(run),
      siteState: async (site) =>
        isReachable ? { workers: takers.get(site)?.size ?? 0, waiting: queue(work, site).length } : undefined,
      trouble: () => (isReachable ? undefined : 'connect ECONNREFUSED'),
      end: async (run) => {
        readers.delete(run);
        results.delete(run);
      },
    }),
    /** The scanner's process has died. */
    loseScanner: (run: string): void => void readers.delete(run),
    worker: (): MemoryWorker => {
      let isDead = false;
      const own: (() => void)[] = [];
      const stops: (() => void)[] = [];
      return {
        takeBatches: (site, atOnce, onBatch) => {
          const taker = {
            atOnce,
            held: new Set<Message>(),
            onBatch: (batch: Taken) => void (isDead || onBatch(batch)),
          };
          const all = takers.get(site) ?? new Set();
          takers.set(site, all);
          all.add(taker);
          stops.push(() => all.delete(taker));
          own.push(() => {
            all.delete(taker);
            for (const message of taker.held) {
              message.times += 1;
              queue(work, site).unshift(message);
            }
            taker.held.clear();
            handOut(site);
          });
          handOut(site);
        },
        stopTaking: async () => {
          for (const stop of stops) stop();
        },
        deliver: async ({ run, site, body, signature }) => {
          if (isDead) return await new Promise<never>(() => undefined);
          const waiting = results.get(run);
          if (waiting === undefined) return 'gone';
          if (waiting.length >= maxResults) return 'full';
          waiting.push({ body, site, signature, times: 0 });
          pass(run);
          return 'kept';
        },
        offer: async (site, body) => {
          if (!isDead) await offer(site, body);
        },
        runState: async (run): Promise<RunState | undefined> => {
          if (isDead) return await new Promise<never>(() => undefined);
          const waiting = results.get(run);
          if (waiting === undefined) return 'gone';
          if (waiting.length >= maxResults) return 'full';
          return readers.has(run) ? 'ready' : 'away';
        },
        isConnected: () => !isDead,
        close: async () => undefined,
        die: () => {
          isDead = true;
          for (const leave of own) leave();
        },
      };
    },
  };
}
