import { type EndpointHistory, endpointHistories } from '../../../history/endpoint-history.ts';
import type { CauseInterval } from '../../../history/list-causes.ts';
import { severities } from '../../../model/vocabulary.ts';
import type { Action } from '../../dispatch-action.ts';
import { exitCodes } from '../../exit-code.ts';
import { isJson, printList } from '../../output/print-list.ts';
import { causeEntry, day } from './show-causes.ts';
import { withHistory } from './with-history.ts';

/** `history HOST`: the certificates, verdicts and causes of its endpoints. */
export const showEndpoint: Action = async ([name = ''], args, context) =>
  await withHistory(args, context, async (database) => {
    const endpoints = endpointHistories(database, name.toLowerCase());
    if (endpoints.length === 0) {
      context.say(`certmuster: no run has seen ${name}. \`certmuster history certificates\` lists what is known.`);
      return exitCodes.wrongUsage;
    }
    if (isJson(args)) await printList(args, context, endpoints, ['id']);
    else {
      const { renderEntries } = await import('../../../report/terminal/render-entries.ts');
      await context.stdout.write(renderEntries(endpoints.flatMap(entries), context.stdout));
    }
    return exitCodes.clean;
  });

function entries({ id, certificates, states, causes }: EndpointHistory) {
  const span = (first: string, last: string): string => `${day(first)} to ${day(last)}`;
  const presented = certificates.map(
    ({ firstSeen, lastSeen, subject, notAfter, sha256 }) =>
      `${span(firstSeen, lastSeen)}: ${subject ?? 'unreadable'}, expires ${notAfter === null ? '?' : day(notAfter)} (${sha256.slice(0, 16)})`,
  );
  const judged = states.map(
    ({ firstSeen, lastSeen, verdict, failure }) =>
      `${span(firstSeen, lastSeen)}: ${verdict}${failure === null ? '' : ` (${failure.kind})`}`,
  );
  return [
    { title: id, fields: { certificates: presented, verdicts: judged } },
    ...causes.toSorted(openThenWorst).map(causeEntry),
  ];
}

function openThenWorst(a: CauseInterval, b: CauseInterval): number {
  const isOver = ({ goneAt }: CauseInterval): number => (goneAt === null ? 0 : 1);
  return isOver(a) - isOver(b) || severities.indexOf(b.severity) - severities.indexOf(a.severity);
}
