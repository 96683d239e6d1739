import type { Notification, NotificationChange } from '../../model/notification.ts';

/** What became of one attempt. Errors are clauses for the log and the page, without secrets. */
export type Delivery =
  /** `note`: what is to be known all the same. */
  | { readonly kind: 'delivered'; readonly note?: string }
  /** `retryAfterMs`: as the receiver asks; undefined: it does not say. */
  | { readonly kind: 'failed'; readonly error: string; readonly retryAfterMs?: number | undefined }
  /** The same request would be refused again. */
  | { readonly kind: 'refused'; readonly error: string };

/** Hands notifications to a receiver. Never rejects; ends soon after it is aborted. */
export interface Sender {
  readonly send: (notification: Notification, signal: AbortSignal) => Promise<Delivery>;
  /** Repeats what stands, for a receiver that forgets what is not repeated; absent: it does not. */
  readonly repeat?: (standing: readonly RepeatedChange[], signal: AbortSignal) => Promise<Delivery>;
}

/** What stands, and of which schedule; null: of the service itself. */
export interface RepeatedChange {
  readonly change: NotificationChange;
  readonly schedule: string | null;
}

/** When a failed attempt is made again, and when that ends. */
export interface RetryRules {
  readonly firstMs: number;
  readonly mostMs: number;
  /** A receiver that asks for more waits for this: it must not have a notification given up after one attempt. */
  readonly mostAskedMs: number;
  /** After so long a notification is given up. */
  readonly giveUpMs: number;
}

/**
 * Half a minute is what a restart of a receiver takes, an hour finds one that was down for a night soon enough; three days are a weekend.
 */
export const retryRules: RetryRules = {
  firstMs: 30_000,
  mostMs: 3_600_000,
  mostAskedMs: 6 * 3_600_000,
  giveUpMs: 3 * 86_400_000,
};

/** How long to wait after a failed attempt, in milliseconds. `random`: at least 0, below 1. */
export function retryDelayMs(
  { attempts, retryAfterMs = 0 }: { readonly attempts: number; readonly retryAfterMs?: number | undefined },
  random: number,
  { firstMs, mostMs, mostAskedMs }: RetryRules = retryRules,
): number {
  const backoff = Math.min(mostMs, firstMs * 2 ** Math.min(attempts - 1, 30));
  // Half of it at random, so that many services do not come back at one instant.
  return Math.max(Math.round(backoff * (0.5 + random / 2)), Math.min(retryAfterMs, mostAskedMs));
}
