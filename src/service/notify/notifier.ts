import { type HistoryDatabase, undoAfter } from '../../history/database.ts';
import { createOutbox } from '../../history/outbox.ts';
import { lastRunOf } from '../../history/schedule-ledger.ts';
import { readCauseStates } from '../../history/cause-states.ts';
import { createToldBook } from '../../history/told-book.ts';
import type { Clock, Schedule, Scheduler } from '../schedule/scheduler.ts';
import { plural } from '../../report/plural.ts';
import type { ConfigurationState } from '../service.ts';
import { type ChannelRules, hearsOf } from './channel-rules.ts';
import type { Sender } from './delivery.ts';
import { createDispatcher } from './dispatcher.ts';
import { isQuiet } from './quiet-hours.ts';
import { repeatStanding } from './repeat-standing.ts';
import { loggedTrouble, reviewForLog, reviewService } from './review-service.ts';
import { reviewSeries } from './review-series.ts';
import { findTrouble, type WatchdogLimits, type WatchedSchedule } from './watchdog.ts';

/** A channel: what it is told, and how. */
export interface Channel {
  readonly rules: ChannelRules;
  readonly sender: Sender;
}

/** What the configuration says. */
export interface NotifierSetup {
  readonly channels: readonly Channel[];
  readonly schedules: readonly Pick<Schedule, 'name' | 'due' | 'jitterMs' | 'catchesUp'>[];
  readonly limits: WatchdogLimits;
  /** Page of the service; null: it has none. */
  readonly link: string | null;
}

export interface NotifierOptions {
  readonly database: HistoryDatabase;
  readonly clock: Clock;
  readonly log: (text: string) => void;
  readonly status: Scheduler['status'];
  readonly configurationError: () => ConfigurationState['error'];
  /** How often the service itself is looked at, and what waits. */
  readonly tickMs?: number;
}

/** Tells channels what changed. One for a service. */
export interface Notifier {
  /** Takes a configuration; the first call starts it. */
  readonly set: (setup: NotifierSetup) => void;
  /** Puts what a run changed into the outbox. Within the transaction that ends the run. */
  readonly noteRun: (schedule: string, run: number) => void;
  /** Delivers what waits, soon. After that transaction. */
  readonly wake: () => void;
  /** Resolves when nothing is under way; what waits is delivered after the next start. */
  readonly stop: () => Promise<void>;
}

/** Quiet hours are given in minutes. */
const defaultTickMs = 60_000;

const dayMs = 86_400_000;
/** Delivered notifications are of use while somebody asks what was sent; those that were given up, longer. */
const keptMs = { delivered: 30 * dayMs, dead: 400 * dayMs };

/** How often an alert is repeated: a receiver that was restarted knows it again after so long. */
const repeatMs = 300_000;

export function createNotifier(options: NotifierOptions): Notifier {
  const { database, clock, log, status, configurationError, tickMs = defaultTickMs } = options;
  const startedAt = clock.now();
  const book = createToldBook(database);
  const outbox = createOutbox(database);
  const dispatcher = createDispatcher({ outbox, clock, log });
  const repeating = new AbortController();
  let setup: NotifierSetup = { channels: [], schedules: [], limits: { behindByMs: 0, failingForMs: 0 }, link: null };
  let cancel: (() => void) | undefined;
  let repeatedAt = startedAt;
  let underWay: Promise<void> = Promise.resolve();

  const reviewContext = () => ({ database, book, outbox, link: setup.link });

  /** A failure undoes what the work wrote, and no more: what it would have told is told by the next review. */
  const guarded = (what: string, work: () => void): void => {
    database.exec('savepoint notify');
    try {
      work();
    } catch (thrown) {
      undoAfter(thrown, () => database.exec('rollback to notify'));
      log(`${what}: nothing was noted: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
    database.exec('release notify');
  };

  const complain = (thrown: unknown): void =>
    log(`notifications: the history cannot be used: ${thrown instanceof Error ? thrown.message : String(thrown)}`);

  const tick = (): void => {
    try {
      database.inTransaction(() => {
        reviewHeld();
        watch();
        const [now, { delivered, dead }] = [clock.now().getTime(), keptMs];
        outbox.prune({ delivered: new Date(now - delivered), dead: new Date(now - dead) });
      });
      repeat();
    } catch (thrown) {
      complain(thrown);
    }
    dispatcher.wake();
    cancel = clock.wakeAt(new Date(clock.now().getTime() + tickMs), tick);
  };

  const reviewHeld = (): void => {
    const now = clock.now();
    for (const { channel, series } of book.held()) {
      const rules = setup.channels.find((each) => each.rules.name === channel)?.rules;
      if (rules === undefined || (rules.quietHours !== undefined && isQuiet(rules.quietHours, now))) continue;
      guarded(channel, () => {
        reviewSeries(rules, { series, standing: readCauseStates(database, series), run: null, now }, reviewContext());
      });
    }
  };

  const watch = (): void => {
    const standing = new Map(status().map((each) => [each.name, each]));
    const schedules = setup.schedules.flatMap((schedule): readonly WatchedSchedule[] => {
      const known = standing.get(schedule.name);
      return known === undefined ? [] : [{ ...schedule, ...known, ...lastRunOf(database, schedule.name, startedAt) }];
    });
    const [now, channels] = [clock.now(), outbox.health()];
    const trouble = findTrouble({
      ...{ now, startedAt, schedules, channels, limits: setup.limits, known: loggedTrouble(book) },
      configurationError: configurationError(),
    });
    const review = { now, trouble, book, outbox, link: setup.link };
    for (const line of reviewForLog(review)) log(line);
    for (const { rules } of setup.channels) guarded(rules.name, () => reviewService(rules, review));
  };

  const repeat = (): void => {
    const now = clock.now();
    if (now.getTime() - repeatedAt.getTime() < repeatMs) return;
    repeatedAt = now;
    for (const channel of setup.channels) {
      const repeated = repeatStanding(channel, { book, outbox, now, signal: repeating.signal }).catch(complain);
      underWay = Promise.all([underWay, repeated]).then(() => undefined);
    }
  };

  return {
    set: (next) => {
      setup = next;
      const names = next.channels.map(({ rules }) => rules.name);
      database.inTransaction(() => {
        for (const { channel, count } of outbox.keepChannels(names, clock.now()))
          log(`${channel}: is no longer a channel; ${plural(count, 'waiting notification')} given up`);
        for (const { channel, series } of book.known()) if (!isHeard(channel, series, next)) book.drop(channel, series);
      });
      dispatcher.set(new Map(next.channels.map(({ rules, sender }) => [rules.name, sender])));
      cancel ??= clock.wakeAt(new Date(clock.now().getTime() + tickMs), tick);
    },
    noteRun: (schedule, run) => {
      const now = clock.now();
      const hearing = setup.channels.filter(({ rules }) => hearsOf(rules, schedule));
      if (hearing.length === 0) return;
      const standing = readCauseStates(database, schedule);
      for (const { rules } of hearing)
        guarded(rules.name, () => reviewSeries(rules, { series: schedule, standing, run, now }, reviewContext()));
    },
    wake: () => dispatcher.wake(),
    stop: async () => {
      cancel?.();
      repeating.abort();
      await Promise.all([dispatcher.stop(), underWay]);
    },
  };
}

/** What no channel hears of any more begins anew if it is asked for again. */
function isHeard(channel: string, series: string, { channels, schedules }: NotifierSetup): boolean {
  const rules = channels.find((each) => each.rules.name === channel)?.rules;
  // The log, and the service itself.
  if (channel === '' || (rules !== undefined && series === '')) return true;
  return rules !== undefined && hearsOf(rules, series) && schedules.some(({ name }) => name === series);
}
