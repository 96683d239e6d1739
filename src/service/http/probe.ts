import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { joinFamilies, writeSeries } from '../../report/monitoring/metric-text.ts';
import { createProbeQueue } from '../probe/probe-queue.ts';
import { type Probed, runProbe } from '../probe/run-probe.ts';
import { targetMetrics } from '../probe/target-metrics.ts';
import type { ProbeRefusal, Service } from '../service.ts';
import { chooseFormat, metricTypes } from './metrics.ts';

/** Without the header of Prometheus; its own default is 10 s. */
const defaultTimeoutMs = 10_000;
/** Whoever says more gets this. */
const maxTimeoutMs = 120_000;
/** The answer has to arrive before Prometheus gives up; blackbox_exporter leaves as much. Half of it is for what is seen too late. */
const marginMs = 500;

/** `/probe?target=HOST:PORT&module=NAME`: one audit of a target that the module allows, in the manner of blackbox_exporter. */
export function addProbe(server: FastifyInstance, service: Service): void {
  const queue = createProbeQueue();
  const trouble = createTroubleLog(service.log);
  server.route({
    method: 'GET',
    url: '/probe',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const { target, module, debug } = request.query as Readonly<Record<string, unknown>>;
      if (typeof target !== 'string' || typeof module !== 'string' || target === '' || module === '')
        return refuse(reply, 400, 'Name one target and one module: /probe?target=HOST:PORT&module=NAME.');
      const timeoutMs = readTimeout(request);
      const signal = AbortSignal.any([callerGone(reply), AbortSignal.timeout(timeoutMs + marginMs / 2)]);
      const outcome = await queue.run(signal, async () => {
        const prepared = await service.prepareProbe(module, target);
        trouble(module, prepared);
        if (!prepared.ok) return { refusal: prepared.error };
        return { probed: await runProbe(prepared.value, { ...service.environment, signal }, timeoutMs) };
      });
      if (outcome === undefined) {
        reply.header('retry-after', '10');
        return refuse(reply, 503, 'Too many probes are under way. Try again later.');
      }
      if (outcome.refusal !== undefined) return refuse(reply, statusOf[outcome.refusal.kind], outcome.refusal.message);
      const { probed } = outcome;
      if (probed.addressesRefused > 0 && probed.report.endpoints.length === 0)
        return refuse(reply, 403, 'The module does not allow any address of this name.');
      return await answer(probed, { request, reply, isDebug: debug === 'true' });
    },
  });
}

/** Prometheus asks each minute: why a module cannot be used is logged once, until it can be used again or the reason is another one. */
function createTroubleLog(log: Service['log']) {
  const logged = new Map<string, string>();
  return (module: string, prepared: Awaited<ReturnType<Service['prepareProbe']>>): void => {
    if (prepared.ok) logged.delete(module);
    else if (prepared.error.reason !== undefined && prepared.error.reason !== logged.get(module)) {
      logged.set(module, prepared.error.reason);
      log(`a probe could not be made: module ${module}: ${prepared.error.reason}`);
    }
  };
}

const statusOf: Readonly<Record<ProbeRefusal['kind'], number>> = {
  'unknown-module': 400,
  'wrong-target': 400,
  'not-allowed': 403,
  'not-ready': 500,
};

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${message}\n`);
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly isDebug: boolean;
}

async function answer(probed: Probed, { request, reply, isDebug }: Asked): Promise<FastifyReply> {
  const format = isDebug ? 'text' : chooseFormat(request.headers.accept);
  const metrics = [...joinFamilies([targetMetrics(probed).map(writeSeries)], format)].join('');
  if (!isDebug) return reply.type(metricTypes[format]).send(metrics);
  const { renderTable } = await import('../../report/terminal/render-table.ts');
  const table = renderTable(probed.report, { width: 120, colour: false, details: true });
  return reply.type('text/plain; charset=utf-8').send(`${table}\nMetrics of this probe:\n\n${metrics}`);
}

/** How long Prometheus waits, in seconds with a fraction, less the margin. */
function readTimeout({ headers }: FastifyRequest): number {
  const written = headers['x-prometheus-scrape-timeout-seconds'];
  const waitsMs = typeof written === 'string' && /^\d{1,6}(?:\.\d{1,9})?$/.test(written) ? Number(written) * 1_000 : 0;
  const wholeMs = waitsMs > 0 ? Math.min(waitsMs, maxTimeoutMs) : defaultTimeoutMs;
  return Math.floor(Math.max(wholeMs - marginMs, wholeMs / 2));
}

/** Aborted when the caller closes the connection before it has its answer. */
function callerGone({ raw }: FastifyReply): AbortSignal {
  const abort = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) abort.abort();
  });
  return abort.signal;
}
