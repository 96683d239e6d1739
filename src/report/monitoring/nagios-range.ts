import { err, ok, type Result } from '../../model/result.ts';

/** A range as the Monitoring Plugins guidelines write it: alert if the value is outside, or inside if the range starts with `@`. */
export interface NagiosRange {
  /** As written, for the performance data. */
  readonly text: string;
  readonly low: number;
  readonly high: number;
  readonly alertsInside: boolean;
}

const figure = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)`;
const shape = new RegExp(`^(@)?(?:(~|${figure})?:)?(${figure})?$`);

/**
 * Reads `10` (0 to 10), `10:` (from 10 on), `~:10` (up to 10), `10:20`, `@10:20`. The ends belong to the range. Source:
 * https://www.monitoring-plugins.org/doc/guidelines.html#THRESHOLDFORMAT
 */
export function parseNagiosRange(text: string): Result<NagiosRange, string> {
  const [matched, inside, from, to] = shape.exec(text) ?? [];
  const isEmpty = from === undefined && to === undefined;
  if (matched === undefined || isEmpty) {
    return err(`${JSON.stringify(text)} is no range; 10, 10:, ~:10, 10:20 and @10:20 are`);
  }
  const low = from === '~' ? Number.NEGATIVE_INFINITY : from === undefined ? 0 : Number(from);
  const high = to === undefined ? Number.POSITIVE_INFINITY : Number(to);
  if (low > high) return err(`${JSON.stringify(text)} is no range: it starts behind its end`);
  return ok({ text, low, high, alertsInside: inside !== undefined });
}

/** Whether the value raises an alert. */
export function isAlert({ low, high, alertsInside }: NagiosRange, value: number): boolean {
  return (value >= low && value <= high) === alertsInside;
}
