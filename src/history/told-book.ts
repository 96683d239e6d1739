import type { NotificationChange } from '../model/notification.ts';
import type { HistoryDatabase } from './database.ts';

/** What a channel knows of a cause. */
export interface Told {
  readonly key: string;
  /** False: it was told that the cause is fixed. */
  readonly isStanding: boolean;
  /** It came back soon after it was fixed. */
  readonly isUnstable: boolean;
  readonly at: Date;
  /** As it was told last. */
  readonly change: NotificationChange;
}

/** How far a channel has heard of a series. */
export interface Reviewed {
  /** It was told what stood at first. */
  readonly hasBaseline: boolean;
  /** Something waits for the end of its quiet hours. */
  readonly isHeld: boolean;
}

/** What channels know of causes, kept over restarts. A series `''` is the service itself. */
export interface ToldBook {
  readonly read: (channel: string, series: string) => ReadonlyMap<string, Told>;
  readonly write: (channel: string, series: string, told: Told) => void;
  readonly forget: (channel: string, series: string, key: string) => void;
  /** How far the channel has heard of the series; undefined: it was never reviewed for it. */
  readonly readReview: (channel: string, series: string) => Reviewed | undefined;
  readonly writeReview: (channel: string, series: string, reviewed: Reviewed) => void;
  /** Channels and series of which something waits. */
  readonly held: () => readonly { readonly channel: string; readonly series: string }[];
  /** Every channel and series of which anything is kept. */
  readonly known: () => readonly { readonly channel: string; readonly series: string }[];
  /** Forgets all that a channel knows of a series: it does not hear of it any more. */
  readonly drop: (channel: string, series: string) => void;
}

export function createToldBook(database: HistoryDatabase): ToldBook {
  const read = database.prepare('select * from told where channel = ? and series = ? order by key');
  const write = database.prepare(
    'insert or replace into told (channel, series, key, standing, unstable, told_at, change) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const forget = database.prepare('delete from told where channel = ? and series = ? and key = ?');
  const reviewed = database.prepare('select baseline, held from reviewed where channel = ? and series = ?');
  const review = database.prepare(
    'insert or replace into reviewed (channel, series, baseline, held) values (?, ?, ?, ?)',
  );
  const listed = (where: string): readonly { readonly channel: string; readonly series: string }[] =>
    database
      .prepare(`select channel, series from reviewed ${where} order by channel, series`)
      .all()
      .map(({ channel, series }) => ({ channel: String(channel), series: String(series) }));
  return {
    read: (channel, series) =>
      new Map(
        read.all(channel, series).map((row) => [
          String(row['key']),
          {
            key: String(row['key']),
            isStanding: Number(row['standing']) === 1,
            isUnstable: Number(row['unstable']) === 1,
            at: new Date(String(row['told_at'])),
            change: JSON.parse(String(row['change'])) as NotificationChange,
          },
        ]),
      ),
    write: (channel, series, { key, isStanding, isUnstable, at, change }) =>
      void write.run(
        ...[channel, series, key, isStanding ? 1 : 0, isUnstable ? 1 : 0, at.toISOString(), JSON.stringify(change)],
      ),
    forget: (channel, series, key) => void forget.run(channel, series, key),
    readReview: (channel, series) => {
      const row = reviewed.get(channel, series);
      return row && { hasBaseline: Number(row['baseline']) === 1, isHeld: Number(row['held']) === 1 };
    },
    writeReview: (channel, series, { hasBaseline, isHeld }) =>
      void review.run(channel, series, hasBaseline ? 1 : 0, isHeld ? 1 : 0),
    held: () => listed('where held = 1'),
    known: () => listed(''),
    drop: (channel, series) => {
      database.prepare('delete from told where channel = ? and series = ?').run(channel, series);
      database.prepare('delete from reviewed where channel = ? and series = ?').run(channel, series);
    },
  };
}
