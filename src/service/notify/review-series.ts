import type { HistoryDatabase } from '../../history/database.ts';
import type { Outbox } from '../../history/outbox.ts';
import { goneSince, type CauseState } from '../../history/cause-states.ts';
import type { ToldBook } from '../../history/told-book.ts';
import type { ChannelRules } from './channel-rules.ts';
import { composeNotification, notificationId } from './compose-notification.ts';
import { judgeChanges } from './judge-changes.ts';

export interface ReviewContext {
  readonly database: HistoryDatabase;
  readonly book: ToldBook;
  readonly outbox: Outbox;
  /** Page of the service; null: it has none. */
  readonly link: string | null;
}

/** What is reviewed for a channel. */
export interface ReviewedSeries {
  readonly series: string;
  /** What stands in it. */
  readonly standing: readonly CauseState[];
  /** The run that has just ended; null: none has, quiet hours have. */
  readonly run: number | null;
  readonly now: Date;
}

/**
 * Compares what stands in a series with what a channel knows, and puts what it is to be told into the outbox. Within a transaction: what a
 * channel knows and what it is told are never apart.
 */
export function reviewSeries(
  rules: ChannelRules,
  { series, standing, run, now }: ReviewedSeries,
  context: ReviewContext,
): void {
  const { database, book, outbox, link } = context;
  const occasion = { channel: rules.name, schedule: series, run, at: now };
  const told = book.read(rules.name, series);
  const outcome = judgeChanges({
    ...{ rules, now, standing, told },
    goneSince: (key) => goneSince(database, series, key),
    message: notificationId(occasion),
    reviewed: book.readReview(rules.name, series),
    wantsBaseline: !rules.keepsState,
  });
  for (const each of outcome.learned)
    if (JSON.stringify(each) !== JSON.stringify(told.get(each.key))) book.write(rules.name, series, each);
  for (const key of outcome.forgotten) book.forget(rules.name, series, key);
  book.writeReview(rules.name, series, outcome.reviewed);
  if (outcome.changes.length === 0) return;
  const kind = outcome.isBaseline ? 'baseline' : 'changes';
  const unanswered = run === null ? 0 : countUnanswered(database, run);
  const about = { standing, unanswered, link, isBounded: !rules.keepsState };
  outbox.add(composeNotification({ ...occasion, kind }, outcome.changes, about));
}

/** Endpoints that did not answer in a run. */
function countUnanswered(database: HistoryDatabase, run: number): number {
  const row = database
    .prepare("select count(*) as n from state where last_run = ? and verdict = 'unreachable'")
    .get(run);
  return Number(row?.['n'] ?? 0);
}
