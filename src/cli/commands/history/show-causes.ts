import { type CauseInterval, listCauses } from '../../../history/list-causes.ts';
import type { Action } from '../../dispatch-action.ts';
import { exitCodes } from '../../exit-code.ts';
import { isJson, printList } from '../../output/print-list.ts';
import { withHistory } from './with-history.ts';

/** More than anyone reads in one list. */
export const mostListed = 1_000;

/** `history causes`: what is wrong now and since when, worst first; with `--all` also what is mended. */
export const showCauses: Action = async (_words, args, context) =>
  await withHistory(args, context, async (database) => {
    const causes = listCauses(database, {
      series: args.text('series'),
      isGoneToo: args.flag('all'),
      limit: mostListed,
    });
    if (causes.length === mostListed) context.say(`Only ${mostListed} causes are listed; --series lists fewer.`);
    if (isJson(args)) {
      await printList(args, context, causes, ['key']);
      return exitCodes.clean;
    }
    const { renderEntries } = await import('../../../report/terminal/render-entries.ts');
    const text = causes.length === 0 ? 'No open causes.\n' : renderEntries(causes.map(causeEntry), context.stdout);
    await context.stdout.write(text);
    return exitCodes.clean;
  });

/** A cause with when and where it was seen. */
export function causeEntry({ severity, waived, title, firstSeen, lastSeen, goneAt, remedy, places }: CauseInterval) {
  const seen = `${day(firstSeen)} to ${day(lastSeen)}`;
  return {
    title: `${waived ? 'waived' : severity}: ${title}`,
    fields: {
      since: goneAt === null ? `${day(firstSeen)}, last seen ${day(lastSeen)}` : `${seen}, gone ${day(goneAt)}`,
      where: places,
      remedy: goneAt === null ? remedy : null,
    },
  };
}

/** `2027-01-31` of an instant. */
export function day(instant: string): string {
  return instant.slice(0, 10);
}
