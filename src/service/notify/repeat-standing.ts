import type { Outbox } from '../../history/outbox.ts';
import type { ToldBook } from '../../history/told-book.ts';
import type { ChannelRules } from './channel-rules.ts';
import type { Sender } from './delivery.ts';

export interface RepeatContext {
  readonly book: ToldBook;
  readonly outbox: Outbox;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/**
 * Sends again what a channel was told and stands, if its receiver forgets it otherwise. Not while something waits for the channel: what
 * was told last might not have reached it yet.
 */
export async function repeatStanding(
  { rules, sender }: { readonly rules: ChannelRules; readonly sender: Sender },
  { book, outbox, now, signal }: RepeatContext,
): Promise<void> {
  const { name } = rules;
  if (sender.repeat === undefined || outbox.next(name) !== undefined) return;
  const standing = book
    .known()
    .filter(({ channel }) => channel === name)
    .flatMap(({ series }) =>
      [...book.read(name, series).values()]
        .filter(({ isStanding }) => isStanding)
        .map(({ change }) => ({ change, schedule: series === '' ? null : series })),
    );
  if (standing.length === 0) return;
  const delivery = await sender.repeat(standing, signal);
  if (!signal.aborted) outbox.noteHealth(name, now, delivery.kind === 'delivered' ? null : delivery.error);
}
