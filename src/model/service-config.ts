import { z } from 'zod';

import { wordSchema } from './word.ts';

const port = z.int().min(0).max(65_535);

/** Options of a command, by their names without dashes. */
const commandOptions = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

const listenSchema = z.strictObject({
  address: z.string().optional().describe('IP address to listen on. Default: 127.0.0.1.'),
  port: port.optional().describe('TCP port. Default: 9720. 0: any that is free, which the log names.'),
  tls: z
    .strictObject({
      certificate: z.string().describe('File with the certificate and its chain (PEM).'),
      key: z.string().describe('File with its private key (PEM).'),
      clientCa: z
        .string()
        .optional()
        .describe('File with the CAs of client certificates (PEM). If given, every caller needs one.'),
    })
    .optional()
    .describe('Serve HTTPS. An address beyond loopback needs it, and a token or client certificates.'),
  tokenFile: z
    .string()
    .optional()
    .describe('File with the token that callers send (`Authorization: Bearer …`). At least 16 characters.'),
});

const scheduleSchema = z.strictObject({
  name: wordSchema.describe('A name that no other schedule has. It is the series of its runs in the history.'),
  cron: z.string().describe('When it is due: minute, hour, day of the month, month, day of the week.'),
  timeZone: z.string().optional().describe('IANA time zone of `cron`. Default: UTC.'),
  targets: z
    .array(z.string())
    .min(1)
    .describe('What to audit, as on the command line of `scan`. Paths are relative to this file.'),
  options: commandOptions.optional().describe('Options of `scan` by their names, for instance `{ concurrency: 20 }`.'),
  jitter: z.string().optional().describe('By how much a run is put off at most, at random: 30s, 5m. Default: nothing.'),
  catchUp: z.boolean().optional().describe('Whether a missed run is made up for. Default: true.'),
});

const moduleSchema = z.strictObject({
  options: commandOptions
    .optional()
    .describe('Options of `scan` by their names, for instance `{ role: server, trust: corp.pem, timeout: 5s }`.'),
});

/** The file of `serve --config`. Only the shape is checked here. */
export const serviceConfigSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors. It decides nothing.'),
  history: z.string().describe('File with the history; created if it does not exist. Relative to this file.'),
  retention: z.string().optional().describe('How long what has ended is kept: 400d, 2y. Default: for ever.'),
  listen: listenSchema.optional().describe('Where the page, the API and the metrics are served.'),
  schedules: z.array(scheduleSchema).optional().describe('What is audited, and when.'),
  modules: z.record(wordSchema, moduleSchema).optional().describe('How `/probe?module=NAME&target=…` audits a target.'),
  probe: z
    .strictObject({
      allow: z.array(z.string()).describe('Hosts, IP addresses and ranges in CIDR that callers of `/probe` may name.'),
    })
    .optional()
    .describe('What `/probe` may dial. Default: nothing.'),
});

export type ServiceConfig = Readonly<z.infer<typeof serviceConfigSchema>>;
export type ScheduleConfig = NonNullable<ServiceConfig['schedules']>[number];
