import type { HistoryDatabase } from '../../../history/database.ts';
import { listNotifications, type OutboxEntry, resendNotifications } from '../../../history/outbox.ts';
import { plural } from '../../../report/plural.ts';
import type { Action } from '../../dispatch-action.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import { isJson, printList } from '../../output/print-list.ts';
import type { ProcessContext } from '../../process-context.ts';
import { mostListed } from './show-causes.ts';
import { withHistory } from './with-history.ts';

/** `history notifications`: what waits for its delivery or was given up, newest first; with `--all` also what was delivered. */
export const showNotifications: Action = async (_words, args, context) =>
  await withHistory(args, context, async (database) => {
    const wanted = args.text('resend');
    if (wanted !== undefined) return resend(wanted, database, context);
    const statuses: readonly OutboxEntry['status'][] = args.flag('all')
      ? ['pending', 'dead', 'delivered']
      : ['pending', 'dead'];
    const entries = statuses
      .flatMap((status) => listNotifications(database, { status, limit: mostListed }))
      .sort((a, b) => b.number - a.number)
      .slice(0, mostListed);
    if (isJson(args)) await printList(args, context, entries, ['number']);
    else if (entries.length === 0) await context.stdout.write('No notification waits or was given up.\n');
    else {
      const { renderEntries } = await import('../../../report/terminal/render-entries.ts');
      await context.stdout.write(renderEntries(entries.map(forPeople), context.stdout));
    }
    return exitCodes.clean;
  });

function forPeople({ number, channel, createdAt, status, attempts, error, notification }: OutboxEntry) {
  const words = { pending: 'waiting', dead: 'given up', delivered: 'delivered' };
  return {
    title: `${number} to ${channel}: ${notification.summary}`,
    fields: {
      created: `${createdAt.slice(0, 16).replace('T', ' ')} UTC`,
      status: `${words[status]}, ${plural(attempts, 'attempt')}`,
      error,
    },
  };
}

function resend(wanted: string, database: HistoryDatabase, context: ProcessContext): ExitCode {
  const number = wanted === 'all' ? undefined : Number(wanted);
  const count =
    number !== undefined && !Number.isSafeInteger(number) ? 0 : resendNotifications(database, number, context.now());
  if (count > 0) {
    context.say(`${plural(count, 'notification')} will be delivered again, within a minute if the service runs.`);
    return exitCodes.clean;
  }
  const none =
    wanted === 'all'
      ? 'no notification was given up'
      : `${wanted} is not the number of a notification that was given up`;
  context.say(`certmuster: ${none}; \`certmuster history notifications\` lists them.`);
  return exitCodes.wrongUsage;
}
