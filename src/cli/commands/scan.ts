import { audit } from '../../audit/audit.ts';
import type { Arguments, Command } from '../command.ts';
import { brokerOptions } from '../options/broker-options.ts';
import { clientOptions } from '../options/client-options.ts';
import { compareOptions } from '../options/compare-option.ts';
import { reportInputErrors } from '../input/report-input-errors.ts';
import { dialOptions } from '../options/dial-options.ts';
import { exitCodes } from '../exit-code.ts';
import { readAuditEnvironment } from '../input/audit-environment.ts';
import { createBadLines } from '../input/bad-lines.ts';
import { recordHistoryOptions } from '../options/history-options.ts';
import { jitterOption } from '../options/jitter-option.ts';
import { judgeOptions } from '../options/judge-options.ts';
import { outputOptions } from '../options/output-options.ts';
import { overrideOptions } from '../options/override-options.ts';
import { prepareScan } from '../run/prepare-scan.ts';
import { saveOptions } from '../options/save-options.ts';
import { siteOption } from '../options/site-option.ts';
import { selectOptions } from '../options/select-options.ts';
import { resumeScan } from '../run/resume-scan.ts';
import { conditionsOf } from '../input/run-conditions.ts';
import { runAudit } from '../run/run-audit.ts';
import { proxyOptions } from '../options/proxy-options.ts';
import { targetOptions } from '../options/target-options.ts';
import { tuneEngine } from '../tune-engine.ts';
import type { ProcessContext } from '../process-context.ts';

export const scanCommand: Command = {
  name: 'scan',
  positionals: [
    {
      usage: '[targets..]',
      describe:
        'targets file (.json, .yaml), https://HOST, ldaps://HOST and the like, HOST[:PORT], a range such as 10.0.0.0/28:443, a list (.txt, .ndjson), or - for standard input',
    },
  ],
  describe: 'Connects to TLS endpoints and checks the certificates they present',
  options: {
    ...targetOptions,
    ...selectOptions,
    ...dialOptions,
    ...proxyOptions,
    site: siteOption,
    jitter: jitterOption,
    ...clientOptions,
    ...brokerOptions,
    ...judgeOptions,
    ...overrideOptions,
    ...compareOptions,
    ...outputOptions,
    resume: {
      kind: 'text',
      describe:
        'continue the NDJSON report FILE: audit only the endpoints missing in it (created if it does not exist)',
    },
    ...saveOptions,
    ...recordHistoryOptions,
    anonymous: {
      kind: 'flag',
      describe: 'leave host name, user and addresses of this machine out of the report and the saved run',
    },
  },
  examples: [
    ['scan targets.json', 'a deployment, as a table'],
    ['scan https://im.contoso.com --trust contoso-root.pem', 'the three names of a virtual server'],
    ['scan www.contoso.com:8443 --format json', 'any TLS server, as JSON'],
    ['scan cwa01.contoso.local:5061 --role mtls', 'one endpoint in one role'],
    ['scan 10.0.0.0/28:443,5061 --exclude 10.0.0.1', 'whatever answers in a range'],
    [
      'scan targets.json --output json=report.json --save-observations run-1',
      'a table, a JSON file and saved observations',
    ],
    ['scan targets.json -o report.html', 'an HTML page instead of the table'],
    [
      'scan targets.json --broker amqps://scanner@mq.contoso.local --broker-ca ca.pem',
      'each endpoint from its site, by the workers there',
    ],
    ['scan targets.json --details', 'a table with every finding and open question'],
  ],
  run: scan,
};

async function scan(args: Arguments, context: ProcessContext) {
  const badLines = createBadLines(context);
  const prepared = await prepareScan(scanCommand, args, context, badLines.report);
  if (!prepared.ok) return reportInputErrors(context, prepared.error);
  const resumed = await resumeScan(args.text('resume'), prepared.value);
  if (!resumed.ok) {
    context.say(`certmuster: ${resumed.error.message}\nNothing was dialed.`);
    return resumed.error.exitCode;
  }
  const { request, run } = resumed.value;
  if (!run.isQuiet) for (const notice of request.notices ?? []) context.say(notice);
  tuneEngine(run.count);
  const { scanner, ...environment } = await readAuditEnvironment(context);
  const provenance = args.flag('anonymous') || scanner === undefined ? {} : { scanner };
  const code = await runAudit(
    {
      ...run,
      conditions: conditionsOf(request),
      start: (signal) => audit(request, { ...environment, ...provenance, signal }),
    },
    context,
  );
  const isFinal = code === exitCodes.broken || code === exitCodes.interrupted;
  return badLines.count() > 0 && !isFinal ? exitCodes.wrongUsage : code;
}
