import { z } from 'zod';

import { sha256 } from './bytes.ts';
import { severities } from './vocabulary.ts';

/**
 * What happened to a cause. `back`: it was reported as fixed less than a day ago. `reminder`: it stands. `lower` and `accepted` (waived, or
 * below what the channel reports) go only to channels that keep the state of each cause.
 */
const changeKinds = ['new', 'back', 'worse', 'threshold', 'reminder', 'fixed', 'lower', 'accepted', 'test'] as const;
export type ChangeKind = (typeof changeKinds)[number];

const notificationChangeSchema = z.object({
  what: z.enum(changeKinds),
  /** Stable from run to run, as in reports. */
  key: z.string(),
  /** `CHECK/FAULT`, for instance `expiry-margin/expires-soon`. */
  fault: z.string(),
  severity: z.enum(severities),
  /** What the channel was told before, if that differs. */
  severityBefore: z.enum(severities).nullable(),
  /** What is wrong, with its values. No full stop. */
  title: z.string(),
  why: z.string(),
  /** What mends it. */
  remedy: z.string(),
  deployments: z.array(z.string()),
  /** Where it shows; at most 50. */
  places: z.array(z.string()),
  /** Places that are not listed. */
  placesOmitted: z.int().min(0),
  certificate: sha256.nullable(),
  /** Of `certificate`, if the cause is about its end. */
  notAfter: z.string().nullable(),
  /** Whole days, rounded down; negative: it has expired. */
  daysLeft: z.int().nullable(),
  /** The last threshold of the channel that was crossed, in days; -1: it has expired. */
  threshold: z.int().nullable(),
  /** Start of the first run that saw it so. */
  since: z.string(),
  /** Start of the last run that saw it; null: the run that this is about did. */
  lastSeen: z.string().nullable(),
  /** Whether a waiver of it has ended. */
  waiverEnded: z.boolean(),
  /** `id` of the notification that reported it first. */
  firstReportedIn: z.string(),
});

export type NotificationChange = Readonly<z.infer<typeof notificationChangeSchema>>;

/** What a channel is told at once: the changes of a run, by deployment. Sent as it is by a webhook. */
export const notificationSchema = z.object({
  schemaVersion: z.literal('1.0'),
  /** The same in every attempt to deliver it. */
  id: z.string(),
  tool: z.object({ name: z.string(), version: z.string() }),
  /** `baseline`: what stands when a channel hears of a schedule for the first time. `watchdog`: of certmuster itself. */
  kind: z.enum(['changes', 'baseline', 'watchdog', 'test']),
  channel: z.string(),
  /** Null: of no single schedule. */
  schedule: z.string().nullable(),
  /** Number of the run in the history; null: of no single run. */
  run: z.int().nullable(),
  at: z.string(),
  /** In a sentence, without a full stop. */
  summary: z.string(),
  /** Page of the service; null: it has none. */
  link: z.string().nullable(),
  /** What stands now, by severity; waived causes are not counted. */
  standing: z.record(z.enum(severities), z.int()),
  /** Endpoints that did not answer in the run: what is known of them may be out of date. */
  unanswered: z.int().min(0),
  /** Worst first; `deployment` null: of none. At most 500 changes. */
  groups: z.array(z.object({ deployment: z.string().nullable(), changes: z.array(notificationChangeSchema) })),
  /** Changes that are not listed. */
  omitted: z.int().min(0),
});

export type Notification = Readonly<z.infer<typeof notificationSchema>>;
