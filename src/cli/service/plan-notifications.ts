import { jsonPath, type Problem } from '../../model/problem.ts';
import type { Result } from '../../model/result.ts';
import {
  type ChannelConfig,
  type NotificationConfig,
  notificationReasons,
} from '../../model/service-notification-config.ts';
import { suggestWord } from '../../model/nearest-words.ts';
import type { ChannelRules } from '../../service/notify/channel-rules.ts';
import type { Channel } from '../../service/notify/notifier.ts';
import { parseTimeOfDay, type QuietHours } from '../../service/notify/quiet-hours.ts';
import type { WatchdogLimits } from '../../service/notify/watchdog.ts';
import { dayMs, parseDays } from '../options/days.ts';
import { parseDuration } from '../options/duration.ts';
import { planSender } from './plan-sender.ts';
import type { PlanningContext, ReportProblem } from './planning-context.ts';

/** Who is told, and when the watchdog barks. */
export interface NotificationPlan {
  readonly channels: readonly Channel[];
  readonly limits: WatchdogLimits;
  /** Page of the service; null: it has none. */
  readonly link: string | null;
}

/** A service without notifications. Its watchdog still writes to the log. */
export function planNoNotifications(): NotificationPlan {
  return { channels: [], limits: { behindByMs: defaultBehindByMs, failingForMs: defaultFailingForMs }, link: null };
}

const defaultBehindByMs = 15 * 60_000;
const defaultFailingForMs = 3_600_000;
const defaultThresholds = [30, 14, 7, 3, 1];

/** Reads channels and the secrets that they name, and adds what is wrong to `problems`. */
export async function planNotifications(
  { channels, watchdog = {} }: NotificationConfig,
  context: PlanningContext,
  problems: Problem[],
): Promise<NotificationPlan> {
  const report = (path: readonly PropertyKey[], message: string): void =>
    void problems.push({ path: jsonPath(['notifications', ...path]), message });
  const link = context.publicUrl ?? null;
  const names = new Set<string>();
  const planned: Channel[] = [];
  for (const [index, channel] of channels.entries()) {
    const at: ReportProblem = (path, message) => report(['channels', index, ...path], message);
    if (names.has(channel.name)) at(['name'], 'is the name of another channel too; choose one that no other has');
    names.add(channel.name);
    const rules = planRules(channel, context, at);
    const sender = await planSender(channel, { ...context, link }, at);
    if (rules !== undefined && sender !== undefined) planned.push({ rules, sender });
  }
  const duration = (field: 'behindBy' | 'failingFor', fallback: number): number => {
    const text = watchdog[field];
    const value = text === undefined ? fallback : parseDuration(text);
    if (value === undefined) report(['watchdog', field], 'is not a duration; use for instance 15m or 1h');
    return value ?? fallback;
  };
  const behindByMs = duration('behindBy', defaultBehindByMs);
  return { channels: planned, limits: { behindByMs, failingForMs: duration('failingFor', defaultFailingForMs) }, link };
}

function planRules(
  channel: ChannelConfig,
  { schedules }: PlanningContext,
  at: ReportProblem,
): ChannelRules | undefined {
  const { name, kind, minimumSeverity = 'warning', on = notificationReasons, thresholds = defaultThresholds } = channel;
  for (const [index, schedule] of (channel.schedules ?? []).entries()) {
    if (!schedules.includes(schedule))
      at(['schedules', index], `is not the name of a schedule; ${suggestWord(schedule, schedules)}`);
  }
  const quietHours = planQuietHours(channel.quietHours, at);
  const remindAfterMs = channel.remindAfter === undefined ? undefined : parseSpan(channel.remindAfter);
  if (channel.remindAfter !== undefined && !remindAfterMs)
    at(['remindAfter'], 'is not a span; use for instance 7d or 12h');
  if (quietHours?.ok === false) return undefined;
  return {
    ...{ name, schedules: channel.schedules, minimumSeverity, on, thresholds, remindAfterMs },
    quietHours: quietHours?.value,
    keepsState: kind === 'alertmanager',
  };
}

function planQuietHours(
  written: ChannelConfig['quietHours'],
  at: ReportProblem,
): Result<QuietHours, undefined> | undefined {
  if (written === undefined) return undefined;
  const { timeZone = 'UTC', except = 'critical' } = written;
  const [from, to] = [parseTimeOfDay(written.from), parseTimeOfDay(written.to)];
  if (from === undefined) at(['quietHours', 'from'], 'is not a time of day; use for instance 22:00');
  if (to === undefined) at(['quietHours', 'to'], 'is not a time of day; use for instance 06:30');
  if (!isTimeZone(timeZone))
    at(['quietHours', 'timeZone'], `${JSON.stringify(timeZone)} is not a time zone; use a name such as Europe/Berlin`);
  if (from === undefined || to === undefined) return { ok: false, error: undefined };
  return { ok: true, value: { from, to, timeZone, except } };
}

function isTimeZone(timeZone: string): boolean {
  try {
    // Throws for a zone that the system does not know.
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** `7d`, `12h`, in milliseconds; undefined: neither. */
function parseSpan(text: string): number | undefined {
  // `5m` is minutes with a duration and months with days; nobody is reminded each five minutes.
  const days = /m$/.test(text) ? undefined : parseDays(text);
  return days === undefined ? parseDuration(text) : days * dayMs;
}
