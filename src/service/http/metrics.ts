import type { FastifyInstance } from 'fastify';

import type { MetricFormat } from '../../report/monitoring/metric-text.ts';
import { createMetricsRenderer } from '../metrics/render-metrics.ts';
import type { Service } from '../service.ts';

/** `/metrics`: the schedules and what they found, for Prometheus. */
export function addMetrics(server: FastifyInstance, service: Service): void {
  const render = createMetricsRenderer(service);
  server.get('/metrics', (request, reply) => {
    const format = chooseFormat(request.headers.accept);
    return reply.type(metricTypes[format]).send(render(format));
  });
}

/** What answers are called, by the formats that they have. */
export const metricTypes: Readonly<Record<MetricFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** OpenMetrics for a caller that accepts it, as Prometheus does: `Accept` of RFC 9110 §12.5.1, where `q=0` refuses. */
export function chooseFormat(accept: string | undefined): MetricFormat {
  const accepted = (accept ?? '').split(',').map((part) => part.split(';').map((each) => each.trim().toLowerCase()));
  const isAccepted = accepted.some(
    ([type, ...parameters]) =>
      type === 'application/openmetrics-text' && !parameters.some((each) => /^q=0(?:\.0{1,3})?$/.test(each)),
  );
  return isAccepted ? 'openmetrics' : 'text';
}
