import { dirname } from 'node:path';

import { findJsonFaults } from '../../model/json-faults.ts';
import { policies } from '../../policy/policies.ts';
import { expandTargets } from '../../targets/expand-targets.ts';
import type { Targets } from '../../targets/targets.ts';
import { problem } from '../problem.ts';
import { type GatheredTargets, noTargets } from './gathered-targets.ts';
import { readJsonFile } from './input-file.ts';
import { bundledStores, type LocatedStore } from './located-store.ts';

/** Reads one targets file. Its trust files are only located. */
export async function gatherTargetsFile(path: string): Promise<GatheredTargets> {
  const file = await readJsonFile(path);
  if (!file.ok) return { ...noTargets, errors: [{ about: path, problems: [problem(file.error)] }] };
  const faults = findJsonFaults(file.value.text);
  // Nesting without end must not reach anything that recurses.
  if (faults.some((fault) => fault.path === '')) return { ...noTargets, errors: [{ about: path, problems: faults }] };
  // Imported late: it loads the schema library.
  const { parseTargets, salvageTrustStores } = await import('../../targets/parse-targets.ts');
  const { waivableChecks } = await import('../../evaluate/waivable-checks.ts');
  const targets = parseTargets(file.value.json, policies, waivableChecks());
  if (!targets.ok || faults.length > 0) {
    const nextStep = '`certmuster schema targets` prints the schema of a targets file.';
    const stores = locate(salvageTrustStores(file.value.json), path);
    const problems = [...faults, ...(targets.ok ? [] : targets.error)];
    return { ...noTargets, stores, errors: [{ about: path, problems, nextStep }] };
  }
  const { deployments, endpoints, notices, storesNeeded } = expandTargets(targets.value, policies);
  const stores = locate(targets.value.trustStores, path);
  for (const name of storesNeeded) {
    if (!stores.has(name)) stores.set(name, name === 'system' ? bundledStores.system : bundledStores.mozilla);
  }
  const inputs = [{ path, sha256: file.value.sha256 }];
  return { deployments, endpoints, count: endpoints.length, stores, inputs, notices, errors: [] };
}

function locate(declared: Targets['trustStores'], path: string): Map<string, LocatedStore> {
  const folder = dirname(path);
  return new Map([...declared].map(([name, source]) => [name, { source, folder, declaredIn: path }]));
}
