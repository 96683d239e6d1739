import { z } from 'zod';
import { secretSchema } from './service-http-config.ts';
import { severities } from './vocabulary.ts';
import { wordSchema } from './word.ts';

/** What a notification is about. */
export const notificationReasons = ['new', 'worse', 'fixed', 'threshold'] as const;
export type NotificationReason = (typeof notificationReasons)[number];

const shared = {
  name: wordSchema.describe('A name that no other channel has. The history keeps under it what was reported.'),
  schedules: z
    .array(wordSchema)
    .min(1)
    .optional()
    .describe('Whose causes are reported. Default: those of all schedules.'),
  minimumSeverity: z.enum(severities).optional().describe('Causes below it are not reported. Default: `warning`.'),
  on: z
    .array(z.enum(notificationReasons))
    .min(1)
    .optional()
    .describe(
      'What is reported: `new`, `worse`, `fixed`, `threshold` (days before a certificate expires). Default: all of them.',
    ),
  thresholds: z
    .array(z.int().min(0))
    .optional()
    .describe('Days before a certificate expires at which that is reported, each once. Default: 30, 14, 7, 3, 1.'),
  quietHours: z
    .strictObject({
      from: z.string().describe('Local time, for instance `22:00`.'),
      to: z.string().describe('Local time; before `from`: on the next day.'),
      timeZone: z.string().optional().describe('IANA time zone. Default: `UTC`.'),
      except: z
        .enum(severities)
        .optional()
        .describe('Causes of this severity or worse are reported at once. Default: `critical`.'),
    })
    .optional()
    .describe('When nothing is reported. What still holds is reported afterwards.'),
  remindAfter: z
    .string()
    .optional()
    .describe('After how long a cause that is still open is reported again: `7d`. Default: never.'),
};

const url = z
  .union([z.string(), secretSchema])
  .describe('Where to post to; a secret (`file`, `environment`) if the URL is one.');
const authorities = z
  .string()
  .optional()
  .describe('PEM file with the authorities of the receiver. Default: the bundled ones.');

/** Where notifications go. */
const channelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...shared,
    kind: z.literal('webhook').describe('Posts JSON.'),
    url,
    secret: secretSchema.optional().describe('Signs each request: `X-Certmuster-Signature: t=SECONDS,v1=HMAC-SHA256`.'),
    authorities,
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('alertmanager').describe('Posts alerts to the API of Alertmanager (`/api/v2/alerts`).'),
    url,
    token: secretSchema.optional().describe('Sent as `Authorization: Bearer …`.'),
    authorities,
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('teams').describe('Posts an adaptive card to a workflow of Microsoft Teams.'),
    url,
    authorities,
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('slack').describe('Posts a message to an incoming webhook of Slack.'),
    url,
    authorities,
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('smtp').describe('Sends mail.'),
    server: z.string().describe('`smtps://mail.contoso.com` (TLS), or `smtp://mail.contoso.com:25` (STARTTLS).'),
    from: z.string().describe('Sender, for instance `certmuster <audit@contoso.com>`.'),
    to: z.array(z.string()).min(1).describe('Recipients.'),
    user: z.string().optional().describe('User to log in as. Default: no login.'),
    password: secretSchema.optional().describe('Its password.'),
    allowPlainText: z.boolean().optional().describe('Send even if the server offers no STARTTLS. Default: false.'),
    authorities,
  }),
]);

/** Where changes are reported. */
export const notificationConfigSchema = z.strictObject({
  channels: z.array(channelSchema).min(1).describe('Where notifications go.'),
  watchdog: z
    .strictObject({
      behindBy: z.string().optional().describe('A schedule whose run is overdue by this is reported. Default: `15m`.'),
      failingFor: z
        .string()
        .optional()
        .describe('A channel that has failed for this is reported to the others. Default: `1h`.'),
    })
    .optional(),
});

export type NotificationConfig = Readonly<z.infer<typeof notificationConfigSchema>>;
export type ChannelConfig = Readonly<z.infer<typeof channelSchema>>;
