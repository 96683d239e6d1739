import { err, ok, type Result } from '../../model/result.ts';

/** A threshold for the time left: alert if the value is outside the range, or inside if it starts with `@`. */
export interface NagiosRange {
  /** As the user wrote it. */
  readonly text: string;
  readonly unit: 'days' | 'hours';
  /** In `unit`; the ends belong to the range. */
  readonly low: number;
  readonly high: number;
  readonly alertsInside: boolean;
}

const figure = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)h?`;
const shape = new RegExp(`^(@)?(?:(~|${figure})?(:))?(${figure})?$`);

/**
 * Reads a threshold: a bare `20` alerts below 20 days left, as check_http and check_ssl_cert have it; `20:`, `~:10`, `10:20` and
 * `@10:20` are ranges of the Monitoring Plugins guidelines; figures with an `h` are hours. Source:
 * https://www.monitoring-plugins.org/doc/guidelines.html#THRESHOLDFORMAT
 */
export function parseNagiosRange(text: string): Result<NagiosRange, string> {
  const [matched, inside, from, colon, to] = shape.exec(text) ?? [];
  const refuse = (why: string) => err(`${JSON.stringify(text)} is not a threshold${why}`);
  if (matched === undefined || (from === undefined && to === undefined))
    return refuse('; use 20 to alert below 20 days');
  const figures = [from, to].filter((each) => each !== undefined && each !== '~');
  const hours = figures.filter((each) => each?.endsWith('h')).length;
  if (hours > 0 && hours < figures.length) return refuse(': it mixes days and hours; use 24h:72h');
  const isBare = inside === undefined && colon === undefined;
  const [start, end] = isBare ? [to, undefined] : [from, to];
  const low = start === '~' ? Number.NEGATIVE_INFINITY : start === undefined ? 0 : numberOf(start);
  const high = end === undefined ? Number.POSITIVE_INFINITY : numberOf(end);
  if (low > high) return refuse(': it ends before it starts; use 10:20');
  return ok({ text, unit: hours > 0 ? 'hours' : 'days', low, high, alertsInside: inside !== undefined });
}

/** Whether the value, in the unit of the range, raises an alert. */
export function isAlert({ low, high, alertsInside }: NagiosRange, value: number): boolean {
  return (value >= low && value <= high) === alertsInside;
}

/** The range as performance data has it beside a value in days. */
export function rangeInDays({ unit, low, high, alertsInside }: NagiosRange): string {
  const inDays = (value: number): string => String(unit === 'days' ? value : value / 24);
  const start =
    low === Number.NEGATIVE_INFINITY ? '~:' : low === 0 && high !== Number.POSITIVE_INFINITY ? '' : `${inDays(low)}:`;
  return `${alertsInside ? '@' : ''}${start}${high === Number.POSITIVE_INFINITY ? '' : inDays(high)}`;
}

function numberOf(text: string): number {
  return Number(text.replace(/h$/, ''));
}
