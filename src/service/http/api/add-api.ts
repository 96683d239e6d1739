import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { readParameters } from '../../../model/api/api-parameters.ts';
import { writeOpenApi } from '../../../model/api/open-api.ts';
import { renderDocument } from '../../../report/data/render-json.ts';
import type { Service } from '../../service.ts';
import { sendProblem } from '../problem.ts';
import type { ApiRoute } from './api-route.ts';
import { createApiRoutes, describeRoutes } from './api-routes.ts';

/** Adds `/api/v1/…`: see `createApiRoutes`. */
export function addApi(server: FastifyInstance, service: Service): void {
  const routes = createApiRoutes();
  server.get('/api/v1/openapi.json', (_request, reply) => {
    const description = writeOpenApi(describeRoutes(routes), service.version);
    return reply.type('application/json; charset=utf-8').send(renderDocument(description));
  });
  for (const route of routes) {
    server.route({
      method: route.method.toUpperCase(),
      url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: (request, reply) => answer(route, service, { request, reply }),
    });
  }
}

async function answer(
  route: ApiRoute,
  service: Service,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<FastifyReply> {
  const parameters = readParameters(route.parameters, request.params);
  const query = readParameters(route.query, request.query);
  if (!parameters.ok || !query.ok) {
    const problems = [parameters, query].flatMap((each) => (each.ok ? [] : each.error));
    const detail = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
    return sendProblem(reply, 400, `${detail.slice(0, maxDetailLength)}.`);
  }
  const question = { parameters: parameters.value as never, query: query.value as never, request };
  const replied = await route.reply(service, { ...question, signal: goneSignal(reply) });
  if ('refused' in replied) return sendProblem(reply, replied.refused, replied.detail);
  if (replied.next !== undefined) reply.header('link', nextLink(request, replied.next));
  return reply.code(route.status).type('application/json; charset=utf-8').send(renderDocument(replied.value));
}

/** A problem quotes what was sent. */
const maxDetailLength = 1_000;

/** Aborted when the caller has gone before it was answered. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => controller.abort());
  return controller.signal;
}

/** RFC 8288: the same question, from where this page ends. */
function nextLink({ url }: FastifyRequest, next: Readonly<Record<string, string | number>>): string {
  const [path = '', query = ''] = url.split('?', 2);
  const search = new URLSearchParams(query);
  for (const [name, value] of Object.entries(next)) search.set(name, String(value));
  return `<${path}?${search}>; rel="next"`;
}
