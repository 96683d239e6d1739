import { runSiteWorker } from '../../audit/gather/site-worker.ts';
import type { Problem } from '../../model/problem.ts';
import { err, ok } from '../../model/result.ts';
import { wordSchema } from '../../model/word.ts';
import { describeListenError } from '../../net/describe-listen-error.ts';
import { plural } from '../../report/plural.ts';
import { createWorkerEngine } from '../../sites/amqp/worker-engine.ts';
import { parseBrokerUrl } from '../../sites/broker-url.ts';
import { createWorkerCounts } from '../../sites/worker-counts.ts';
import type { Arguments } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { readAuditEnvironment } from '../input/audit-environment.ts';
import { readBrokerSecrets } from '../input/brokers.ts';
import { commandLineErrors, reportInputErrors } from '../input/report-input-errors.ts';
import { readSignKey } from '../input/signing-keys.ts';
import { readClientOptions } from '../options/client-options.ts';
import { readDialOptions } from '../options/dial-options.ts';
import { problem } from '../problem.ts';
import { parseListenAddress } from '../options/listen-address.ts';
import type { ProcessContext } from '../process-context.ts';
import type { ListenAddress } from '../../service/http/http-plan.ts';
import { openHealthPage } from './health-page.ts';
import { readAllowances } from './read-allowances.ts';

/** Works until a signal ends it. Its log goes to standard error, a line an event. */
export async function runWorkerCommand(args: Arguments, context: ProcessContext): Promise<ExitCode> {
  const read = await readWorker(args, context);
  if (!read.ok) return reportInputErrors(context, commandLineErrors(read.error), 'Nothing was started.');
  const { site, access, allow, dial, clientIdentity, signKey, listen } = read.value;
  const log = (text: string): void => context.say(`${context.now().toISOString()} ${text}`);
  const counts = createWorkerCounts();
  log(`worker of the site ${site}, ${access.url.text}: ${describeAllowance(allow.length)}`);
  const engine = createWorkerEngine({
    access,
    name: `certmuster worker ${site}`,
    random: context.random,
    onChange: createChangeLog(log),
  });
  let page: Awaited<ReturnType<typeof openHealthPage>> | undefined;
  try {
    page = listen && (await openHealthPage(listen, { site, counts, isConnected: engine.isConnected }));
  } catch (error) {
    await engine.close();
    const wrong = problem(`cannot be listened on: ${describeListenError(error)}`, '--listen');
    return reportInputErrors(context, commandLineErrors([wrong]), 'Nothing was started.');
  }
  if (page !== undefined) log(`listening on http://${page.address}/healthz`);
  const { scanner: _, ...environment } = await readAuditEnvironment(context);
  await runSiteWorker(
    { ...{ site, engine, allow, counts, log, signKey }, options: { ...dial, clientIdentity } },
    { ...environment, signal: context.signal },
  );
  page?.close();
  log(`stopped: ${plural(counts.endpoints, 'request')} seen, ${plural(counts.notAllowed, 'endpoint')} not allowed`);
  return exitCodes.clean;
}

async function readWorker(args: Arguments, context: ProcessContext) {
  const { problems: dialProblems, ...dial } = readDialOptions(args);
  const problems: Problem[] = [...dialProblems];
  const site = args.text('site');
  if (site === undefined) problems.push(problem('is missing: name the site where this worker runs', '--site'));
  else if (!wordSchema.safeParse(site).success)
    problems.push(
      problem(
        `${JSON.stringify(site)} is not the name of a site; use lower-case letters, digits, hyphens and points`,
        '--site',
      ),
    );
  const broker = args.text('broker');
  const url = broker === undefined ? err('is missing: name the broker that has the work') : parseBrokerUrl(broker);
  if (!url.ok) problems.push(problem(url.error, '--broker'));
  const secrets = await readBrokerSecrets(url.ok ? [url.value] : [], args, context);
  const allow = await readAllowances(args);
  const client = await readClientOptions(args, context);
  const listen = readListen(args.text('listen'), problems);
  const keyPath = args.text('sign-key');
  const signKey = keyPath === undefined ? ok(undefined) : await readSignKey(keyPath, context);
  for (const each of [secrets, allow, client]) if (!each.ok) problems.push(...each.error);
  if (!signKey.ok) problems.push(signKey.error);
  if (problems.length > 0 || site === undefined || !url.ok || !secrets.ok || !allow.ok || !client.ok || !signKey.ok)
    return err(problems);
  return ok({
    ...{ site, dial, listen, allow: allow.value, clientIdentity: client.value, signKey: signKey.value },
    access: { ...secrets.value, url: url.value },
  });
}

function readListen(text: string | undefined, problems: Problem[]): ListenAddress | undefined {
  const address = text === undefined ? undefined : parseListenAddress(text);
  if (text !== undefined && address === undefined)
    problems.push(problem(`${JSON.stringify(text)} is not ADDRESS:PORT; use for instance 127.0.0.1:9180`, '--listen'));
  return address;
}

function describeAllowance(count: number): string {
  if (count === 0) return 'nothing is allowed, so nothing will be dialed; use --allow or --allow-file';
  return `${count} ${count === 1 ? 'entry' : 'entries'} of --allow`;
}

/** Says the same trouble once, however often it comes. */
function createChangeLog(log: (text: string) => void): (why: string | undefined) => void {
  let last: string | undefined;
  return (why) => {
    if (why === undefined) log('connected to the broker');
    else if (why !== last) log(`no connection to the broker: ${why}; trying again for ever`);
    last = why;
  };
}
