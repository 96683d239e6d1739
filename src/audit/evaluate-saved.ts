import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { PolicyOverrides } from '../model/policy-overrides.ts';
import { ok, type Result } from '../model/result.ts';
import type { SavedRun } from '../model/saved-run.ts';
import type { TrustStore } from '../pki/path/path.ts';
import { createTrustStore, type TrustStoreError } from '../pki/trust/trust-store.ts';
import type { Policies } from '../policy/policies.ts';
import type { Policy } from '../policy/policy.ts';
import { readSavedPolicies } from './saved-policies.ts';
import { compareKeys } from './summary/compare-keys.ts';
import type { EvaluateSaved, EvaluationOptions } from './contract.ts';
import { overrideDeployments, overrideObservation } from './override-saved.ts';
import { inGroups } from './in-groups.ts';
import { judgeInGroups, maxJudgedTogether } from './judge-in-groups.ts';
import { createRunJudge } from './run-judge.ts';
import { openRunSummary } from './summary/run-summary.ts';
import { isMozillaStore } from '../pki/trust/mozilla-store.ts';

/**
 * The stores of a saved run, by name; an error if an anchor in the file is broken. Call it before `evaluateSaved`, which treats a broken
 * store as a bug and throws.
 */
export function readSavedStores(run: SavedRun): Result<ReadonlyMap<string, TrustStore>, TrustStoreError> {
  const stores = new Map<string, TrustStore>();
  for (const saved of run.trustStores) {
    const store = createTrustStore(saved);
    if (!store.ok) return store;
    stores.set(saved.name, store.value);
  }
  return ok(stores);
}

/**
 * The stores that an observation's trust lists name and its run lacks: the two do not belong together, or one was edited. Call it for
 * each observation before `evaluateSaved`, which treats a missing store as a bug.
 */
export function findMissingStores({ endpoint }: EndpointObservation, run: SavedRun): readonly string[] {
  const known = new Set(run.trustStores.map(({ name }) => name));
  return [...new Set(endpoint.trust.flatMap(({ stores }) => stores))].filter((name) => !known.has(name));
}

/**
 * Judges saved observations again, in their order, with the stores and the configuration of the run that made them as far as the
 * options do not replace them.
 */
export const evaluateSaved: EvaluateSaved = async function* (run, observations, options, environment) {
  const read = readSavedStores(run);
  if (!read.ok) throw new Error(read.error.message);
  const savedPolicies = readSavedPolicies(run);
  if (!savedPolicies.ok) throw new Error(savedPolicies.error.map(({ message }) => message).join('; '));
  const { publicStore } = options;
  const saved = publicStore === undefined ? read.value : withMozillaStore(read.value, publicStore);
  const stores = options.stores ?? saved;
  const { inputs } = run;
  const deployments = overrideDeployments(run.deployments, options);
  const notices = [...(run.notices ?? []), ...(options.notices ?? [])];
  const { judge, prepare } = createRunJudge({
    now: options.at ?? new Date(run.asOf),
    stores,
    deployments,
    policies: withPolicy(savedPolicies.value, options.policy),
    overrides: runOverrides(run, options),
    publicStore: publicStore ?? [...saved.values()].find(isMozillaStore),
  });
  const { now, monotonicMs = () => now().getTime() } = environment;
  const startedAt = new Date(run.startedAt);
  const { failOn, compareModuli } = options;
  const summary = openRunSummary({
    startedAt,
    deployments,
    inputs,
    options: run.options,
    notices,
    selected: run.selected,
    failOn,
    judge,
    compareModuli,
  });
  let position = 0;
  for await (const observed of inGroups(observations, maxJudgedTogether)) {
    const group = observed.map((observation) => overrideObservation(observation, options));
    await prepare();
    for await (const { observation, report } of judgeInGroups(group, judge, {
      monotonicMs,
      isOver: () => environment.signal.aborted,
    })) {
      if (environment.signal.aborted) break;
      const index = observation.index ?? position;
      summary.add({ observation, report });
      yield { kind: 'endpoint', index, observation, report };
      position += 1;
    }
    if (environment.signal.aborted) break;
  }
  const { signal } = environment;
  const notAudited = signal.aborted ? null : run.complete ? 0 : (run.notAudited ?? null);
  const keys = await compareKeys(summary.keys(), { complete: notAudited === 0, signal });
  yield summary.close({
    finishedAt: run.finishedAt === null ? startedAt : new Date(run.finishedAt),
    isInterrupted: signal.aborted,
    notAudited,
    nameResolutions: run.nameResolutions,
    ranges: run.ranges,
    keys,
    scannedBy: run.scannedBy,
    evaluated: options.evaluation && { at: now(), evaluation: options.evaluation },
  });
};

function runOverrides(run: SavedRun, { overrides }: Pick<EvaluationOptions, 'overrides'>): PolicyOverrides | undefined {
  // The severities of a run are its choice of checks, which another choice replaces.
  return overrides === undefined ? run.overrides : { ...run.overrides, ...overrides };
}

/** The stores with another in place of each Mozilla store, under the name that it has in the run. */
function withMozillaStore(
  stores: ReadonlyMap<string, TrustStore>,
  mozilla: TrustStore,
): ReadonlyMap<string, TrustStore> {
  return new Map([...stores].map(([name, store]) => [name, isMozillaStore(store) ? { ...mozilla, name } : store]));
}

function withPolicy(policies: Policies, chosen: Policy | undefined): Policies {
  return chosen === undefined ? policies : new Map([...policies, [chosen.id, chosen]]);
}
