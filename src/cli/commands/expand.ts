import { dialedPlace } from '../../model/dialed-place.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { createIdRegister } from '../../model/endpoint-id.ts';
import type { Arguments, Command } from '../command.ts';
import { createBadLines } from '../input/bad-lines.ts';
import { reportInputErrors } from '../input/report-input-errors.ts';
import { gatherTargets } from '../input/gather-targets.ts';
import { exitCodes } from '../exit-code.ts';
import { proxyOptions, readProxyOptions } from '../options/proxy-options.ts';
import { selectOptions } from '../options/select-options.ts';
import { readTargetOptions, targetOptions, withRoute } from '../options/target-options.ts';
import type { ProcessContext } from '../process-context.ts';
import { isJson, listFormat, printList } from '../output/print-list.ts';
import { hostPort } from '../../model/host-port.ts';

export const expandCommand: Command = {
  name: 'expand',
  positionals: [{ usage: '[targets..]', describe: 'targets as for `scan`' }],
  describe: 'Shows which endpoints a scan would connect to; no DNS, no connections',
  options: { ...targetOptions, proxy: proxyOptions.proxy, ...selectOptions, ...listFormat },
  examples: [
    ['expand targets.json', 'the endpoints of a deployment'],
    ['expand https://im.contoso.com --format json', 'the same as JSON'],
  ],
  run: expand,
};

async function expand(args: Arguments, context: ProcessContext) {
  const badLines = createBadLines(context);
  const { route, problems } = readProxyOptions(args);
  const chosen = readTargetOptions(args);
  const target = withRoute({ ...chosen, problems: [...chosen.problems, ...problems] }, route);
  const { endpoints, errors, notices, lateNotices } = await gatherTargets(
    args.positionals,
    target,
    context,
    badLines.report,
  );
  if (errors.length > 0) return reportInputErrors(context, errors);
  const rows: Endpoint[] = [];
  const uniqueId = createIdRegister();
  for await (const endpoint of endpoints) rows.push({ ...endpoint, id: uniqueId(endpoint.id) });
  for (const notice of [...notices, ...(lateNotices?.() ?? [])]) context.say(notice);
  if (isJson(args)) await printList(args, context, rows.map(forPrograms), []);
  else await printList(args, context, rows.map(forPeople), columnsFor(rows));
  return badLines.count() > 0 ? exitCodes.wrongUsage : exitCodes.clean;
}

/** Sites are shown if any endpoint has one. */
function columnsFor(rows: readonly Endpoint[]) {
  const sites = rows.some(({ site }) => site !== undefined) ? (['site'] as const) : [];
  return ['role', 'name', 'address', ...sites, 'deployment'] as const;
}

function forPeople(endpoint: Endpoint) {
  const { role, host, address, port, proxy, startTls, site, deployment } = endpoint;
  const way = proxy === undefined ? (address === null ? 'DNS' : undefined) : 'proxy';
  const notes = [way, startTls].filter((note) => note !== undefined);
  const place = hostPort(dialedPlace(endpoint), port);
  return {
    role,
    name: host,
    address: notes.length === 0 ? place : `${place} (${notes.join(', ')})`,
    site: site ?? null,
    deployment,
  };
}

function forPrograms(endpoint: Endpoint) {
  const { id, deployment, policy, role, virtualServer, server, host, port, address, serverName } = endpoint;
  const { range, proxy, startTls, xmppTo, site } = endpoint;
  const begins = { ...(startTls && { startTls }), ...(xmppTo && { xmppTo }) };
  const by = proxy === undefined ? {} : { proxy };
  const ofRange = range === undefined ? {} : { range };
  return {
    id,
    deployment,
    policy,
    role,
    virtualServer,
    server,
    host,
    ...ofRange,
    port,
    address,
    ...by,
    serverName,
    ...begins,
    ...(site === undefined ? {} : { site }),
  };
}
