import type { Notification } from '../model/notification.ts';
import type { HistoryDatabase, Row } from './database.ts';
import { textOrNull } from './list-runs.ts';

/** A notification on its way. */
export interface OutboxEntry {
  /** Its number in the history. */
  readonly number: number;
  readonly channel: string;
  /** Its id for receivers. */
  readonly message: string;
  readonly createdAt: string;
  /** `dead`: given up. */
  readonly status: 'pending' | 'delivered' | 'dead';
  readonly attempts: number;
  /** When a pending one is tried; null: it is not pending. */
  readonly nextAt: string | null;
  /** When it was delivered or given up; null: it is pending. */
  readonly endedAt: string | null;
  /** Of the last attempt; null: there was none, or it was a success. */
  readonly error: string | null;
  readonly notification: Notification;
}

/** Whether a channel works. */
export interface ChannelHealth {
  readonly channel: string;
  /** Null: the last attempt was a success, or there was none. */
  readonly failingSince: string | null;
  readonly error: string | null;
}

/** Notifications that wait for their delivery, and what became of them. Instants are kept to the millisecond. */
export interface Outbox {
  /** Within the transaction that ends the run. More than 1,000 that wait for one channel push the oldest out, which is kept as dead. */
  readonly add: (notification: Notification) => void;
  /** The oldest that waits for a channel; undefined: none does. */
  readonly next: (channel: string) => OutboxEntry | undefined;
  readonly noteDelivered: (entry: OutboxEntry, at: Date) => void;
  /** `nextAt` undefined: given up. */
  readonly noteFailed: (
    entry: OutboxEntry,
    failure: { readonly at: Date; readonly error: string; readonly nextAt: Date | undefined },
  ) => void;
  /** Notes an attempt that no notification waits for: an alert that was sent again. */
  readonly noteHealth: (channel: string, at: Date, error: string | null) => void;
  readonly health: () => readonly ChannelHealth[];
  /** Knows these channels, gives up what waits for others, and forgets their health. Returns how many of which. */
  readonly keepChannels: (
    channels: readonly string[],
    at: Date,
  ) => readonly { readonly channel: string; readonly count: number }[];
  /** Forgets what was delivered, or given up, before an instant. */
  readonly prune: (before: { readonly delivered: Date; readonly dead: Date }) => void;
}

/** A channel that is told of something each minute and fails for three days has some thousands. */
const mostPending = 1_000;

export function createOutbox(database: HistoryDatabase): Outbox {
  const add = database.prepare(
    `insert or ignore into notification (message, channel, created_at, body, status, next_at) values (?, ?, ?, ?, 'pending', ?)`,
  );
  const giveUpOldest = database.prepare(
    `update notification set status = 'dead', ended_at = ?, next_at = null, error = ? where id in (
       select id from notification where status = 'pending' and channel = ? order by id desc limit -1 offset ${mostPending})`,
  );
  const next = database.prepare(
    `select * from notification where status = 'pending' and channel = ? order by id limit 1`,
  );
  const end = database.prepare(
    `update notification set status = ?, attempts = attempts + 1, ended_at = ?, next_at = ?, error = ?
     where id = ? and status = 'pending'`,
  );
  const works = database.prepare(
    `insert into channel (name) values (?) on conflict (name) do update set failing_since = null, error = null`,
  );
  const fails = database.prepare(
    `insert into channel (name, failing_since, error) values (?, ?, ?) on conflict (name)
     do update set failing_since = coalesce(failing_since, excluded.failing_since), error = excluded.error`,
  );
  const countDelivered = database.prepare('update channel set delivered = delivered + 1 where name = ?');
  const countFailed = database.prepare('update channel set failed = failed + 1 where name = ?');
  const noteHealth = (channel: string, at: Date, error: string | null): void =>
    void (error === null ? works.run(channel) : fails.run(channel, at.toISOString(), error));
  return {
    add: (notification) => {
      const { id, channel, at } = notification;
      add.run(id, channel, at, JSON.stringify(notification), at);
      giveUpOldest.run(at, `more than ${mostPending} notifications waited for this channel`, channel);
    },
    next: (channel) => {
      const row = next.get(channel);
      return row && readEntry(row);
    },
    noteDelivered: ({ number, channel }, at) =>
      database.inTransaction(() => {
        end.run('delivered', at.toISOString(), null, null, number);
        noteHealth(channel, at, null);
        countDelivered.run(channel);
      }),
    noteFailed: ({ number, channel }, { at, error, nextAt }) =>
      database.inTransaction(() => {
        if (nextAt === undefined) end.run('dead', at.toISOString(), null, error, number);
        else end.run('pending', null, nextAt.toISOString(), error, number);
        noteHealth(channel, at, error);
        countFailed.run(channel);
      }),
    noteHealth,
    health: () =>
      database
        .prepare('select * from channel order by name')
        .all()
        .map(({ name, failing_since, error }) => ({
          channel: String(name),
          failingSince: textOrNull(failing_since),
          error: textOrNull(error),
        })),
    keepChannels: (channels, at) => {
      const kept = JSON.stringify(channels);
      const others = 'not in (select value from json_each(?))';
      database.prepare('insert or ignore into channel (name) select value from json_each(?)').run(kept);
      database.prepare(`delete from channel where name ${others}`).run(kept);
      const waiting = database
        .prepare(
          `select channel, count(*) as n from notification where status = 'pending' and channel ${others} group by channel`,
        )
        .all(kept);
      database
        .prepare(
          `update notification set status = 'dead', ended_at = ?, next_at = null, error = 'the channel is no longer in the configuration'
           where status = 'pending' and channel ${others}`,
        )
        .run(at.toISOString(), kept);
      return waiting.map(({ channel, n }) => ({ channel: String(channel), count: Number(n) }));
    },
    prune: ({ delivered, dead }) => {
      const forget = database.prepare('delete from notification where status = ? and ended_at < ?');
      forget.run('delivered', delivered.toISOString());
      forget.run('dead', dead.toISOString());
    },
  };
}

/** Which notifications to list. */
export interface OutboxQuestion {
  readonly status?: OutboxEntry['status'] | undefined;
  readonly channel?: string | undefined;
  /** Only those with a lower number. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Notifications, the newest first. */
export function listNotifications(database: HistoryDatabase, wanted: OutboxQuestion): readonly OutboxEntry[] {
  const { status = null, channel = null, before = null, limit } = wanted;
  return database
    .prepare(
      `select * from notification where (? is null or status = ?) and (? is null or channel = ?) and (? is null or id < ?)
       order by id desc limit ?`,
    )
    .all(status, status, channel, channel, before, before, limit)
    .map(readEntry);
}

/** A notification by its number; undefined: there is none. */
export function findNotification(database: HistoryDatabase, number: number): OutboxEntry | undefined {
  const row = database.prepare('select * from notification where id = ?').get(number);
  return row && readEntry(row);
}

/** Has what was given up tried again, all of it or one by its number. Returns how many. */
export function resendNotifications(database: HistoryDatabase, number: number | undefined, at: Date): number {
  // Its age counts anew, or it would be given up at the first failure.
  return database
    .prepare(
      `update notification set status = 'pending', attempts = 0, next_at = ?, ended_at = null, created_at = ?
       where status = 'dead' and (? is null or id = ?)`,
    )
    .run(at.toISOString(), at.toISOString(), number ?? null, number ?? null).changes;
}

function readEntry(row: Row): OutboxEntry {
  return {
    number: Number(row['id']),
    channel: String(row['channel']),
    message: String(row['message']),
    createdAt: String(row['created_at']),
    status: String(row['status']) as OutboxEntry['status'],
    attempts: Number(row['attempts']),
    nextAt: textOrNull(row['next_at']),
    endedAt: textOrNull(row['ended_at']),
    error: textOrNull(row['error']),
    notification: JSON.parse(String(row['body'])) as Notification,
  };
}
