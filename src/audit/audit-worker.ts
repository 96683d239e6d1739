import { parentPort, workerData } from 'node:worker_threads';

import { serveAudits } from './serve-audits.ts';

// The door of a worker thread, as bin is that of the process: the one file of this room that does something when it is
// imported, and that takes hold of clocks. `createWorkerPool` starts threads with it.
if (parentPort !== null) {
  serveAudits(parentPort, workerData, { now: () => new Date(), monotonicMs: () => performance.now() });
}
