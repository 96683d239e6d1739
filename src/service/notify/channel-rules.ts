import type { NotificationReason } from '../../model/service-notification-config.ts';
import type { Severity } from '../../model/vocabulary.ts';
import type { QuietHours } from './quiet-hours.ts';

/** What a channel is told, and when. */
export interface ChannelRules {
  readonly name: string;
  /** Undefined: of all schedules. */
  readonly schedules: readonly string[] | undefined;
  readonly minimumSeverity: Severity;
  readonly on: readonly NotificationReason[];
  /** Days before the end of a certificate at which it is told, each once. */
  readonly thresholds: readonly number[];
  /** Undefined: there are none. */
  readonly quietHours: QuietHours | undefined;
  /** When a cause that stands is told again, in milliseconds; undefined: never. */
  readonly remindAfterMs: number | undefined;
  /** The receiver keeps the state of each cause itself (Alertmanager): it hears of every change of it, and of nothing else. */
  readonly keepsState: boolean;
}

/** Whether a channel hears of a schedule. */
export function hearsOf({ schedules }: Pick<ChannelRules, 'schedules'>, schedule: string): boolean {
  return schedules === undefined || schedules.includes(schedule);
}
