import { err, ok, type Result } from '../model/result.ts';
import { type TargetsFile, targetsFileSchema } from '../model/targets-file.ts';
import { checkWaivedPlaces, checkWaiverScopes } from './check-waivers.ts';
import { expandTargets } from './expand-targets.ts';
import { expandDeployment } from './expand-deployment.ts';
import type { DeploymentContext, WaivableChecks } from './parse-context.ts';
import { findPolicy, type Policies } from '../policy/policies.ts';
import type { Defaults } from './defaults.ts';
import { parseDefaults } from './parse-defaults.ts';
import { parseDeployment } from './parse-deployment.ts';
import { parsePlainTarget } from './parse-plain-target.ts';
import { parseSiteList } from './parse-sites.ts';
import { parseTrustStores } from './parse-trust-stores.ts';
import { createProblemCollector, type ProblemCollector } from './problem-collector.ts';
import type { Problem } from '../model/problem.ts';
import { storesOfRole } from './role-stores.ts';
import { withoutReservedKeys } from '../model/reserved-keys.ts';
import { type Partly, shapeProblems, withoutWrongParts } from '../model/shape-problems.ts';
import { maxPlacesOfTarget } from './host-range.ts';
import { countEndpoints } from './spread-target.ts';
import { bundledStoreNames, type PlainTarget, type Targets } from './targets.ts';

/**
 * Reads a targets file, already parsed as JSON. On failure it returns every problem of shape and of meaning, in the order of the
 * file's schema. Whether the files named in it exist is not checked here. `checks`: what waivers may name.
 */
export function parseTargets(
  document: unknown,
  policies: Policies,
  checks: WaivableChecks,
  { isTrustReplaced = false }: Pick<DeploymentContext, 'isTrustReplaced'> = {},
): Result<Targets, readonly Problem[]> {
  const { json, problems: reserved } = withoutReservedKeys(document);
  const shape = targetsFileSchema.safeParse(json);
  const issues = shape.success ? [] : shape.error.issues;
  const collector = createProblemCollector();
  const file = (shape.success ? shape.data : withoutWrongParts(issues, json)) as Partly<TargetsFile> | undefined;
  const targets = parseMeaning(file ?? {}, { policies, checks, isTrustReplaced, collector });
  const shapes = shapeProblems(issues, json, targetsFileSchema);
  if (shapes.length + collector.problems.length === 0) {
    if (!isTrustReplaced) refuseMissingStores(targets, { policies, collector });
    refuseMisplacedWaivers(targets, { policies, checks, collector });
  }
  if (issues.length === 0 && targets.deployments.length + targets.targets.length === 0) {
    collector.report([], 'has neither deployments nor targets');
  }
  // What a reader of meaning says of a value that has the wrong shape is more exact.
  const explained = new Set(collector.problems.map(({ path }) => path));
  const problems = [...reserved, ...shapes.filter(({ path }) => !explained.has(path)), ...collector.problems];
  return problems.length === 0 ? ok(targets) : err(problems);
}

/** The trust stores that a file with problems declares, as far as they can be read, so that problems of their files are reported too. */
export function salvageTrustStores(document: unknown): Targets['trustStores'] {
  const { json } = withoutReservedKeys(document);
  const shape = targetsFileSchema.safeParse(json);
  const file = shape.success ? shape.data : withoutWrongParts(shape.error.issues, json);
  const { trustStores } = (file ?? {}) as Partly<TargetsFile>;
  return parseTrustStores(trustStores ?? {}, createProblemCollector());
}

/** The files of policies that a file with problems names: they are read before the rest, which may refer to what they declare. */
export function declaredPolicies(document: unknown): readonly string[] {
  const { json } = withoutReservedKeys(document);
  const shape = targetsFileSchema.shape.policies.safeParse((json as { policies?: unknown } | null)?.policies);
  return shape.success ? (shape.data ?? []) : [];
}

type FileContext = Omit<DeploymentContext, 'knownStores' | 'knownSites'>;

function parseMeaning(file: Partly<TargetsFile>, about: FileContext): Targets & { readonly defaults: Defaults } {
  const { collector } = about;
  const trustStores = parseTrustStores(file.trustStores ?? {}, collector);
  const knownStores = new Set<string>([...Object.keys(file.trustStores ?? {}), ...bundledStoreNames]);
  const { knownSites, siteKeys } = parseSiteList(file.sites, collector);
  const files = { ...about, knownStores, knownSites };
  const context = { ...files, defaults: parseDefaults(file.defaults ?? {}, files) };
  const deployments = (file.deployments ?? []).flatMap((deployment, index) =>
    deployment === undefined ? [] : [parseDeployment(deployment, ['deployments', index], context)],
  );
  refuseDuplicateNames(file, collector);
  const targets = (file.targets ?? []).flatMap((target, index) =>
    target === undefined ? [] : [parsePlainTarget(target, ['targets', index], context)],
  );
  refuseTooMany(targets, collector);
  return {
    trustStores,
    deployments,
    targets,
    sites: knownSites && [...knownSites],
    siteKeys,
    defaults: context.defaults,
  };
}

/** A file is expanded as a whole, a list line by line. */
function refuseTooMany(targets: readonly PlainTarget[], collector: ProblemCollector): void {
  const places = targets.map(countEndpoints);
  // What is too large by itself has been reported.
  if (places.some((count) => count > maxPlacesOfTarget)) return;
  const total = places.filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
  if (total <= maxPlacesOfTarget) return;
  const limit = `the ranges of one file may have ${maxPlacesOfTarget}`;
  collector.report(['targets'], `stands for ${total} endpoints; ${limit}, those of a list (.txt, .ndjson) any number`);
}

/** Called only if the rest of the file is right, because what is dialed is derived from it. */
function refuseMissingStores(
  { deployments, trustStores }: Targets,
  { policies, collector }: Pick<FileContext, 'policies' | 'collector'>,
): void {
  const knownStores = new Set<string>([...trustStores.keys(), ...bundledStoreNames]);
  for (const [index, deployment] of deployments.entries()) {
    if (deployment.commonTrust !== undefined) continue;
    const { endpoints } = expandDeployment(deployment, policies);
    const policy = findPolicy(deployment.policy, policies);
    const seen = new Set<string>();
    for (const { role, trust } of endpoints) {
      for (const list of trust.flatMap((each) => each.list ?? [])) {
        const key = `${role} ${list}`;
        if (deployment.trust[list] !== undefined || seen.has(key)) continue;
        seen.add(key);
        storesOfRole({ role, policy }, ['deployments', index, 'trust', list], { knownStores, collector });
      }
    }
  }
}

/** Called only if the rest of the file is right, because ids are derived from it. */
function refuseMisplacedWaivers(
  { deployments, targets, defaults }: Targets & { readonly defaults: Defaults },
  { policies, checks, collector }: FileContext,
): void {
  checkWaiverScopes(defaults.waivers, checks, ['defaults', 'waivers'], collector);
  if (defaults.waivers.some(({ endpoint }) => endpoint !== undefined)) {
    const { endpoints } = expandTargets({ deployments, targets }, policies);
    checkWaivedPlaces(
      defaults.waivers,
      endpoints.map(({ id }) => id),
      ['defaults', 'waivers'],
      collector,
    );
  }
  for (const [index, deployment] of deployments.entries()) {
    if (deployment.waivers.length === 0) continue;
    const ids = expandDeployment(deployment, policies).endpoints.map(({ id }) => id);
    const path = ['deployments', index, 'waivers'];
    checkWaiverScopes(deployment.waivers, checks, path, collector);
    checkWaivedPlaces(deployment.waivers, ids, path, collector);
  }
}

function refuseDuplicateNames(file: Partly<TargetsFile>, collector: ProblemCollector): void {
  const first = new Map<string, number>();
  for (const [index, deployment] of (file.deployments ?? []).entries()) {
    if (deployment?.name === undefined) continue;
    const earlier = first.get(deployment.name);
    if (earlier === undefined) first.set(deployment.name, index);
    else collector.report(['deployments', index, 'name'], `deployments[${earlier}] has the same name`);
  }
}
