import type { FastifyInstance, FastifyReply } from 'fastify';

import { findRun } from '../../history/list-runs.ts';
import type { Summary } from '../../model/scan-report.ts';
import { grouped } from '../../report/html/numbers.ts';
import type { Service } from '../service.ts';
import { pageHeaders } from './page-headers.ts';
import { readRunNumber } from './read-query.ts';
import { renderRunReport } from './run-report.ts';

/** Reports made at once: each judges all endpoints of a run again, and holds them. */
const maxAtOnce = 2;

/** The report of more would not fit in the memory of a small machine; browsers have their trouble with it, too. */
const maxEndpoints = 10_000;

type Refuse = (reply: FastifyReply, status: number, message: string) => FastifyReply;

/** `/runs/NUMBER/report`: the HTML report of a run, with its own content security policy. */
export function addRunReport(routes: FastifyInstance, service: Service, refuse: Refuse): void {
  let underWay = 0;
  routes.get<{ Params: { run: string } }>('/runs/:run/report', async ({ params }, reply) => {
    const number = readRunNumber(params.run);
    if (number === undefined) return refuse(reply, 404, 'There is no such run.');
    const counts = findRun(service.database, number)?.summary as Summary | null | undefined;
    if ((counts?.endpoints ?? 0) > maxEndpoints)
      return refuse(
        reply,
        413,
        `Run ${number} has more than ${grouped(maxEndpoints)} endpoints. Use certmuster history export and certmuster evaluate --html.`,
      );
    if (underWay >= maxAtOnce)
      return refuse(reply.header('retry-after', '10'), 503, 'Other reports are being made. Try again in some seconds.');
    underWay += 1;
    const abort = new AbortController();
    const onClose = (): void => abort.abort();
    reply.raw.on('close', onClose);
    try {
      const report = await renderRunReport(service, number, abort.signal);
      if (!report.ok) return refuse(reply, 404, `Run ${number} ${report.error}.`);
      const { pieces, policy } = report.value;
      const fields = { ...pageHeaders, 'content-security-policy': `${policy}; frame-ancestors 'none'` };
      return await reply
        .headers(fields)
        .type('text/html; charset=utf-8')
        .send([...pieces].join(''));
    } finally {
      reply.raw.off('close', onClose);
      underWay -= 1;
    }
  });
}
