import type { Outbox, OutboxEntry } from '../../history/outbox.ts';
import type { Clock } from '../schedule/scheduler.ts';
import { shorten } from './words/shorten.ts';
import { type Delivery, retryDelayMs, retryRules, type Sender } from './delivery.ts';

/** Delivers what waits in the outbox, at least once: each channel in its order and at its own pace. */
export interface Dispatcher {
  /** Replaces the channels. What is under way to one that is gone is cut off. */
  readonly set: (senders: ReadonlyMap<string, Sender>) => void;
  /** Looks whether something waits. */
  readonly wake: () => void;
  /** Cuts off what is under way, and resolves when it has ended; it is delivered after the next start. */
  readonly stop: () => Promise<void>;
}

export interface DispatcherOptions {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

interface Lane {
  readonly channel: string;
  sender: Sender;
  busy: Promise<void> | undefined;
  cancel: (() => void) | undefined;
  readonly abort: AbortController;
}

/** The history could not be written: a full disk, most likely. */
const brokenHistoryMs = 60_000;

export function createDispatcher({ outbox, clock, log }: DispatcherOptions): Dispatcher {
  const lanes = new Map<string, Lane>();

  const wakeLater = (lane: Lane, at: Date): void => {
    lane.cancel?.();
    lane.cancel = clock.wakeAt(at, () => pump(lane));
  };

  const pump = (lane: Lane): void => {
    if (lane.busy !== undefined || lane.abort.signal.aborted) return;
    try {
      const entry = outbox.next(lane.channel);
      if (entry === undefined) return;
      const nextAt = attemptAt(entry, clock.now());
      if (nextAt > clock.now()) wakeLater(lane, nextAt);
      else lane.busy = deliver(lane, entry).finally(() => finish(lane));
    } catch (thrown) {
      wakeLater(lane, complain(lane, thrown));
    }
  };

  const finish = (lane: Lane): void => {
    lane.busy = undefined;
    pump(lane);
  };

  const complain = (lane: Lane, thrown: unknown): Date => {
    log(`${lane.channel}: the history cannot be used: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    return new Date(clock.now().getTime() + brokenHistoryMs);
  };

  const deliver = async (lane: Lane, entry: OutboxEntry): Promise<void> => {
    const delivery = await lane.sender.send(entry.notification, lane.abort.signal);
    if (lane.abort.signal.aborted && delivery.kind !== 'delivered') return;
    try {
      record(entry, delivery);
    } catch (thrown) {
      // Not noted, so it is delivered again: at least once.
      await sleepUntil(complain(lane, thrown), lane.abort.signal, clock);
    }
  };

  const record = (entry: OutboxEntry, delivery: Delivery): void => {
    const now = clock.now();
    const about = `${entry.channel}: notification ${entry.number}`;
    if (delivery.kind === 'delivered') {
      outbox.noteDelivered(entry, now);
      const note = delivery.note === undefined ? '' : ` (${delivery.note})`;
      log(`${about} was delivered${note}: ${shorten(entry.notification.summary, 300)}`);
      return;
    }
    const attempts = entry.attempts + 1;
    const waitMs = delivery.kind === 'failed' ? retryDelayMs({ ...delivery, attempts }, clock.random()) : 0;
    const nextAt = new Date(now.getTime() + waitMs);
    const isOver = delivery.kind === 'refused' || nextAt.getTime() - Date.parse(entry.createdAt) > retryRules.giveUpMs;
    outbox.noteFailed(entry, { at: now, error: delivery.error, nextAt: isOver ? undefined : nextAt });
    const next = isOver
      ? 'it was given up; `certmuster history notifications --resend NUMBER` tries again'
      : `next attempt at ${nextAt.toISOString()}`;
    log(`${about} was not delivered (attempt ${attempts}): ${delivery.error}; ${next}`);
  };

  const close = async (lane: Lane): Promise<void> => {
    lane.abort.abort();
    lane.cancel?.();
    await lane.busy;
  };

  return {
    set: (senders) => {
      for (const [channel, lane] of lanes) {
        const sender = senders.get(channel);
        if (sender !== undefined) lane.sender = sender;
        else {
          lanes.delete(channel);
          void close(lane);
        }
      }
      for (const [channel, sender] of senders)
        if (!lanes.has(channel))
          lanes.set(channel, { channel, sender, busy: undefined, cancel: undefined, abort: new AbortController() });
      for (const lane of lanes.values()) pump(lane);
    },
    wake: () => {
      for (const lane of lanes.values()) pump(lane);
    },
    stop: async () => {
      await Promise.all([...lanes.values()].map(close));
    },
  };
}

function sleepUntil(at: Date, signal: AbortSignal, { wakeAt }: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = wakeAt(at, resolve);
    signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });
}

/** When to try. No attempt is put off so far but by a clock that was ahead; what was never tried waits for nothing. */
function attemptAt({ attempts, nextAt }: OutboxEntry, now: Date): Date {
  const planned = attempts === 0 ? now : new Date(nextAt ?? 0);
  return planned.getTime() - now.getTime() > retryRules.mostAskedMs ? now : planned;
}
