import type { Mutant } from '../mutant.ts';

const connection = { file: 'src/net/connection.ts' };
const scan = 'test/scan/scan.test.ts';
const connectionTest = 'test/net/connection.test.ts';

/** Time, sockets and backpressure: what a peer could use up by doing nothing, or too much. */
export const connectionMutants: readonly Mutant[] = [
  {
    id: 'leaves-decoded-at-once',
    defends: 'endpoints that end in one turn are not all decoded in it',
    file: 'src/collect/observe-endpoint.ts',
    replace: 'if (leaf !== undefined) await options.leafTurn?.(leaf.length);',
    by: '',
    test: {
      file: 'test/collect/rare-peers.test.ts',
      title: 'a leaf waits for its share of a turn before it is decoded',
    },
  },
  {
    id: 'deadline-never-aborts',
    defends: 'an endpoint ends with its time',
    file: 'src/async/deadlines.ts',
    replace: "else controller.abort(new DOMException('the time is up', 'TimeoutError'));",
    by: 'else timers.delete(controller);',
    test: {
      file: scan,
      title: 'the deadline of an endpoint covers its name and its connections, and ends with a TimeoutError',
    },
  },
  {
    id: 'deadline-not-given-to-endpoints',
    defends: 'what an endpoint does is bound to its deadline',
    file: 'src/scan/try-once.ts',
    replace: 'deadlines.within(timeoutMs, (budget)',
    by: 'deadlines.within(2 ** 31 - 1, (budget)',
    test: {
      file: scan,
      title: 'the deadline of an endpoint covers its name and its connections, and ends with a TimeoutError',
    },
  },
  {
    id: 'deadline-not-given-to-names',
    defends: 'the resolution of a name is bound to the deadline',
    file: 'src/scan/try-once.ts',
    replace: 'deadlines.within(options.timeoutMs, ',
    by: 'deadlines.within(2 ** 31 - 1, ',
    test: {
      file: scan,
      title: 'the deadline of an endpoint covers its name and its connections, and ends with a TimeoutError',
    },
  },
  {
    id: 'resolution-time-not-charged',
    defends: 'a slow name takes its time from its endpoint',
    file: 'src/scan/conduct.ts',
    replace: 'Math.max(1, timeoutMs - tookMs)',
    by: 'timeoutMs',
    test: { file: scan, title: 'what name resolution took is gone from the time of the endpoint' },
  },
  {
    id: 'stalled-time-counts',
    defends: 'time in which this process stood still is not charged to peers',
    file: 'src/async/deadlines.ts',
    replace: 'held.isHeld() || leftMs > clockStepMs',
    by: 'held.isHeld()',
    test: {
      file: 'test/async/deadlines.test.ts',
      title: 'time in which this process stood still is given back before work is aborted',
    },
  },
  {
    id: 'run-end-leaves-work-under-way',
    defends: 'an interruption ends what is under way',
    file: 'src/async/deadlines.ts',
    replace: 'clearTimeout(timer);\n      interrupt(controller);',
    by: 'clearTimeout(timer);',
    test: {
      file: 'test/async/deadlines.test.ts',
      title: 'the end of the run aborts what is under way with an AbortError, and what begins later',
    },
  },
  {
    ...connection,
    id: 'abort-leaves-read-pending',
    defends: 'the deadline reaches a read that waits',
    replace: "signal.addEventListener('abort', onAbort);",
    by: '',
    test: {
      file: connectionTest,
      title: 'an aborted signal ends a pending read, and says whether it was the time or the operator',
    },
  },
  {
    ...connection,
    id: 'abort-leaves-socket-open',
    defends: 'the deadline closes the socket',
    replace: 'this.#fail(failure);\n    this.#socket.destroy();',
    by: 'this.#fail(failure);',
    test: { file: connectionTest, title: 'an aborted signal closes the socket, whatever the peer does' },
  },
  {
    ...connection,
    id: 'end-waits-for-the-peer',
    defends: 'a peer that never reads holds no socket open',
    replace: 'this.#arrived = [];\n    this.#socket.destroy();',
    by: 'this.#arrived = [];\n    this.#socket.end();',
    test: { file: connectionTest, title: 'ending closes the socket although the peer never reads and never closes' },
  },
  {
    ...connection,
    id: 'unread-bytes-without-end',
    defends: 'a peer that sends faster than it is read fills no memory',
    replace: 'if (this.#unreadBytes > maxUnreadBytes) this.#socket.pause();',
    by: '',
    test: { file: connectionTest, title: 'a peer that sends without end is paused, not buffered' },
  },
  {
    ...connection,
    id: 'names-reach-the-system',
    defends: 'only addresses are dialed, which were judged before',
    replace: 'if (isIP(address) === 0) {',
    by: 'if (address.length === 0) {',
    test: { file: connectionTest, title: 'what is no IP literal is never looked up' },
  },
  {
    id: 'results-pile-up',
    defends: 'dialling stops while results are not read',
    file: 'src/scan/run.ts',
    replace: 'return results.length < options.concurrency;',
    by: 'return results.length >= 0 && options.concurrency > 0;',
    test: { file: scan, title: 'dialling stops while the reader does not read' },
  },
  {
    id: 'no-limit-of-waiting',
    defends: 'a source is not read to its end into memory',
    file: 'src/scan/run.ts',
    replace: 'run.waiting < maxWaiting',
    by: 'run.waiting >= 0',
    test: { file: scan, title: 'no more than 4,096 endpoints are taken from the source to wait for their address' },
  },
  {
    id: 'concurrency-unbounded',
    defends: 'no more endpoints are under way than the operator allows',
    file: 'src/scan/run.ts',
    replace: 'slots: createLimit(concurrency)',
    by: 'slots: createLimit(1e6)',
    test: {
      file: scan,
      title: 'never more endpoints are under way than the concurrency, addresses of one name included',
    },
  },
  {
    id: 'slow-hold-their-slots',
    defends: 'silent endpoints hold up no healthy ones',
    file: 'src/scan/slow-watch.ts',
    replace: 'one.freeSlot();',
    by: '',
    test: {
      file: scan,
      title: 'healthy endpoints all finish while five times as many silent ones as there are slots are still held open',
    },
  },
  {
    id: 'address-limit-ignored',
    defends: 'an address gets no more connections at once than allowed',
    file: 'src/async/keyed-limit.ts',
    replace: 'return await tasks.limit(task);',
    by: 'return await task();',
    test: {
      file: scan,
      title: 'no more endpoints are under way at an address than it may have, and those elsewhere do not wait for them',
    },
  },
  {
    id: 'retries-without-end',
    defends: 'an endpoint is not tried without end',
    file: 'src/scan/with-retries.ts',
    replace: 'earlierTries >= retry.times',
    by: 'earlierTries >= retry.times + 1',
    test: { file: scan, title: 'nothing is tried more often than asked for, and the last failure stands' },
  },
  {
    id: 'bounded-map-unbounded',
    defends: 'what a run remembers is bounded',
    file: 'src/async/bounded-map.ts',
    replace: 'if (entries.size >= maxEntries && !entries.has(key)) deleteOldest();',
    by: '',
    test: {
      file: 'test/async/bounded-map.test.ts',
      title: 'as many entries as the bound are kept, and one more displaces the one added first',
    },
  },
  {
    id: 'silence-shared-by-no-hello',
    defends: 'a server that is silent to one hello leaves time for the next ones',
    file: 'src/collect/dial.ts',
    replace: 'const mayBeSilentMs = probe.hasCertificates() ? undefined : silenceMs();',
    by: 'const mayBeSilentMs = probe.hasCertificates() ? undefined : undefined;',
    test: {
      file: 'test/collect/scripted-peers.test.ts',
      title: 'silence after one hello leaves time for the next ones',
    },
  },
  {
    id: 'flights-of-all-unbounded',
    defends: 'flights of a thousand endpoints fill no memory',
    file: 'src/audit/endpoint-observer.ts',
    replace: 'Math.floor(maxHeldBytes / atOnce)',
    by: '524_288',
    test: {
      file: 'test/audit/flight-bound.test.ts',
      title: 'the more endpoints may be under way, the fewer bytes each may send',
    },
  },
];
