import { dirname } from 'node:path';

import { standardPolicies } from '../../policy/policies.ts';
import { readDocument } from '../../targets/documents/read-document.ts';
import type { SourceDocument } from '../../targets/documents/source-document.ts';
import { expandTargets } from '../../targets/expand-targets.ts';
import type { Targets } from '../../targets/targets.ts';
import { problem } from '../problem.ts';
import { type GatheredTargets, noTargets } from './gathered-targets.ts';
import { isBuiltIn, readPolicies } from './read-policies.ts';
import { readTextFile, type TextFile } from './input-file.ts';
import { bundledStores, type LocatedStore } from './located-store.ts';

/** Reads one targets file, in JSON or YAML. Its trust files are only located. */
export async function gatherTargetsFile(path: string): Promise<GatheredTargets> {
  const file = await readTextFile(path);
  if (!file.ok) return { ...noTargets, errors: [{ about: path, problems: [problem(file.error)] }] };
  return await gatherTargetsText(file.value);
}

/** The same of a file that was read. `about`: its name in messages; absent: its path. */
export async function gatherTargetsText({
  path,
  text,
  sha256,
  about = path,
}: Pick<TextFile, 'path' | 'text' | 'sha256'> & { readonly about?: string }): Promise<GatheredTargets> {
  const document = await readDocument(text, path);
  if (!document.ok) return { ...noTargets, errors: [{ about, problems: document.error }] };
  const { value, problems: faults, locate } = document.value;
  // Imported late: it loads the schema library.
  const { parseTargets, salvageTrustStores } = await import('../../targets/parse-targets.ts');
  const { waivableChecks } = await import('../../evaluate/waivable-checks.ts');
  const own = await readPolicies(policyWords(value), { option: path, folder: dirname(path) });
  if (own.errors.length > 0) return { ...noTargets, errors: own.errors };
  const { policies } = own;
  const targets = parseTargets(value, policies, waivableChecks());
  if (!targets.ok || faults.length > 0) {
    const nextStep = '`certmuster schema targets` prints the schema of a targets file.';
    const stores = locateStores(salvageTrustStores(value), { path, about, locate });
    const problems = [...faults, ...(targets.ok ? [] : targets.error)];
    return { ...noTargets, stores, errors: [{ about, problems, nextStep, locate }] };
  }
  const { deployments, endpoints, notices, storesNeeded } = expandTargets(targets.value, policies);
  const stores = locateStores(targets.value.trustStores, { path, about, locate });
  for (const name of storesNeeded) {
    if (!stores.has(name)) stores.set(name, name === 'system' ? bundledStores.system : bundledStores.mozilla);
  }
  return {
    deployments,
    endpoints,
    count: endpoints.length,
    stores,
    policies,
    inputs: [{ path, sha256 }, ...own.inputs],
    notices,
    errors: [],
  };
}

/** The files of `policies`, and the policies that come with the program but are not known to every run. */
function policyWords(file: unknown): readonly string[] {
  const { policies, deployments, targets } = Object(file) as Readonly<Record<string, unknown>>;
  const listed = [deployments, targets].flatMap((list) => (Array.isArray(list) ? list : []));
  const named = listed.map((each: unknown) => (Object(each) as { readonly policy?: unknown }).policy);
  const files = (Array.isArray(policies) ? policies : []).filter((each: unknown) => typeof each === 'string');
  const packs = named.filter((id) => typeof id === 'string' && !standardPolicies.has(id) && isBuiltIn(id));
  return [...new Set([...files, ...packs])] as string[];
}

function locateStores(
  declared: Targets['trustStores'],
  { path, about, locate }: { path: string; about: string; locate: SourceDocument['locate'] },
): Map<string, LocatedStore> {
  const folder = dirname(path);
  return new Map([...declared].map(([name, source]) => [name, { source, folder, declaredIn: about, locate }]));
}
