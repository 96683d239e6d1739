import { join } from 'node:path';

import type { AuditEvent } from '../../audit/contract.ts';
import { evaluateSaved } from '../../audit/evaluate-saved.ts';
import { isFailureAt } from '../../audit/summary/exit-code.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { withoutAddress } from '../../model/endpoint-id.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Problem } from '../../model/problem.ts';
import type { FailOn } from '../../model/vocabulary.ts';
import { parseFileArgument } from '../../targets/parse-target-argument.ts';
import type { Arguments, Command } from '../command.ts';
import { gatherTargets } from '../input/gather-targets.ts';
import { loadTrustStores } from '../input/load-trust-stores.ts';
import { readChains } from '../input/read-chain.ts';
import { commandLineErrors, reportInputErrors } from '../input/report-input-errors.ts';
import { readJudgeOptions } from '../options/judge-options.ts';
import { readOutputOptions } from '../options/output-options.ts';
import { readOverrideOptions } from '../options/override-options.ts';
import { recordOptions } from '../options/record-options.ts';
import { isSelective } from '../options/select-options.ts';
import { readTargetOptions } from '../options/target-options.ts';
import { readTrustDataOption } from '../options/trust-data-option.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { describeRequest, describeRun, filesRead, observeFiles } from './observe-files.ts';
import { findOverwrites } from '../output/find-overwrites.ts';
import { runAudit } from '../run/run-audit.ts';

/** `verify FILE… --targets FILE`: judges the certificate for each endpoint of a targets file, or for those that are chosen. */
export async function verifyForTargets(args: Arguments, context: ProcessContext, command: Command) {
  const judge = readJudgeOptions(args);
  const { overrides, problems: overrideProblems } = readOverrideOptions(args);
  const outputs = readOutputOptions(args);
  const target = readTargetOptions(args);
  const { role } = target.choice;
  // The file says the role of each endpoint; `--role` chooses among them.
  const gathered = await gatherTargets(
    [args.text('targets') ?? ''],
    { ...target, choice: { ...target.choice, role: undefined } },
    context,
    () => undefined,
  );
  const chain = await readChains(args.positionals, context);
  const trustData = await readTrustDataOption(args);
  const stores = await loadTrustStores(gathered.stores, context, trustData.ok ? trustData.value.mozilla : {});
  const endpoints: Endpoint[] = [];
  const ranges = new Set<string>();
  for await (const endpoint of gathered.endpoints) {
    // Nothing is known of an address of a range that a certificate could suit.
    if (endpoint.range === undefined) endpoints.push(endpoint);
    else ranges.add(endpoint.range);
  }
  const id = args.text('endpoint');
  const chosen = endpoints.filter(
    (endpoint) =>
      (role === undefined || endpoint.role === role) &&
      (id === undefined || endpoint.id === id || withoutAddress(endpoint.id) === id),
  );
  const trustFiles = [...gathered.stores.values()].flatMap(({ source, folder }) =>
    source.kind === 'bundled' ? [] : source.files.map((file) => ({ path: join(folder, file) })),
  );
  const errors = [
    ...commandLineErrors([
      ...judge.problems,
      ...overrideProblems,
      ...(outputs.ok ? findOverwrites(outputs.value, [...filesRead(args), ...trustFiles], 'verify') : outputs.error),
      ...findUsageProblems(args),
      ...(gathered.errors.length === 0 && chosen.length === 0 ? [nothingChosen(id, role, ranges)] : []),
    ]),
    ...gathered.errors,
    ...(chain.ok ? [] : chain.error),
    ...(stores.ok ? [] : stores.error),
    ...(trustData.ok ? [] : trustData.error),
  ];
  if (errors.length > 0 || !outputs.ok || !chain.ok || !stores.ok || !trustData.ok) {
    return reportInputErrors(context, errors, 'Nothing was judged.');
  }
  const failOn = judge.failOn ?? 'error';
  const now = context.now();
  const { files } = chain.value;
  const { deployments } = gathered;
  const notices = [
    ...(args.settings?.notices ?? []),
    ...describeRequest(chain.value),
    ...gathered.notices,
    ...stores.value.notices,
    ...(ranges.size === 0
      ? []
      : [
          `Ranges were left out, as no names are known there that a certificate could have: ${[...ranges].join(', ')}.`,
        ]),
  ];
  if (!judge.isQuiet) for (const notice of notices) context.say(notice);
  const run = {
    ...describeRun({
      options: recordOptions(args, command),
      now,
      files,
      stores: [...stores.value.stores.values()],
      failOn,
      notices,
      deployments,
      policies: gathered.policies,
    }),
    inputs: [
      ...(args.settings?.inputs ?? []),
      ...gathered.inputs,
      ...files.map(({ path, sha256 }) => ({ path, sha256 })),
    ],
  };
  const observations = chosen.map((endpoint) => observeFiles(endpoint, chain.value, now));
  const judged = { at: judge.at, failOn, overrides, publicStore: trustData.value.store };
  return await runAudit(
    {
      destinations: outputs.value,
      failOn,
      count: chosen.length,
      isQuiet: judge.isQuiet,
      start: (signal) =>
        countSuited(
          evaluateSaved(run, observations, judged, { now: context.now, monotonicMs: context.monotonicMs, signal }),
          { isChoice: id !== undefined || role !== undefined || isSelective(target.selection), failOn },
        ),
    },
    context,
  );
}

/**
 * Says for how many endpoints the certificate would do. No certificate does for every endpoint of a deployment, so that it does for
 * some is a success, unless endpoints were chosen: then it has to do for each of them.
 */
async function* countSuited(
  events: AsyncIterable<AuditEvent>,
  { isChoice, failOn }: { readonly isChoice: boolean; readonly failOn: FailOn },
): AsyncGenerator<AuditEvent> {
  let endpoints = 0;
  let suited = 0;
  for await (const event of events) {
    if (event.kind === 'endpoint') {
      endpoints += 1;
      if (isSuited(event.report, failOn)) suited += 1;
      yield event;
    } else if (event.kind === 'summary') {
      const notice = `The certificate is suitable for ${suited} of ${endpoints} ${endpoints === 1 ? 'endpoint' : 'endpoints'}.`;
      const { summary, exitCode } = event;
      const isSuccess = exitCode === 1 && !isChoice && suited > 0;
      yield {
        ...event,
        summary: { ...summary, notices: [notice, ...summary.notices] },
        exitCode: isSuccess ? 0 : exitCode,
      };
    } else yield event;
  }
}

/** Nothing counts for the exit code, and something was seen. */
function isSuited({ verdict, findings }: EndpointReport, failOn: FailOn): boolean {
  if (verdict === 'fail' || verdict === 'unreachable') return false;
  return !findings.some((finding) => isFailureAt(failOn, finding));
}

function findUsageProblems(args: Arguments): readonly Problem[] {
  const name = args.text('targets') ?? '';
  const given = ['host', 'policy', 'fetch', 'fetch-proxy', 'proxy-password-file', 'timeout'].filter(
    (option) => args.text(option) !== undefined,
  );
  const listed = ['resolve', 'dns-server', 'fetch-allow'].filter((option) => args.list(option).length > 0);
  const problems = [...given, ...listed].map((option) =>
    problem('is for a single --host; leave it out with --targets', `--${option}`),
  );
  if (parseFileArgument(name)?.holds !== 'targets')
    problems.push(problem('needs the path of a targets file', '--targets'));
  return problems;
}

function nothingChosen(id: string | undefined, role: string | undefined, ranges: ReadonlySet<string>): Problem {
  if (id !== undefined) return problem('no endpoint has this id; `certmuster expand` lists them', '--endpoint');
  const nothing = ranges.size === 0 ? 'no endpoints' : 'nothing but ranges, in which no names are known';
  return role === undefined
    ? problem(`the targets file has ${nothing}`, '--targets')
    : problem(`no endpoint of the file has the role ${role}`, '--role');
}
