import { countRenewals, type KnownCertificate, listCertificates } from '../../../history/list-certificates.ts';
import type { Action } from '../../dispatch-action.ts';
import { exitCodes } from '../../exit-code.ts';
import { isJson, printList } from '../../output/print-list.ts';
import { day, mostListed } from './show-causes.ts';
import { withHistory } from './with-history.ts';

/** `history certificates`: what is served, the next to expire first; with `--all` also what is served nowhere any more. */
export const showCertificates: Action = async (_words, args, context) =>
  await withHistory(args, context, async (database) => {
    const series = args.text('series');
    const certificates = listCertificates(database, { series, served: !args.flag('all'), limit: mostListed });
    if (certificates.length === mostListed)
      context.say(`Only ${mostListed} certificates are listed; --series lists fewer.`);
    if (isJson(args)) {
      await printList(args, context, certificates, ['sha256']);
      return exitCodes.clean;
    }
    const columns = ['expires', 'subject', 'servedBy', 'firstSeen'] as const;
    await printList(args, context, certificates.map(forPeople), columns);
    const renewals = [...countRenewals(database, series)].map(([year, count]) => `${count} in ${year}`);
    if (renewals.length > 0) context.say(`Certificates that replaced another one: ${renewals.join(', ')}.`);
    return exitCodes.clean;
  });

function forPeople({ notAfter, subject, sha256, endpoints, firstSeen, lastSeen }: KnownCertificate) {
  const [first, ...others] = endpoints;
  return {
    expires: notAfter === null ? null : day(notAfter),
    subject: subject ?? `unreadable (${sha256.slice(0, 16)})`,
    servedBy:
      first === undefined
        ? `no endpoint since ${day(lastSeen)}`
        : `${first}${others.length === 0 ? '' : ` and ${others.length} more`}`,
    firstSeen: day(firstSeen),
  };
}
