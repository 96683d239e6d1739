import { audit } from '../../audit/audit.ts';
import type { AuditRequest } from '../../audit/contract.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { ScanReport, ScanSummary } from '../../model/scan-report.ts';
import { type NagiosRange, parseNagiosRange } from '../../report/monitoring/nagios-range.ts';
import { type NagiosState, nagiosStates, type NagiosThresholds } from '../../report/monitoring/nagios-problems.ts';
import { renderNagios } from '../../report/monitoring/render-nagios.ts';
import type { Arguments, Command } from '../command.ts';
import { clientOptions } from '../options/client-options.ts';
import { commandLineErrors, inOneLine, type InputError } from '../input/report-input-errors.ts';
import { problem } from '../problem.ts';
import { dialOptions } from '../options/dial-options.ts';
import type { ExitCode } from '../exit-code.ts';
import { readAuditEnvironment } from '../input/audit-environment.ts';
import { judgeOptions } from '../options/judge-options.ts';
import { overrideOptions } from '../options/override-options.ts';
import { pluginTargetOptions, readPluginTarget } from '../options/plugin-target.ts';
import { prepareScan } from '../run/prepare-scan.ts';
import { proxyOptions } from '../options/proxy-options.ts';
import { selectOptions } from '../options/select-options.ts';
import { targetOptions } from '../options/target-options.ts';
import type { ProcessContext } from '../process-context.ts';

export const nagiosCommand: Command = {
  name: 'nagios',
  positionals: [{ usage: '[host]', describe: 'HOST[:PORT], https://HOST or targets.json; or use -H' }],
  describe: 'Nagios and Icinga plugin: one line with the worst cause and the days left; exit code 0, 1, 2 or 3',
  options: {
    ...pluginTargetOptions,
    warning: {
      kind: 'text',
      alias: 'w',
      describe: 'WARNING below this many days left: 20; hours: 72h; or a range: 20:, @10:20',
    },
    critical: { kind: 'text', alias: 'c', describe: 'CRITICAL below this many days left; same syntax as --warning' },
    unreachable: {
      kind: 'text',
      choices: ['critical', 'unknown'],
      describe: 'state if no certificate is received (critical)',
    },
    ...targetOptions,
    ...selectOptions,
    ...dialOptions,
    ...proxyOptions,
    ...clientOptions,
    timeout: { ...dialOptions.timeout, alias: 't' },
    ...overrideOptions,
    at: judgeOptions.at,
    'trust-data': judgeOptions['trust-data'],
  },
  examples: [
    ['nagios -H www.contoso.com -p 8443 -w 20 -c 15', 'WARNING below 20 days, CRITICAL below 15'],
    ['nagios cwa01.contoso.local:5061 --role mtls --trust contoso-root.pem', 'thresholds of the policy'],
    ['nagios targets.json --unreachable unknown', 'a whole deployment as one service'],
  ],
  run: nagios,
  refuse: (message, context) => answer({ state: 'UNKNOWN', text: unknown(message) }, context),
};

/** Whatever happens, a plugin writes its state to standard output and exits accordingly. */
async function nagios(args: Arguments, context: ProcessContext): Promise<ExitCode> {
  try {
    return await answer(await check(args, context), context);
  } catch (error) {
    return await answer(
      { state: 'UNKNOWN', text: unknown(`certmuster failed, which is a bug of its own: ${String(error)}`) },
      context,
    );
  }
}

async function check(args: Arguments, context: ProcessContext): Promise<ReturnType<typeof renderNagios>> {
  const thresholds = readThresholds(args);
  const target = readPluginTarget(args);
  // Without a target that is clear, what is wrong with the other options has to wait.
  if (!target.ok) return refuse(commandLineErrors([target.error]), context);
  const prepared = await prepareScan(nagiosCommand, withTarget(args, target.value), context, () => undefined);
  if (!thresholds.ok || !prepared.ok) {
    return refuse(
      [...commandLineErrors(thresholds.ok ? [] : thresholds.error), ...(prepared.ok ? [] : prepared.error)],
      context,
    );
  }
  return renderNagios(await auditToReport(prepared.value.request, context), thresholds.value);
}

async function auditToReport(request: AuditRequest, context: ProcessContext): Promise<ScanReport> {
  const environment = { ...(await readAuditEnvironment(context)), signal: context.signal };
  const endpoints: { readonly index: number; readonly report: EndpointReport }[] = [];
  let summary: ScanSummary | undefined;
  for await (const event of audit(request, environment)) {
    if (event.kind === 'endpoint') endpoints.push(event);
    else summary = event.summary;
  }
  if (summary === undefined) throw new Error('the audit ended without a summary');
  const inOrder = endpoints.sort((a, b) => a.index - b.index).map(({ report }) => report);
  return { ...summary, endpoints: inOrder };
}

function readThresholds(args: Arguments): Result<NagiosThresholds, readonly Problem[]> {
  const problems: Problem[] = [];
  const read = (option: 'warning' | 'critical'): NagiosRange | undefined => {
    const text = args.text(option);
    const range = text === undefined ? undefined : parseNagiosRange(text);
    if (range?.ok === false) problems.push(problem(range.error, `--${option}`));
    return range?.ok === true ? range.value : undefined;
  };
  const thresholds = { warning: read('warning'), critical: read('critical') };
  const unreachable = args.text('unreachable') === 'unknown' ? 'UNKNOWN' : 'CRITICAL';
  return problems.length > 0 ? err(problems) : ok({ ...thresholds, unreachable });
}

/** The port is a part of the target now. */
function withTarget(args: Arguments, target: string): Arguments {
  return {
    ...args,
    positionals: [target],
    text: (option) => (option === 'port' ? undefined : args.text(option)),
    list: (option) => (option === 'port' ? [] : args.list(option)),
  };
}

function refuse(
  errors: readonly InputError[],
  context: ProcessContext,
): { readonly state: NagiosState; readonly text: string } {
  return { state: 'UNKNOWN', text: unknown(inOneLine(errors, context)) };
}

/** A line break would end the message, and a pipe would start performance data. */
function unknown(message: string): string {
  return `CERTMUSTER UNKNOWN - ${message.replaceAll('\n', ' ').replaceAll('|', '/')}\n`;
}

async function answer(
  { state, text }: { readonly state: NagiosState; readonly text: string },
  context: ProcessContext,
): Promise<ExitCode> {
  await context.stdout.write(text);
  return nagiosStates.indexOf(state) as ExitCode;
}
