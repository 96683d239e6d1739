import { z } from 'zod';

import type { Problem } from '../problem.ts';
import { notificationStatuses } from './notification-documents.ts';
import { err, ok, type Result } from '../result.ts';
import { shapeProblems } from '../shape-problems.ts';

/** The most that one answer lists. */
const maxPageSize = 1_000;
const defaultPageSize = 100;

/** A whole number as text; `fallback`: its value if it is absent. */
function integer(minimum: number, maximum: number) {
  return z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum,
      `should be a whole number from ${minimum} to ${maximum}`,
    )
    .meta({ type: 'integer', minimum, maximum });
}

const largest = 999_999_999;
const text = z.string().min(1).max(2_048);

/** Parameters of the API, by name. Values are text until they have been read. */
export const parameters = {
  limit: integer(1, maxPageSize)
    .default(String(defaultPageSize))
    .transform(Number)
    .describe(`How many to list. Default: ${defaultPageSize}.`),
  offset: integer(0, largest).default('0').transform(Number).describe('How many to leave out at the start.'),
  run: integer(1, largest).transform(Number).describe('The number of a run.'),
  before: integer(1, largest).transform(Number).optional().describe('Only runs with a lower number.'),
  from: integer(1, largest).optional().describe('The earlier run. Default: the finished run before `to`.'),
  to: integer(1, largest).optional().describe('The later run. Default: the last finished run.'),
  series: text.optional().describe('Only this series: the name of a schedule.'),
  endpoint: text.optional().describe('Only those of this endpoint.'),
  id: text.describe('The id of an endpoint, percent-encoded.'),
  host: text.optional().describe('Only endpoints whose host, server, address or id this is.'),
  after: text.optional().describe('Only endpoints whose id comes after this one.'),
  since: z.iso
    .datetime()
    .optional()
    .describe('Only causes that were seen first, or were gone, at or after this instant.'),
  all: z
    .enum(['true', 'false'])
    .meta({ type: 'boolean' })
    .default('false')
    .transform((value) => value === 'true'),
  expiresWithinDays: integer(0, 36_500)
    .transform(Number)
    .optional()
    .describe('Only certificates that expire within so many days, or have expired.'),
  name: text.describe('The name of a schedule.'),
  status: z
    .enum(notificationStatuses)
    .optional()
    .describe('Only those that wait (pending), were delivered, or were given up (dead).'),
  channel: text.optional().describe('Only those of this channel.'),
  beforeNotification: integer(1, largest).transform(Number).optional().describe('Only those with a lower number.'),
  notification: integer(1, largest).transform(Number).describe('The number of a notification.'),
} as const;

/** Reads the parameters of a request: each once, none that is unknown. */
export function readParameters<Shape extends z.ZodRawShape>(
  shape: Shape,
  given: unknown,
): Result<z.infer<z.ZodObject<Shape>>, readonly Problem[]> {
  const schema = z.strictObject(shape);
  const read = schema.safeParse(given);
  return read.success
    ? ok(read.data as z.infer<z.ZodObject<Shape>>)
    : err(shapeProblems(read.error.issues, given, schema as unknown as z.ZodType));
}

/** Schemas of parameters by name. */
export type ParameterShape = z.ZodRawShape;
export type ReadParameters<Shape extends ParameterShape> = z.infer<z.ZodObject<Shape>>;
