import type { AuditRequest } from '../../audit/contract.ts';
import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Arguments, Command } from '../command.ts';
import { type Complaint, complain } from '../complain.ts';
import { dialOptions, readDialOptions } from '../dial-options.ts';
import { exitCodes } from '../exit-code.ts';
import { findOverwrites } from '../find-overwrites.ts';
import { readHostsFile } from '../hosts-file.ts';
import { judgeOptions, readJudgeOptions } from '../judge-options.ts';
import { outputOptions, readOutputOptions } from '../output-options.ts';
import { type Run, runAndTell } from '../run-and-tell.ts';
import { recordOptions } from '../record-options.ts';
import { readTargetOptions, targetOptions } from '../target-options.ts';
import type { World } from '../world.ts';

export const scanCommand: Command = {
  name: 'scan',
  positionals: [
    {
      usage: '[targets..]',
      describe: 'targets.json, https://HOST, HOST[:PORT], a list in .txt or .ndjson, - for standard input',
    },
  ],
  describe: 'Dials endpoints and judges the certificates they present',
  options: {
    ...targetOptions,
    ...dialOptions,
    ...judgeOptions,
    ...outputOptions,
    'save-observations': { kind: 'text', describe: 'folder to keep what was seen in, for `evaluate`' },
  },
  examples: [
    ['scan targets.json', 'a deployment, as a table'],
    ['scan https://im.contoso.com --trust contoso-root.pem', 'the three names of a virtual server'],
    ['scan www.contoso.com:8443 --format json', 'any TLS server'],
    ['scan cwa01.contoso.local:5061 --role mtls', 'one endpoint in one role'],
    [
      'scan targets.json --output json=report.json --save-observations run-1',
      'a table here, JSON there, and what was seen',
    ],
  ],
  run: scan,
};

async function scan(args: Arguments, world: World) {
  let badLines = 0;
  const prepared = await prepare(args, world, ({ path, message }) => {
    badLines += 1;
    world.say(`certmuster: ${path}: ${message}`);
  });
  if (!prepared.ok) return complain(world, prepared.error);
  const { request, run } = prepared.value;
  if (!run.isQuiet) for (const notice of request.notices ?? []) world.say(notice);
  const [{ audit }, hostsFile] = await Promise.all([import('../../audit/audit.ts'), readHostsFile(world.environment)]);
  const { now, monotonicMs } = world;
  const environment = { now, monotonicMs, ...(hostsFile === undefined ? {} : { hostsFile }) };
  const code = await runAndTell({ ...run, start: (signal) => audit(request, { ...environment, signal }) }, world);
  const isFinal = code === exitCodes.broken || code === exitCodes.interrupted;
  return badLines > 0 && !isFinal ? exitCodes.wrongUsage : code;
}

/** A scan that may start: everything it was given has been read and found right. */
interface PreparedScan {
  readonly request: AuditRequest;
  readonly run: Omit<Run, 'start'>;
}

async function prepare(
  args: Arguments,
  world: World,
  onBadLine: (problem: Problem) => void,
): Promise<Result<PreparedScan, readonly Complaint[]>> {
  const [{ gatherTargets }, { loadTrustStores }] = await Promise.all([
    import('../gather-targets.ts'),
    import('../load-trust-stores.ts'),
  ]);
  const dial = readDialOptions(args);
  const judge = readJudgeOptions(args);
  const outputs = readOutputOptions(args);
  const gathered = await gatherTargets(args.positionals, readTargetOptions(args), world, onBadLine);
  const stores = await loadTrustStores(gathered.stores, world);
  const { deployments, endpoints, notices, inputs, count } = gathered;
  const problems = [
    ...dial.problems,
    ...judge.problems,
    ...(outputs.ok ? findOverwrites(outputs.value, inputs, 'scan') : outputs.error),
  ];
  if (problems.length > 0 || gathered.complaints.length > 0 || !outputs.ok || !stores.ok) {
    const commandLine = problems.length === 0 ? [] : [{ about: 'the command line', problems }];
    return err([...commandLine, ...gathered.complaints, ...(stores.ok ? [] : stores.error)]);
  }
  const { at, isQuiet, failOn = 'error' } = judge;
  const { problems: _, ...dialling } = dial;
  const recordedOptions = recordOptions(args, scanCommand);
  const options = { ...dialling, at, failOn };
  return ok({
    request: { deployments, endpoints, stores: stores.value, notices, inputs, recordedOptions, options },
    run: { destinations: outputs.value, saveTo: args.text('save-observations'), failOn, count, isQuiet },
  });
}
