import { turnEnd } from '../async/turn-end.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { conduct } from './conduct.ts';
import type { ScanEvent, ScanOptions } from './contract.ts';
import { fail, hasRoom, isOver, lookEveryMs, lookForSlow, openRun, type Run } from './run.ts';
import { createSource, type Source } from './source.ts';

/** More than the results one request can become: two for each of at most 256 addresses. */
const indexesPerRequest = 1_024;

/**
 * Conducts a run: takes requests only as fast as they are dialed, resolves and collects them, and yields the results
 * as they arrive. Dialling stops while the reader does not read; `return` ends everything.
 *
 *     source ──take──▶ conduct ──▶ limit of the address ──▶ limit of the host ──▶ slot ──▶ collect ──▶ results ──▶ reader
 *               │          ▲                                                                  │
 *            hasRoom       └───────────── wait, then try again ◀── a temporary failure ◀──────┘
 */
export async function* scan<Found>(
  requests: Iterable<Endpoint> | AsyncIterable<Endpoint>,
  options: ScanOptions<Found>,
): AsyncGenerator<ScanEvent<Found>, void, undefined> {
  const { signal } = options;
  const run = openRun(options);
  const source = createSource(requests);
  const timer = setInterval(lookForSlow, lookEveryMs, run);
  signal.addEventListener('abort', run.changed.wake);
  const isFinished = (): boolean => source.isExhausted() && run.unfinished === 0;
  const hasNews = (): boolean => run.results.length > 0 || run.error !== undefined || signal.aborted || isFinished();
  try {
    void takeAll(run, source);
    for (;;) {
      await run.changed.until(hasNews);
      // Until there are none: more may have come while the reader treated the last ones.
      while (run.results.length > 0) {
        // Others that finish in the same turn come along: a reader that treats several at once has less to do.
        await turnEnd();
        yield { kind: 'results', results: run.results.splice(0) };
      }
      if (run.error !== undefined) throw run.error.thrown;
      if (signal.aborted || isFinished()) break;
      run.changed.wake();
    }
    const notRead = signal.aborted ? source.countLeft() : 0;
    yield { kind: 'end', notAudited: notRead === null ? null : run.unfinished + notRead };
  } finally {
    run.isClosed = true;
    clearInterval(timer);
    signal.removeEventListener('abort', run.changed.wake);
    source.close();
    run.deadlines.stop();
    run.changed.wake();
  }
}

/** Takes all requests from the source, each as soon as there is room for it. */
async function takeAll<Found>(run: Run<Found>, source: Source<Endpoint>): Promise<void> {
  let nextIndex = 0;
  const take = (request: Endpoint): void => {
    run.unfinished += 1;
    void conduct(run, request, nextIndex).catch((thrown: unknown) => fail(run, thrown));
    nextIndex += indexesPerRequest;
  };
  try {
    while (!source.isExhausted()) {
      if (!hasRoom(run)) await run.changed.until(() => hasRoom(run) || isOver(run));
      if (isOver(run)) return;
      // All that there is room for is taken at once: endpoints that are dialed together take their steps together.
      const reading = source.read(take);
      if (reading !== undefined) await reading;
    }
  } catch (thrown) {
    fail(run, thrown);
  }
  run.changed.wake();
}
