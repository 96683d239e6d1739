import type { AuditRequest } from '../../audit/contract.ts';
import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { readClientOptions } from '../options/client-options.ts';
import type { Arguments, Command } from '../command.ts';
import { newRunId } from '../options/broker-options.ts';
import { readBrokerOptions } from '../options/read-broker-options.ts';
import { readCompareOptions } from '../options/compare-option.ts';
import { commandLineErrors, type InputError } from '../input/report-input-errors.ts';
import { gatherTargets } from '../input/gather-targets.ts';
import { loadTrustStores } from '../input/load-trust-stores.ts';
import { readDialOptions } from '../options/dial-options.ts';
import { findOverwrites } from '../output/find-overwrites.ts';
import { readJitter } from '../options/jitter-option.ts';
import { readProxySecrets } from '../input/proxy-secrets.ts';
import { readJudgeOptions } from '../options/judge-options.ts';
import { fitToOpenFiles, readOpenFilesLimit } from '../input/open-files-limit.ts';
import { readOverrideOptions } from '../options/override-options.ts';
import { readOutputOptions, readResumeOption } from '../options/output-options.ts';
import { recordOptions } from '../options/record-options.ts';
import { readProxyOptions } from '../options/proxy-options.ts';
import { readSiteOption } from '../options/site-option.ts';
import { readSaveOptions } from '../options/save-options.ts';
import type { HistoryChoice } from '../output/history-writer.ts';
import { problem } from '../problem.ts';
import type { AuditRun } from './run-audit.ts';
import { readTrustDataOption } from '../options/trust-data-option.ts';
import { readTargetOptions, withRoute } from '../options/target-options.ts';
import type { ProcessContext } from '../process-context.ts';

/** A scan that may start: all of its input has been read and is correct. */
export interface PreparedScan {
  readonly request: AuditRequest;
  readonly run: Omit<AuditRun, 'start'>;
}

/** Reads everything that the command line names, and collects all that is wrong with it. */
export async function prepareScan(
  command: Command,
  args: Arguments,
  context: ProcessContext,
  onBadLine: (problem: Problem) => void,
): Promise<Result<PreparedScan, readonly InputError[]>> {
  const dial = readDialOptions(args);
  const judge = readJudgeOptions(args);
  const { overrides, problems: overrideProblems } = readOverrideOptions(args);
  const compare = readCompareOptions(args);
  const brokers = await readBrokerOptions(args, context);
  const resume = args.text('resume');
  const outputs = resume === undefined ? readOutputOptions(args) : readResumeOption(resume, args);
  const client = await readClientOptions(args, context);
  const save = await readSaveOptions(args, context);
  const { route, problems: routeProblems } = readProxyOptions(args);
  const target = withRoute(readTargetOptions(args), route);
  const gathered = await gatherTargets(args.positionals, target, context, onBadLine);
  const secrets = await readProxySecrets(gathered.proxies ?? [], route, args, context);
  const trustData = await readTrustDataOption(args);
  const stores = await loadTrustStores(gathered.stores, context, trustData.ok ? trustData.value.mozilla : {});
  const { deployments, endpoints, notices, lateNotices, inputs, count, policies, selected } = gathered;
  const allInputs = [...(args.settings?.inputs ?? []), ...inputs];
  const site = readSiteOption(args, gathered.sites);
  const jitter = readJitter(args, context.random);
  const problems = [
    ...dial.problems,
    ...(jitter.ok ? [] : [jitter.error]),
    ...(site.ok ? [] : [site.error]),
    ...judge.problems,
    ...overrideProblems,
    ...routeProblems,
    ...(secrets.ok ? [] : secrets.error),
    ...compare.problems,
    ...(brokers.ok ? [] : brokers.error),
    ...findHistoryProblems(args),
    ...(client.ok ? [] : client.error),
    ...(save.ok ? [] : [save.error]),
    ...(outputs.ok ? findOverwrites(outputs.value, [...allInputs, ...secretFiles(args)], 'scan') : outputs.error),
  ];
  const errors = [
    ...commandLineErrors(problems),
    ...gathered.errors,
    ...(stores.ok ? [] : stores.error),
    ...(trustData.ok ? [] : trustData.error),
  ];
  if (
    errors.length > 0 ||
    !outputs.ok ||
    !stores.ok ||
    !trustData.ok ||
    !client.ok ||
    !save.ok ||
    !jitter.ok ||
    !site.ok ||
    !brokers.ok ||
    !secrets.ok
  )
    return err(errors);
  const { at, isQuiet } = judge;
  const failsOnNew = args.text('fail-on') === 'new';
  // Then severities alone decide nothing.
  const failOn = failsOnNew ? 'never' : (judge.failOn ?? 'error');
  const { problems: _, ...dialling } = dial;
  const recordedOptions = recordOptions(args, command);
  const { notice: lowered, ...fitted } = fitToOpenFiles(dialling, await readOpenFilesLimit());
  const { compareModuli } = compare;
  const { exclusions } = target.overrides;
  const options = {
    ...{ ...dialling, ...secrets.value, ...fitted, clientIdentity: client.value, at, failOn, compareModuli },
    exclusions,
  };
  return ok({
    request: {
      ...{ deployments, endpoints, count, stores: stores.value.stores, policies, recordedOptions, options },
      inputs: allInputs,
      publicStore: trustData.value.store,
      overrides,
      ...(brokers.value === undefined ? {} : { sites: { ...brokers.value, run: newRunId(), isContinued: false } }),
      ...(selected && { selected }),
      site: site.value,
      siteKeys: gathered.siteKeys,
      lateNotices,
      notices: [
        ...(args.settings?.notices ?? []),
        ...notices,
        ...stores.value.notices,
        ...(lowered === undefined ? [] : [lowered]),
      ],
    },
    run: {
      destinations: outputs.value,
      save: save.value,
      history: readHistoryChoice(args),
      failOn,
      failsOnNew,
      count,
      isQuiet,
      delayMs: jitter.value,
    },
  });
}

function readHistoryChoice(args: Arguments): HistoryChoice | undefined {
  const path = args.text('history');
  // A part of the targets is another series than all of them.
  const parts = ['deployment', 'only-role', 'only-site'].flatMap((name) =>
    args.list(name).map((value) => `--${name} ${value}`),
  );
  const series = args.text('series') ?? [...args.positionals, ...parts].join(' ');
  return path === undefined ? undefined : { path, series };
}

/** Options that only make sense with a history. */
function findHistoryProblems(args: Arguments): readonly Problem[] {
  if (args.text('history') !== undefined) {
    if (args.text('resume') === undefined) return [];
    return [problem('cannot be combined with --resume: what was audited before would be missing in it', '--history')];
  }
  const needing = [
    ...(args.text('series') === undefined ? [] : ['--series']),
    ...(args.text('fail-on') === 'new' ? ['--fail-on'] : []),
  ];
  return needing.map((option) => problem('needs a history to compare with: add --history FILE', option));
}

/** A key, a password or a history is lost if a report replaces it. */
function secretFiles(args: Arguments): readonly { readonly path: string }[] {
  return ['sign-key', 'proxy-password-file', 'broker-key', 'broker-password-file', 'history'].flatMap((option) => {
    const path = args.text(option);
    return path === undefined ? [] : [{ path }];
  });
}
