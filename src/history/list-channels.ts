import type { HistoryDatabase } from './database.ts';
import { textOrNull } from './list-runs.ts';
import type { ChannelHealth } from './outbox.ts';

/** A channel of the configuration, whether it works and what became of its notifications. */
export interface ChannelRecord extends ChannelHealth {
  /** Notifications that wait. */
  readonly pending: number;
  /** Notifications that were given up. */
  readonly dead: number;
  /** Notifications that were delivered since the channel is known. */
  readonly delivered: number;
  /** Attempts that failed since then. */
  readonly failed: number;
}

/** The channels that notifications go to, in the order of their names. */
export function listChannels(database: HistoryDatabase): readonly ChannelRecord[] {
  const count = (status: string): string =>
    `(select count(*) from notification where notification.status = '${status}' and notification.channel = channel.name)`;
  return database
    .prepare(`select channel.*, ${count('pending')} as pending, ${count('dead')} as dead from channel order by name`)
    .all()
    .map(({ name, failing_since: failingSince, error, pending, dead, delivered, failed }) => ({
      ...{ channel: String(name), failingSince: textOrNull(failingSince), error: textOrNull(error) },
      ...{ pending: Number(pending), dead: Number(dead), delivered: Number(delivered), failed: Number(failed) },
    }));
}
