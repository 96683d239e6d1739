import { dirname } from 'node:path';

import { findJsonFaults } from '../../model/json-faults.ts';
import { policies } from '../../policy/policies.ts';
import { expandTargets } from '../../targets/expand-targets.ts';
import type { Targets } from '../../targets/targets.ts';
import { problem } from '../problem.ts';
import { readJsonFile } from './input-file.ts';
import type { LocatedStore } from './load-trust-stores.ts';
import { mozilla, type Segment, system, wrongSegment } from '../input/gathered-targets.ts';

/** Reads one targets file. Its trust files are only located. */
export async function gatherTargetsFile(path: string): Promise<Segment> {
  const file = await readJsonFile(path);
  if (!file.ok) return wrongSegment({ about: path, problems: [problem(file.error)] });
  const faults = findJsonFaults(file.value.text);
  // Nothing that recurses may look at nesting without end.
  if (faults.some((fault) => fault.path === '')) return wrongSegment({ about: path, problems: faults });
  const { parseTargets, salvageTrustStores } = await import('../../targets/parse-targets.ts');
  const targets = parseTargets(file.value.json, policies);
  if (!targets.ok || faults.length > 0) {
    const nextStep = '`certmuster schema targets` prints what a targets file may hold.';
    const stores = locate(salvageTrustStores(file.value.json), path);
    const problems = [...faults, ...(targets.ok ? [] : targets.error)];
    return { ...wrongSegment({ about: path, problems, nextStep }), stores };
  }
  const { deployments, endpoints, notices, storesNeeded } = expandTargets(targets.value, policies);
  const stores = locate(targets.value.trustStores, path);
  for (const name of storesNeeded) {
    if (!stores.has(name)) stores.set(name, name === 'system' ? system : mozilla);
  }
  const inputs = [{ path, sha256: file.value.sha256 }];
  return { deployments, endpoints, count: endpoints.length, stores, inputs, notices, inputErrors: [] };
}

function locate(declared: Targets['trustStores'], path: string): Map<string, LocatedStore> {
  const folder = dirname(path);
  return new Map([...declared].map(([name, source]) => [name, { source, folder, declaredIn: path }]));
}
