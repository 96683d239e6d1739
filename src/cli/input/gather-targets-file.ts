import { dirname, resolve } from 'node:path';

import type { Problem } from '../../model/problem.ts';
import { standardPolicies } from '../../policy/policies.ts';
import { readDocument } from '../../targets/documents/read-document.ts';
import type { SourceDocument } from '../../targets/documents/source-document.ts';
import { expandTargets } from '../../targets/expand-targets.ts';
import { directRoute } from '../../targets/parse-route.ts';
import type { Targets } from '../../targets/targets.ts';
import { problem } from '../problem.ts';
import { type GatheredTargets, noTargets } from './gathered-targets.ts';
import type { UsedProxy } from './proxy-secrets.ts';
import { isBuiltIn, readPolicies } from './read-policies.ts';
import { readSiteKeys } from './read-site-keys.ts';
import { readTextFile, type TextFile } from './input-file.ts';
import { bundledStores, type LocatedStore } from './located-store.ts';

/** Whether `--trust` replaces what the file says of trust. */
interface TrustChoice {
  readonly isTrustReplaced: boolean;
}

/** Reads one targets file, in JSON or YAML. Its trust files are only located. */
export async function gatherTargetsFile(path: string, trust: TrustChoice): Promise<GatheredTargets> {
  const file = await readTextFile(path);
  if (!file.ok) return { ...noTargets, errors: [{ about: path, problems: [problem(file.error)] }] };
  return await gatherTargetsText({ ...file.value, ...trust });
}

/** The same of a file that was read. `about`: its name in messages; absent: its path. */
export async function gatherTargetsText({
  path,
  text,
  sha256,
  about = path,
  isTrustReplaced,
}: Pick<TextFile, 'path' | 'text' | 'sha256'> & TrustChoice & { readonly about?: string }): Promise<GatheredTargets> {
  const document = await readDocument(text, path);
  if (!document.ok) return { ...noTargets, errors: [{ about, problems: document.error }] };
  const { value, problems: faults, locate } = document.value;
  // Imported late: it loads the schema library.
  const { declaredPolicies, parseTargets, salvageTrustStores } = await import('../../targets/parse-targets.ts');
  const { waivableChecks } = await import('../../evaluate/waivable-checks.ts');
  const own = await readPolicies([...declaredPolicies(value), ...packsNamed(value)], {
    option: path,
    folder: dirname(path),
  });
  if (own.errors.length > 0) return { ...noTargets, errors: own.errors };
  const { policies } = own;
  const targets = parseTargets(value, policies, waivableChecks(), { isTrustReplaced });
  if (!targets.ok || faults.length > 0) {
    const nextStep = '`certmuster schema targets` prints the schema of a targets file.';
    const stores = locateStores(salvageTrustStores(value), { path, about, locate });
    const problems = joinProblems(faults, targets.ok ? [] : targets.error);
    return { ...noTargets, stores, errors: [{ about, problems, nextStep, locate }] };
  }
  const siteKeys = await readSiteKeys(targets.value, { path });
  const { deployments, endpoints, notices, notes, storesNeeded } = expandTargets(targets.value, policies);
  const stores = locateStores(targets.value.trustStores, { path, about, locate });
  for (const [name, store] of Object.entries(bundledStores)) {
    if (storesNeeded.includes(name) && !stores.has(name)) stores.set(name, store);
  }
  return {
    deployments: deployments.map((deployment) => ({ ...deployment, declaredIn: path })),
    endpoints,
    count: endpoints.length,
    stores,
    policies,
    proxies: proxiesOf(targets.value, { path, about }),
    ...(siteKeys.ok && siteKeys.value.size > 0 && { siteKeys: siteKeys.value }),
    inputs: [{ path, sha256 }, ...own.inputs],
    notices,
    notes,
    errors: siteKeys.ok ? [] : [{ about, problems: siteKeys.error, locate }],
  };
}

/** The policies that deployments and targets name and that come with the program, but are not known to every run. */
function packsNamed(file: unknown): readonly string[] {
  const { deployments, targets } = Object(file) as Readonly<Record<string, unknown>>;
  const listed = [deployments, targets].flatMap((list) => (Array.isArray(list) ? list : []));
  const named = listed.map((each: unknown) => (Object(each) as { readonly policy?: unknown }).policy);
  const words = named.filter((id): id is string => typeof id === 'string');
  return [...new Set(words.filter((id) => !standardPolicies.has(id) && isBuiltIn(id)))];
}

/** What could not be read is missing only to the schema. */
function joinProblems(faults: readonly Problem[], others: readonly Problem[]): readonly Problem[] {
  const unread = new Set(faults.map(({ path }) => path));
  return [...faults, ...others.filter(({ path, message }) => !(unread.has(path) && message === 'is missing'))];
}

/** The proxies that the file names, with the files of their passwords. */
function proxiesOf(
  { deployments, targets }: Targets,
  { path, about }: { readonly path: string; readonly about: string },
): readonly UsedProxy[] {
  const all = [...deployments, ...targets];
  const used = all.flatMap(({ route, fetch }): UsedProxy[] => {
    const { proxy } = route ?? directRoute;
    const file = proxy?.passwordFile;
    const passwordFile = file === undefined ? undefined : resolve(dirname(path), file);
    const own = proxy && { url: proxy.url, isForFetching: false, passwordFile, declaredIn: about };
    const url = fetch?.proxy;
    const ofFetch = url === undefined ? [] : [{ url, isForFetching: true, passwordFile: undefined, declaredIn: about }];
    return [...(own ? [own] : []), ...ofFetch];
  });
  return [...new Map(used.map((each) => [JSON.stringify(each), each])).values()];
}

function locateStores(
  declared: Targets['trustStores'],
  { path, about, locate }: { path: string; about: string; locate: SourceDocument['locate'] },
): Map<string, LocatedStore> {
  const folder = dirname(path);
  return new Map([...declared].map(([name, source]) => [name, { source, folder, declaredIn: about, locate }]));
}
