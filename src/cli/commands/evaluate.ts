import { join } from 'node:path';

import type { EvaluationOptions } from '../../audit/contract.ts';
import { evaluateSaved } from '../../audit/evaluate-saved.ts';
import type { Problem } from '../../model/problem.ts';
import { ok, type Result } from '../../model/result.ts';
import { savedRunFiles } from '../../model/saved-run-files.ts';
import { type Policies, standardPolicies } from '../../policy/policies.ts';
import type { Policy } from '../../policy/policy.ts';
import { readPolicies } from '../input/read-policies.ts';
import type { SavedFolder } from '../input/read-saved-run.ts';
import type { Arguments, Command } from '../command.ts';
import { compareOptions, readCompareOptions } from '../options/compare-option.ts';
import { loadTrustStores } from '../input/load-trust-stores.ts';
import { locateTrustOption } from '../input/located-store.ts';
import type { VerifyKey } from '../input/read-manifest.ts';
import type { WaiversFile } from '../input/read-waivers.ts';
import { commandLineErrors, type InputError, reportInputErrors } from '../input/report-input-errors.ts';
import { judgeOptions, readJudgeOptions } from '../options/judge-options.ts';
import { outputOptions, readOutputOptions } from '../options/output-options.ts';
import { overrideOptions, readOverrideOptions } from '../options/override-options.ts';
import { findOverwrites } from '../output/find-overwrites.ts';
import { recordOptions } from '../options/record-options.ts';
import { selectObservations } from '../input/select-observations.ts';
import { selectOptions } from '../options/select-options.ts';
import { readTargetOptions } from '../options/target-options.ts';
import { readTrustDataOption } from '../options/trust-data-option.ts';
import { describeReplaced, describeProtection, objectToPolicy } from './describe-evaluation.ts';
import { runAudit } from '../run/run-audit.ts';
import { tuneEngine } from '../tune-engine.ts';
import type { ProcessContext } from '../process-context.ts';

export const evaluateCommand: Command = {
  name: 'evaluate',
  positionals: [{ usage: '<dir>', describe: 'folder written by `scan --save-observations`' }],
  describe: 'Checks saved observations again, without network access',
  options: {
    policy: { kind: 'text', describe: 'policy to judge by: an id, or FILE (the policies of the scan)' },
    trust: {
      kind: 'list',
      describe: 'trust anchors: FILE, folder, mozilla or system; replaces the stores of the run (repeatable)',
    },
    waivers: {
      kind: 'text',
      describe: 'JSON or YAML FILE with a list of waivers; replaces all waivers of the run',
    },
    'verify-key': {
      kind: 'text',
      describe: 'Ed25519 public key FILE (PEM); the run has to be signed with its private key (scan --sign-key)',
    },
    ...selectOptions,
    ...judgeOptions,
    ...overrideOptions,
    ...compareOptions,
    ...outputOptions,
  },
  examples: [
    ['evaluate run-1', 'judged as of the scan'],
    ['evaluate run-1 --at 2027-01-31 --format json', 'what will have expired by that day'],
    ['evaluate run-1 --trust new-root.pem --waivers accepted.json', 'with a different root and other waivers'],
    ['evaluate run-1 --verify-key audit.pub', 'only if nothing was changed since it was signed'],
  ],
  run: evaluate,
};

async function evaluate(args: Arguments, context: ProcessContext) {
  // Imported late: it loads the schema library.
  const { readSavedRun } = await import('../input/read-saved-run.ts');
  const judge = readJudgeOptions(args);
  const { overrides: policyOverrides, problems: overrideProblems } = readOverrideOptions(args);
  const compare = readCompareOptions(args);
  const outputs = readOutputOptions(args);
  const trustData = await readTrustDataOption(args);
  const { overrides, choice, selection, problems: targetProblems } = readTargetOptions(args);
  const trust = await loadTrustStores(
    locateTrustOption(overrides.trust ?? []),
    context,
    trustData.ok ? trustData.value.mozilla : {},
  );
  const verifyKey = await readVerifyKeyOption(args);
  const whole = await readSavedRun(args.positionals[0] ?? '.', verifyKey.ok ? verifyKey.value : undefined);
  const selected = whole.ok ? await selectObservations(whole.value, selection) : whole;
  const saved = selected.ok ? ok(selected.value.saved) : selected;
  const known = await readPolicyOption(choice.policy, saved.ok ? saved.value : undefined);
  const { policy } = known;
  const waivers = await readWaiversOption(args, known);
  const problems = [
    ...(saved.ok ? objectToPolicy(policy, saved.value) : []),
    ...targetProblems,
    ...judge.problems,
    ...overrideProblems,
    ...compare.problems,
    ...(verifyKey.ok ? [] : [verifyKey.error]),
    ...(outputs.ok ? findOverwrites(outputs.value, filesRead(args), 'evaluate') : outputs.error),
  ];
  const errors = [
    ...commandLineErrors(problems),
    ...(saved.ok ? [] : saved.error),
    ...known.errors,
    ...(trust.ok ? [] : trust.error),
    ...(waivers.ok ? [] : waivers.error),
    ...(trustData.ok ? [] : trustData.error),
  ];
  if (errors.length > 0 || !outputs.ok || !selected.ok || !saved.ok || !trustData.ok || !trust.ok || !waivers.ok)
    return reportInputErrors(context, errors, 'Nothing was judged.');
  const { run, observations, count, inputs, manifest } = saved.value;
  tuneEngine(count);
  const failOn = judge.failOn ?? run.failOn;
  const notices = [
    ...(args.settings?.notices ?? []),
    ...describeProtection(saved.value),
    ...describeReplaced(saved.value, { policy, waivers: waivers.value }),
    ...selected.value.notices,
    ...trust.value.notices,
  ];
  if (!judge.isQuiet) for (const notice of notices) context.say(notice);
  const options: EvaluationOptions = {
    at: judge.at,
    failOn,
    compareModuli: compare.compareModuli,
    publicStore: trustData.value.store,
    policy,
    overrides: policyOverrides,
    stores: overrides.trust === undefined ? undefined : trust.value.stores,
    waivers: waivers.value?.waivers,
    notices,
    evaluation: {
      options: { ...recordOptions(args, evaluateCommand) },
      inputs: [
        ...(args.settings?.inputs ?? []),
        ...inputs,
        ...(waivers.value ? [{ path: waivers.value.path, sha256: waivers.value.sha256 }] : []),
      ],
      observedBy: run.tool,
      evidence: manifest === undefined ? 'unprotected' : manifest.signature === 'verified' ? 'signed' : 'manifest',
    },
  };
  const { now, monotonicMs } = context;
  return await runAudit(
    {
      destinations: outputs.value,
      failOn,
      count,
      isQuiet: judge.isQuiet,
      start: (signal) => evaluateSaved(run, observations(), options, { now, monotonicMs, signal }),
    },
    context,
  );
}

async function readVerifyKeyOption(args: Arguments): Promise<Result<VerifyKey | undefined, Problem>> {
  const path = args.text('verify-key');
  if (path === undefined) return ok(undefined);
  const { readVerifyKey } = await import('../input/signing-keys.ts');
  const key = await readVerifyKey(path);
  return key.ok ? ok({ key: key.value, path }) : key;
}

async function readWaiversOption(
  args: Arguments,
  { policy, policies }: KnownPolicies,
): Promise<Result<WaiversFile | undefined, readonly InputError[]>> {
  const path = args.text('waivers');
  if (path === undefined) return ok(undefined);
  const { readWaivers } = await import('../input/read-waivers.ts');
  return await readWaivers(path, policy === undefined ? [...policies.values()] : [policy]);
}

/** The policies that the saved run and the command line name, and the one that judges in their place. */
interface KnownPolicies {
  readonly policies: Policies;
  readonly policy: Policy | undefined;
}

/** A policy of the saved run is known by its id; `saved` undefined: it could not be read. */
async function readPolicyOption(
  word: string | undefined,
  saved: SavedFolder | undefined,
): Promise<KnownPolicies & { readonly errors: readonly InputError[] }> {
  const ofRun = saved?.policies ?? standardPolicies;
  if (word === undefined || ofRun.has(word)) {
    return { policies: ofRun, policy: word === undefined ? undefined : ofRun.get(word), errors: [] };
  }
  const { policies, ids, errors } = await readPolicies([word], { option: '--policy' });
  const [id] = ids;
  return {
    policies: new Map([...ofRun, ...policies]),
    policy: id === undefined ? undefined : policies.get(id),
    errors,
  };
}

/** Everything that an output must not replace. */
function filesRead(args: Arguments): readonly { readonly path: string }[] {
  const folder = args.positionals[0] ?? '.';
  const named = [args.text('waivers'), args.text('verify-key'), args.text('trust-data'), ...args.list('trust')];
  const evidence = Object.values(savedRunFiles).map((name) => join(folder, name));
  return [...evidence, ...named.filter((path) => path !== undefined)].map((path) => ({ path }));
}
