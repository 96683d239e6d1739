import { createServer, type Server } from 'node:http';

import type { WorkerCounts } from '../../sites/worker-counts.ts';

/** What the page of a worker says. */
export interface WorkerHealth {
  readonly site: string;
  readonly isConnected: () => boolean;
  readonly counts: WorkerCounts;
}

/** Requests that are read at once, so that a stranger on the machine cannot take the worker's sockets. */
const maxConnections = 32;

/**
 * `/healthz`: 200 while the broker is connected, else 503. `/metrics`: counters in Prometheus' text format. Resolves with the address it
 * listens on, or rejects with what the system says.
 */
export async function openHealthPage(
  { host, port }: { readonly host: string; readonly port: number },
  health: WorkerHealth,
): Promise<{ readonly address: string; readonly close: () => void }> {
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, ({ url, method }, response) => {
    const isRead = method === 'GET' || method === 'HEAD';
    const answer = isRead ? answerTo(url, health) : { status: 405, text: 'only GET\n' };
    response.writeHead(answer.status, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    });
    response.end(method === 'HEAD' ? undefined : answer.text);
  });
  server.maxConnections = maxConnections;
  await listen(server, host, port);
  const at = server.address();
  const address = typeof at === 'object' && at !== null ? `${at.address}:${at.port}` : '';
  return {
    address,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answerTo(url: string | undefined, health: WorkerHealth): { readonly status: number; readonly text: string } {
  if (url === '/healthz') {
    return health.isConnected()
      ? { status: 200, text: 'ok\n' }
      : { status: 503, text: 'the broker is not connected\n' };
  }
  return url === '/metrics' ? { status: 200, text: metrics(health) } : { status: 404, text: '/healthz or /metrics\n' };
}

/** Name, help, and which count. */
const counters: readonly (readonly [string, string, keyof WorkerCounts])[] = [
  ['batches_taken', 'Batches taken from the broker.', 'taken'],
  ['batches_refused', 'Messages that were no batches of this version.', 'refused'],
  ['batches_dropped', 'Batches of runs that had ended.', 'dropped'],
  ['batches_split', 'Batches split because workers died on them.', 'split'],
  ['batches_given_back', 'Batches, or parts of them, put back for others.', 'givenBack'],
  ['batches_failed', 'Batches that ended with an error of the worker.', 'failed'],
  ['requests_seen', 'Requests of batches that were seen.', 'endpoints'],
  ['endpoints_not_allowed', 'Endpoints that were not dialed because of --allow.', 'notAllowed'],
  ['results_delivered', 'Messages of results that the broker has kept.', 'delivered'],
  ['results_refused', 'Times that the broker took no more results.', 'full'],
];

function metrics({ site, isConnected, counts }: WorkerHealth): string {
  const labels = `{site="${site}"}`;
  const lines = counters.flatMap(([name, help, key]) => [
    `# HELP certmuster_worker_${name}_total ${help}`,
    `# TYPE certmuster_worker_${name}_total counter`,
    `certmuster_worker_${name}_total${labels} ${counts[key]}`,
  ]);
  return [
    '# HELP certmuster_worker_connected Whether the broker is connected.',
    '# TYPE certmuster_worker_connected gauge',
    `certmuster_worker_connected${labels} ${isConnected() ? 1 : 0}`,
    ...lines,
    '',
  ].join('\n');
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
