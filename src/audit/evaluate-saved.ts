import { memoryOf } from '../evaluate/judgement-memory.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import { ok, type Result } from '../model/result.ts';
import type { SavedRun } from '../model/saved-run.ts';
import type { TrustStore } from '../pki/path/path.ts';
import { createTrustStore, type TrustStoreError } from '../pki/trust/trust-store.ts';
import { byDeploymentName } from './by-deployment-name.ts';
import { compareKeys } from './summary/compare-keys.ts';
import type { EvaluateSaved } from './contract.ts';
import { noteEndpoint } from './summary/endpoint-note.ts';
import { inGroups } from './in-groups.ts';
import { createJointJudge, maxJudgedTogether } from './judge.ts';
import { createLatePublicSuffixes } from './late-public-suffixes.ts';
import { openLedger } from './summary/ledger.ts';
import { createMozillaStore, isMozillaStore } from '../pki/trust/mozilla-store.ts';

/**
 * The stores of a saved run, by name; fails where an anchor in the file is broken. Whoever reads the file asks this first
 * and tells the operator: `evaluateSaved` takes a broken store for our bug.
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
 * The stores that an observation's trust lists name and its run lacks: the two do not belong together, or one was edited.
 * Whoever reads the files asks this of each observation, as `evaluateSaved` takes a missing store for our bug.
 */
export function findMissingStores({ endpoint }: EndpointObservation, run: SavedRun): readonly string[] {
  const known = new Set(run.trustStores.map(({ name }) => name));
  return [...new Set(endpoint.trust.flatMap(({ stores }) => stores))].filter((name) => !known.has(name));
}

/** Judges saved observations again, in their order, with the stores and the configuration of the run that made them. */
export const evaluateSaved: EvaluateSaved = async function* (run, observations, options, environment) {
  const read = readSavedStores(run);
  if (!read.ok) throw new Error(read.error.message);
  const stores = options.publicStore === undefined ? read.value : withMozillaStore(read.value, options.publicStore);
  const { deployments, inputs, notices = [] } = run;
  const overrides = byDeploymentName(deployments, ({ policyOverrides }) => policyOverrides);
  const waivers = byDeploymentName(deployments, ({ waivers: own = [] }) => own);
  const publicStore = options.publicStore ?? [...stores.values()].find(isMozillaStore) ?? createMozillaStore();
  const { isPublicSuffix, prepareFor } = createLatePublicSuffixes();
  const context = { now: options.at ?? new Date(run.asOf), stores, publicStore, isPublicSuffix, overrides, waivers };
  const startedAt = new Date(run.startedAt);
  const { failOn, compareModuli } = options;
  const ledger = openLedger({
    startedAt,
    deployments,
    inputs,
    options: run.options,
    notices,
    failOn,
    context,
    compareModuli,
  });
  const judge = createJointJudge(context);
  const { decode } = memoryOf(context);
  let position = 0;
  for await (const group of inGroups(observations, maxJudgedTogether)) {
    for (const { endpoint } of group) await prepareFor(endpoint.policy);
    const reports = judge(group);
    for (const [place, observation] of group.entries()) {
      if (environment.signal.aborted) break;
      const report = reports[place] as EndpointReport;
      const index = observation.index ?? position;
      const note = noteEndpoint(observation, report, { failOn, decode });
      ledger.add({ note, observation, report });
      yield { kind: 'endpoint', index, note, observation, report };
      position += 1;
    }
    if (environment.signal.aborted) break;
  }
  const { signal } = environment;
  const notAudited = signal.aborted ? null : run.complete ? 0 : (run.notAudited ?? null);
  const keys = await compareKeys(ledger.keys(), { complete: notAudited === 0, signal });
  yield ledger.close({
    finishedAt: run.finishedAt === null ? startedAt : new Date(run.finishedAt),
    isInterrupted: signal.aborted,
    notAudited,
    nameResolutions: run.nameResolutions,
    keys,
  });
};

/** The stores with another in place of each Mozilla store, under the name that it has in the run. */
function withMozillaStore(
  stores: ReadonlyMap<string, TrustStore>,
  mozilla: TrustStore,
): ReadonlyMap<string, TrustStore> {
  return new Map([...stores].map(([name, store]) => [name, isMozillaStore(store) ? { ...mozilla, name } : store]));
}
