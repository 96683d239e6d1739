import type { Severity } from '../../model/vocabulary.ts';

/** A span of local time in which only the worst is told. It may go over midnight. */
export interface QuietHours {
  /** Minutes after midnight, inclusive. */
  readonly from: number;
  /** Minutes after midnight, exclusive. Equal to `from`: all day. */
  readonly to: number;
  /** IANA time zone. */
  readonly timeZone: string;
  /** What is as severe is told at once. */
  readonly except: Severity;
}

/**
 * Whether an instant is within quiet hours, as clocks on the wall there go: an hour that a clock skips is over at once, and one that it
 * repeats lasts twice as long.
 */
export function isQuiet({ from, to, timeZone }: QuietHours, at: Date): boolean {
  const minute = minuteOfDay(at, timeZone);
  return from < to ? from <= minute && minute < to : minute >= from || minute < to;
}

/** `22:00`, in minutes after midnight; undefined: it is no time of day. */
export function parseTimeOfDay(text: string): number | undefined {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
}

function minuteOfDay(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const [hour = 0, minute = 0] = format.format(at).split(':').map(Number);
  return hour * 60 + minute;
}
