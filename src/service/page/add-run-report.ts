import type { FastifyInstance, FastifyReply } from 'fastify';

import { contentPolicy } from '../../report/html/content-policy.ts';
import { pageScript } from '../../report/html/page-script.ts';
import { pageStyle } from '../../report/html/page-style.ts';
import { renderHtml } from '../../report/html/render-html.ts';
import type { NotEvaluated } from '../evaluate-run.ts';
import type { Service } from '../service.ts';
import { pageHeaders } from './page-headers.ts';
import { readRunNumber } from './read-query.ts';

type Refuse = (reply: FastifyReply, status: number, message: string) => FastifyReply;

/** `/runs/NUMBER/report`: the HTML report of a run as `scan --html` would have written it, with its own content security policy. */
export function addRunReport(routes: FastifyInstance, service: Service, refuse: Refuse): void {
  routes.get<{ Params: { run: string } }>('/runs/:run/report', async ({ params }, reply) => {
    const number = readRunNumber(params.run);
    if (number === undefined) return refuse(reply, 404, 'There is no such run.');
    const abort = new AbortController();
    const onClose = (): void => abort.abort();
    reply.raw.on('close', onClose);
    try {
      const judged = await service.evaluateRun(number, abort.signal);
      if (!judged.ok) {
        const { kind, message } = judged.error;
        if (kind === 'busy') reply.header('retry-after', '10');
        return refuse(reply, statusOf[kind], message);
      }
      const policy = `${await contentPolicy(pageScript, pageStyle)}; frame-ancestors 'none'`;
      return await reply
        .headers({ ...pageHeaders, 'content-security-policy': policy })
        .type('text/html; charset=utf-8')
        .send([...(await renderHtml(judged.value))].join(''));
    } finally {
      reply.raw.off('close', onClose);
    }
  });
}

const statusOf: Readonly<Record<NotEvaluated['kind'], number>> = {
  unknown: 404,
  'cannot-be-judged': 404,
  'too-large': 413,
  busy: 503,
  gone: 503,
};
