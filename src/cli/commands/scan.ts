import { resolve } from 'node:path';

import type { AuditRequest } from '../../audit/contract.ts';
import type { Problem } from '../../model/problem.ts';
import type { Arguments, Command } from '../command.ts';
import { type Complaint, complain, problem } from '../complain.ts';
import { dialOptions, readDialOptions } from '../dial-options.ts';
import { exitCodes } from '../exit-code.ts';
import { readHostsFile } from '../hosts-file.ts';
import { judgeOptions, readJudgeOptions } from '../judge-options.ts';
import { outputOptions, readOutputOptions } from '../output-options.ts';
import { runAndTell } from '../run-and-tell.ts';
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
  const [{ gatherTargets }, { loadTrustStores }] = await Promise.all([
    import('../gather-targets.ts'),
    import('../load-trust-stores.ts'),
  ]);
  const target = readTargetOptions(args);
  const dial = readDialOptions(args);
  const judge = readJudgeOptions(args);
  const outputs = readOutputOptions(args);
  let badLines = 0;
  const gathered = await gatherTargets(args.positionals, target, world, ({ path, message }) => {
    badLines += 1;
    world.say(`certmuster: standard input, ${path}: ${message}`);
  });
  const stores = await loadTrustStores(gathered.stores, world);
  const inputs = gathered.inputs.map(({ path }) => path);
  const optionProblems = [
    ...dial.problems,
    ...judge.problems,
    ...(outputs.ok
      ? overwrites(
          outputs.value.map(({ path }) => path),
          inputs,
        )
      : outputs.error),
  ];
  const complaints: readonly Complaint[] = [
    ...(optionProblems.length === 0 ? [] : [{ about: 'the command line', problems: optionProblems }]),
    ...gathered.complaints,
    ...(stores.ok ? [] : stores.error),
  ];
  if (complaints.length > 0 || !outputs.ok || !stores.ok) return complain(world, complaints);
  if (!judge.isQuiet) for (const notice of gathered.notices) world.say(notice);
  const failOn = judge.failOn ?? 'error';
  const { resolve: known, dnsServers, concurrency, timeoutMs, provePossession, keyTypes } = dial;
  const request: AuditRequest = {
    deployments: gathered.deployments,
    endpoints: gathered.endpoints,
    stores: stores.value,
    notices: gathered.notices,
    inputs: gathered.inputs,
    recordedOptions: recordOptions(args, scanCommand),
    options: { concurrency, timeoutMs, at: judge.at, resolve: known, dnsServers, provePossession, keyTypes, failOn },
  };
  const [{ audit }, hostsFile] = await Promise.all([import('../../audit/audit.ts'), readHostsFile(world.environment)]);
  const { now, monotonicMs } = world;
  const code = await runAndTell(
    {
      destinations: outputs.value,
      saveTo: args.text('save-observations'),
      failOn,
      count: gathered.count,
      isQuiet: judge.isQuiet,
      start: (signal) =>
        audit(request, { now, monotonicMs, signal, ...(hostsFile === undefined ? {} : { hostsFile }) }),
    },
    world,
  );
  return badLines > 0 && code !== exitCodes.broken && code !== exitCodes.interrupted ? exitCodes.wrongUsage : code;
}

/** A slip of the shell's history should not cost anyone a targets file. */
function overwrites(outputs: readonly (string | undefined)[], inputs: readonly string[]): readonly Problem[] {
  const read = new Set(inputs.map((path) => resolve(path)));
  return outputs.flatMap((path) =>
    path !== undefined && read.has(resolve(path)) ? [problem(`${path} is read by this scan`, '--output')] : [],
  );
}
