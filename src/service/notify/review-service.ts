import type { ToldBook } from '../../history/told-book.ts';
import type { Outbox } from '../../history/outbox.ts';
import type { NotificationChange } from '../../model/notification.ts';
import { notificationReasons } from '../../model/service-notification-config.ts';
import { recoveryOf, type Trouble } from './watchdog.ts';
import { type ChannelRules, hearsOf } from './channel-rules.ts';
import { composeNotification, notificationId } from './compose-notification.ts';
import { shorten } from './words/shorten.ts';
import { judgeChanges } from './judge-changes.ts';

export interface ServiceReview {
  readonly now: Date;
  readonly trouble: readonly Trouble[];
  readonly book: ToldBook;
  readonly outbox: Outbox;
  readonly link: string | null;
}

/** The series under which the service itself stands. */
const serviceSeries = '';

/** Nobody's channel: what the log was told. */
const logName = '';

/**
 * Tells a channel what is wrong with the service itself: schedules that it hears of, and channels other than itself. Severity and reasons
 * that it asks for are about certificates; its quiet hours hold. Within a transaction.
 */
export function reviewService(rules: ChannelRules, review: ServiceReview): void {
  const { name, quietHours, keepsState, remindAfterMs } = rules;
  const occasion = { channel: name, kind: 'watchdog', schedule: null, run: null, at: review.now } as const;
  const standing = review.trouble.filter(
    ({ channel, schedule }) => channel !== name && (schedule === undefined || hearsOf(rules, schedule)),
  );
  const changes = learn({ ...everything, name, quietHours, keepsState, remindAfterMs }, standing, review);
  if (changes.length === 0) return;
  const about = { standing, unanswered: 0, link: review.link, isBounded: false };
  review.outbox.add(composeNotification(occasion, changes, about));
}

/** The same for the log, once each, over restarts too. Returns lines. */
export function reviewForLog(review: ServiceReview): readonly string[] {
  const rules = { ...everything, name: logName, quietHours: undefined, keepsState: false, remindAfterMs: undefined };
  return learn(rules, review.trouble, review).map(({ title }) => `watchdog: ${shorten(title, 500)}`);
}

/** Keys of the trouble that the log was told of and that has not ended. */
export function loggedTrouble(book: ToldBook): ReadonlySet<string> {
  const told = [...book.read(logName, serviceSeries).values()];
  return new Set(told.filter(({ isStanding }) => isStanding).map(({ key }) => key));
}

const everything = {
  schedules: undefined,
  minimumSeverity: 'info',
  on: notificationReasons,
  thresholds: [],
} as const satisfies Partial<ChannelRules>;

function learn(
  rules: ChannelRules,
  standing: readonly Trouble[],
  { now, book }: ServiceReview,
): readonly NotificationChange[] {
  const occasion = { channel: rules.name, schedule: null, run: null, at: now };
  const reviewed = book.readReview(rules.name, serviceSeries);
  const told = book.read(rules.name, serviceSeries);
  if (standing.length === 0 && told.size === 0 && reviewed !== undefined) return [];
  const outcome = judgeChanges({
    ...{ rules, now, standing, told, reviewed, message: notificationId(occasion), wantsBaseline: false },
    // It is gone now.
    goneSince: (key) => told.get(key)?.at,
  });
  for (const each of outcome.learned)
    if (JSON.stringify(each) !== JSON.stringify(told.get(each.key))) book.write(rules.name, serviceSeries, each);
  for (const key of outcome.forgotten) book.forget(rules.name, serviceSeries, key);
  if (reviewed === undefined) book.writeReview(rules.name, serviceSeries, { hasBaseline: true, isHeld: false });
  return outcome.changes.map((change) => (change.what === 'fixed' ? { ...change, title: recoveryOf(change) } : change));
}
