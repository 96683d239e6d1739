import { z } from 'zod';

import { scanReportSchema } from '../scan-report.ts';
import {
  configurationDocumentSchema,
  httpProblemSchema,
  readinessSchema,
  runStartedSchema,
  scheduleStateSchema,
  type Schema,
} from './api-documents.ts';
import type { ParameterShape } from './api-parameters.ts';
import {
  causeIntervalSchema,
  comparisonSchema,
  endpointHistorySchema,
  endpointRecordSchema,
  knownCertificateSchema,
  runRecordSchema,
} from './history-documents.ts';
import { channelSchema, outboxEntrySchema, resentSchema } from './notification-documents.ts';

/** What the API answers, by name. */
const apiSchemas = {
  Problem: httpProblemSchema,
  Schedule: scheduleStateSchema,
  Schedules: z.array(scheduleStateSchema),
  RunStarted: runStartedSchema,
  Run: runRecordSchema,
  Runs: z.array(runRecordSchema),
  Report: scanReportSchema,
  Causes: z.array(causeIntervalSchema),
  Certificates: z.array(knownCertificateSchema),
  Endpoints: z.array(endpointRecordSchema),
  EndpointHistory: endpointHistorySchema,
  Comparison: comparisonSchema,
  Channels: z.array(channelSchema),
  Notifications: z.array(outboxEntrySchema),
  Resent: resentSchema,
  Configuration: configurationDocumentSchema,
  Readiness: readinessSchema,
  Health: z.object({ status: z.literal('ok') }),
  OpenApi: z.record(z.string(), z.unknown()),
} as const satisfies Readonly<Record<string, Schema>>;

export type ApiSchemaName = keyof typeof apiSchemas;
export type ApiAnswer<Name extends ApiSchemaName> = z.infer<(typeof apiSchemas)[Name]>;

/** A route as the description shows it. */
export interface DescribedRoute {
  readonly method: 'get' | 'post';
  /** With `{name}` where a parameter stands. */
  readonly path: string;
  readonly summary: string;
  readonly parameters: ParameterShape;
  readonly query: ParameterShape;
  readonly answer: ApiSchemaName;
  readonly status: number;
  /** What else it may answer, each with a problem document; by status, a sentence. */
  readonly refusals: Readonly<Record<number, string>>;
  /** What callers need; `none`: it is open to everyone. */
  readonly right: string;
}

/** Describes routes as OpenAPI 3.1. */
export function writeOpenApi(routes: readonly DescribedRoute[], version: string): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: describe(route) };
  const schemas = Object.entries(apiSchemas).map(([name, schema]) => [name, writeSchema(schema)]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'certmuster',
      version,
      description: 'What the service knows: the documents are those that the commands print with `--json`.',
    },
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        password: { type: 'http', scheme: 'basic', description: 'The token as the password, of any user.' },
        certificate: { type: 'mutualTLS' },
      },
    },
  };
}

function describe(route: DescribedRoute): unknown {
  const { summary, answer, status, refusals, right } = route;
  const always =
    right === 'none' ? {} : { 401: 'Nothing that is accepted was shown.', 403: `The right ${right} is missing.` };
  const others = { ...always, 429: 'Too many requests.', ...refusals };
  return {
    summary,
    parameters: [...describeParameters(route.parameters, 'path'), ...describeParameters(route.query, 'query')],
    security: right === 'none' ? [] : [{ token: [] }, { password: [] }, { certificate: [] }],
    responses: {
      [status]: { description: summary, content: contentOf('application/json', answer) },
      ...Object.fromEntries(
        Object.entries(others).map(([code, description]) => [
          code,
          { description, content: contentOf('application/problem+json', 'Problem') },
        ]),
      ),
    },
  };
}

function contentOf(type: string, name: ApiSchemaName): unknown {
  return { [type]: { schema: { $ref: `#/components/schemas/${name}` } } };
}

function describeParameters(shape: ParameterShape, place: 'path' | 'query'): readonly unknown[] {
  return Object.entries(shape).map(([name, schema]) => {
    const { description, ...written } = writeSchema(schema as Schema);
    const isRequired = place === 'path';
    return {
      name,
      in: place,
      required: isRequired,
      ...(description === undefined ? {} : { description }),
      schema: written,
    };
  });
}

/** As it stands in JSON: bytes are base64. */
function writeSchema(schema: Schema): Readonly<Record<string, unknown>> {
  const { $schema: _, ...written } = z.toJSONSchema(schema, { io: 'input' });
  return written;
}
