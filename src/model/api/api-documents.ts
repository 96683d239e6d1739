import { z } from 'zod';

import { instant } from '../bytes.ts';

/** A value that only reads what `T` is. */
export type Shown<T> = T extends readonly (infer Item)[]
  ? readonly Shown<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Shown<T[Key]> }
    : T;

/** A schema, for rooms that do not own the package. */
export type Schema<T = unknown> = z.ZodType<T>;

/** Why a request is not answered: `application/problem+json` (RFC 9457). */
export const httpProblemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
});
export type HttpProblem = Readonly<z.infer<typeof httpProblemSchema>>;

/** How a schedule stands. */
export const scheduleStateSchema = z.object({
  name: z.string(),
  nextAt: instant.nullable().describe('When it is due next. Null: it is running, or never due again.'),
  running: z
    .object({
      since: instant,
      endpoints: z.int().nullable().describe('How many endpoints are expected. Null: not known.'),
      audited: z.int().min(0).describe('How many have been audited so far.'),
    })
    .nullable(),
  last: z
    .object({
      dueAt: instant,
      run: z.int().nullable().describe('The number of the run. Null: it could not be made, or is forgotten.'),
      error: z.string().nullable().describe('Why it could not be made.'),
    })
    .nullable()
    .describe('The last due run that has ended.'),
});
export type ScheduleState = Shown<z.infer<typeof scheduleStateSchema>>;

/** A run was started. */
export const runStartedSchema = z.object({ schedule: z.string(), status: z.literal('started') });

/** The configuration in force. */
export const configurationDocumentSchema = z.object({
  version: z.string().describe('Of certmuster.'),
  startedAt: instant,
  file: z.string(),
  readAt: instant.describe('When what is in force was read.'),
  error: z
    .object({ at: instant, message: z.string() })
    .nullable()
    .describe('What was wrong with the last one that was read. Null: it is in force.'),
});

const checkSchema = z.object({ ok: z.boolean(), reason: z.string().nullable() });

/** `/readyz`. Reasons are null for callers that may not read. */
export const readinessSchema = z.object({
  status: z.enum(['ready', 'not ready']),
  checks: z.object({ history: checkSchema, configuration: checkSchema, schedules: checkSchema }),
});
export type Readiness = Shown<z.infer<typeof readinessSchema>>;
