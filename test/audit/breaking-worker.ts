import { parentPort, workerData } from 'node:worker_threads';

import { serveAudits } from '../../src/audit/serve-audits.ts';
import type { ToWorker } from '../../src/audit/worker-messages.ts';

// A worker thread as ours, save that one host makes it break and another makes it hang: `workers.test.ts` starts it.
parentPort?.on('message', (messages: readonly ToWorker[]) => {
  const hosts = messages.flatMap((message) => (message.kind === 'audit' ? [message.endpoint.host] : []));
  if (hosts.includes('breaks.test')) throw new Error('planted');
  if (hosts.includes('hangs.test')) for (;;);
});
if (parentPort !== null) {
  serveAudits(parentPort, workerData, { now: () => new Date(), monotonicMs: () => performance.now() });
}
