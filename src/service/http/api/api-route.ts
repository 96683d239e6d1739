import type { FastifyRequest } from 'fastify';

import type { Shown } from '../../../model/api/api-documents.ts';
import type { ParameterShape, ReadParameters } from '../../../model/api/api-parameters.ts';
import type { ApiAnswer, ApiSchemaName, DescribedRoute } from '../../../model/api/open-api.ts';
import type { Service } from '../../service.ts';

/** A request that is not answered: a status, and a sentence for the caller. */
export interface Refusal {
  readonly refused: number;
  readonly detail: string;
}

/** What a route is asked. */
export interface Question<Parameters, Query> {
  readonly parameters: Parameters;
  readonly query: Query;
  readonly request: FastifyRequest;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
}

/** An answer with the query of the next page; undefined: it is the last. */
export interface Page<T> {
  readonly rows: T;
  readonly next: Readonly<Record<string, string | number>> | undefined;
}

/** A route of the API, with what is known of its types. */
export interface ApiRoute extends DescribedRoute {
  readonly reply: (service: Service, question: Question<never, never>) => Promise<Reply> | Reply;
}

export type Reply = { readonly value: unknown; readonly next?: Page<unknown>['next'] } | Refusal;

interface RouteOptions<Path extends ParameterShape, Query extends ParameterShape, Name extends ApiSchemaName>
  extends Partial<Pick<DescribedRoute, 'method' | 'status' | 'refusals'>> {
  readonly path: string;
  readonly summary: string;
  readonly parameters?: Path;
  readonly query?: Query;
  readonly answer: Name;
  readonly reply: (
    service: Service,
    question: Question<ReadParameters<Path>, ReadParameters<Query>>,
  ) => Typed<Shown<ApiAnswer<Name>>> | Promise<Typed<Shown<ApiAnswer<Name>>>>;
}

type Typed<T> = { readonly value: T; readonly next?: Page<unknown>['next'] } | Refusal;

/** Defines a route; what it replies has the type of its schema. */
export function defineRoute<
  Name extends ApiSchemaName,
  Path extends ParameterShape = Record<never, never>,
  Query extends ParameterShape = Record<never, never>,
>(options: RouteOptions<Path, Query, Name>): ApiRoute {
  const { method = 'get', status = 200, parameters = {}, query = {}, refusals = {} } = options;
  const reply = options.reply as unknown as ApiRoute['reply'];
  const badQuery = { 400: 'A parameter is unknown or wrong.' };
  const right = method === 'get' ? 'read' : 'run';
  return { ...options, method, status, parameters, query, right, refusals: { ...badQuery, ...refusals }, reply };
}

/** A refusal. */
export function refuse(status: number, detail: string): Refusal {
  return { refused: status, detail };
}
