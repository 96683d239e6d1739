import { endpointHistory } from '../../../history/endpoint-history.ts';
import { listCauses } from '../../../history/list-causes.ts';
import { listCertificates } from '../../../history/list-certificates.ts';
import { listEndpoints } from '../../../history/list-endpoints.ts';
import { parameters } from '../../../model/api/api-parameters.ts';
import { type ApiRoute, defineRoute, type Page, refuse } from './api-route.ts';

const { series, all, limit, offset, endpoint, since, expiresWithinDays, host, after, id } = parameters;
const dayMs = 86_400_000;

/** What the history knows of causes, certificates and endpoints. */
export const historyRoutes: readonly ApiRoute[] = [
  defineRoute({
    path: '/api/v1/causes',
    summary: 'Causes that stand, worst first; with `all` also those that are gone, newest first',
    query: { series, endpoint, since, all, limit, offset },
    answer: 'Causes',
    refusals: { 404: 'No run has seen the endpoint.' },
    reply: ({ database }, { query }) => {
      const found = database.prepare('select id from endpoint where key = ?').get(query.endpoint ?? null);
      if (query.endpoint !== undefined && found === undefined) return unknownEndpoint;
      const of = found === undefined ? undefined : Number(found['id']);
      const rows = listCauses(database, { ...query, endpoint: of, isGoneToo: query.all, limit: query.limit + 1 });
      return byOffset(rows, query);
    },
  }),
  defineRoute({
    path: '/api/v1/certificates',
    summary:
      'Leaf certificates that are served, the next to expire first; with `all` also those that no endpoint serves any more',
    query: { series, expiresWithinDays, all, limit, offset },
    answer: 'Certificates',
    reply: ({ database, environment }, { query }) => {
      const { expiresWithinDays: days } = query;
      const latest = days === undefined ? undefined : new Date(environment.now().getTime() + days * dayMs);
      const expiresBefore = latest?.toISOString();
      const rows = listCertificates(database, { ...query, expiresBefore, served: !query.all, limit: query.limit + 1 });
      return byOffset(rows, query);
    },
  }),
  defineRoute({
    path: '/api/v1/endpoints',
    summary: 'Endpoints as they were last seen, in the order of their ids',
    query: { series, host, after, limit },
    answer: 'Endpoints',
    reply: ({ database }, { query }) => {
      const rows = listEndpoints(database, { ...query, name: query.host, limit: query.limit + 1 });
      const value = rows.slice(0, query.limit);
      const last = value.at(-1);
      return { value, next: rows.length > query.limit && last !== undefined ? { after: last.id } : undefined };
    },
  }),
  defineRoute({
    path: '/api/v1/endpoints/{id}',
    summary: 'The certificates, verdicts and causes of an endpoint, each oldest first',
    parameters: { id },
    answer: 'EndpointHistory',
    refusals: { 404: 'No run has seen the endpoint.' },
    reply: ({ database }, { parameters: { id: wanted } }) => {
      const value = endpointHistory(database, wanted);
      return value === undefined ? unknownEndpoint : { value };
    },
  }),
];

const unknownEndpoint = refuse(404, 'No run has seen this endpoint. /api/v1/endpoints lists what is known.');

/** One row more was asked for than fits on the page. */
function byOffset<Row>(
  rows: readonly Row[],
  page: { readonly limit: number; readonly offset: number },
): { readonly value: readonly Row[]; readonly next: Page<unknown>['next'] } {
  const isMore = rows.length > page.limit;
  return { value: rows.slice(0, page.limit), next: isMore ? { offset: page.offset + page.limit } : undefined };
}
