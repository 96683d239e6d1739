import { z } from 'zod';

import { instant } from '../bytes.ts';
import { notificationSchema } from '../notification.ts';

export const notificationStatuses = ['pending', 'delivered', 'dead'] as const;

/** A notification on its way, as `history notifications --json` lists it. */
export const outboxEntrySchema = z.object({
  number: z.int().min(1).describe('Its number in the history.'),
  channel: z.string(),
  message: z.string().describe('Its id for receivers.'),
  createdAt: instant,
  status: z.enum(notificationStatuses).describe('`dead`: given up.'),
  attempts: z.int().min(0),
  nextAt: instant.nullable().describe('When a pending one is tried. Null: it is not pending.'),
  endedAt: instant.nullable().describe('When it was delivered or given up. Null: it is pending.'),
  error: z.string().nullable().describe('Of the last attempt. Null: there was none, or it was a success.'),
  notification: notificationSchema,
});

/** A channel of the configuration. */
export const channelSchema = z.object({
  channel: z.string(),
  failingSince: instant.nullable().describe('Null: the last attempt was a success, or there was none.'),
  error: z.string().nullable(),
  pending: z.int().min(0).describe('Notifications that wait.'),
  dead: z.int().min(0).describe('Notifications that were given up.'),
  delivered: z.int().min(0).describe('Notifications that were delivered since the channel is known.'),
  failed: z.int().min(0).describe('Attempts that failed since then.'),
});

/** A notification is delivered again. */
export const resentSchema = z.object({ number: z.int().min(1), status: z.literal('pending') });
