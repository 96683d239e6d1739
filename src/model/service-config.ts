import { z } from 'zod';

import { httpConfigSchema } from './service-http-config.ts';
import { notificationConfigSchema } from './service-notification-config.ts';
import { wordSchema } from './word.ts';

/** Options of a command, by their names without dashes. */
const commandOptions = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

const scheduleSchema = z.strictObject({
  name: wordSchema.describe('A name that no other schedule has. It is the series of its runs in the history.'),
  cron: z.string().describe('When it is due: minute, hour, day of the month, month, day of the week.'),
  timeZone: z.string().optional().describe('IANA time zone of `cron`, for instance `Europe/Berlin`. Default: `UTC`.'),
  targets: z.array(z.string()).min(1).describe('What to audit, as on the command line of `scan`.'),
  options: commandOptions.optional().describe('Options of `scan` by their names, for instance `{ concurrency: 20 }`.'),
  jitter: z
    .string()
    .optional()
    .describe('By how much a run is delayed at most, at random: `30s`, `5m`. Default: nothing.'),
  catchUp: z.boolean().optional().describe('Whether the last run that was missed is made up for. Default: true.'),
});

const moduleSchema = z.strictObject({
  options: commandOptions
    .optional()
    .describe('Options of `scan` by their names, for instance `{ role: mtls, trust: contoso.pem }`.'),
  targets: z
    .array(z.string())
    .min(1)
    .describe(
      'What may be asked for: names, `*.contoso.com` (all names below), addresses, ranges (`10.0.0.0/24`), each with or without ports (`im.contoso.com:443`).',
    ),
});

/** The file of `serve --config`. Only the shape is checked here. */
export const serviceConfigSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors. It decides nothing.'),
  history: z
    .string()
    .describe('File with the history; created if it does not exist. All paths are relative to this file.'),
  retention: z.string().optional().describe('How long what has ended is kept: `400d`, `2y`. Default: for ever.'),
  schedules: z.array(scheduleSchema).min(1).describe('What is audited, and when.'),
  http: httpConfigSchema.optional().describe('Page, API and metrics. Default: none.'),
  modules: z
    .record(wordSchema, moduleSchema)
    .optional()
    .describe('What `/probe?target=HOST:PORT&module=NAME` may be asked to audit, and how. Default: nothing.'),
  notifications: notificationConfigSchema.optional().describe('Where changes are reported. Default: nowhere.'),
});

export type ServiceConfig = Readonly<z.infer<typeof serviceConfigSchema>>;
export type ScheduleConfig = ServiceConfig['schedules'][number];
export type ModuleConfig = NonNullable<ServiceConfig['modules']>[string];
