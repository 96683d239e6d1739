import type { DeploymentDeclaration } from '../model/targets-file.ts';
import { type TrustList, trustLists } from '../model/vocabulary.ts';
import { checkOverrides } from './check-overrides.ts';
import { checkStores } from './check-stores.ts';
import { checkWaivers } from './check-waivers.ts';
import { mergeOverrides } from '../model/merge-overrides.ts';
import { noDefaults } from './defaults.ts';
import { parseFetch } from './parse-fetch.ts';
import { parseVirtualServer } from './parse-virtual-server.ts';
import type { DeploymentContext, ParseContext } from './parse-context.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';
import { quote } from '../model/problem.ts';
import type { Partly } from '../model/shape-problems.ts';
import type { DeploymentTopology } from './targets.ts';

/** Reads one deployment. */
export function parseDeployment(
  declared: Partly<DeploymentDeclaration>,
  path: Path,
  context: DeploymentContext,
): DeploymentTopology {
  const { policies, collector, defaults = noDefaults } = context;
  const policy = declared.policy ?? 'cwa-2007-r2';
  if (policies[policy].roles['virtual-server'] === undefined) {
    collector.report([...path, 'policy'], `policy ${policy} has no virtual servers; use cwa-2007-r2`);
  }
  checkName(declared.name, path, collector);
  return {
    name: declared.name ?? '',
    policy,
    policyOverrides: mergeOverrides(
      defaults.policyOverrides,
      checkOverrides(declared.policyOverrides ?? {}, policies[policy], [...path, 'policyOverrides'], collector),
    ),
    waivers: checkWaivers(declared.waivers ?? [], policies[policy], [...path, 'waivers'], context),
    commonWaivers: defaults.waivers,
    fetch: declared.fetch === undefined ? defaults.fetch : parseFetch(declared.fetch, [...path, 'fetch'], collector),
    trust: parseTrust(declared.trust ?? {}, [...path, 'trust'], context),
    virtualServers: (declared.virtualServers ?? []).flatMap((each, index) =>
      each === undefined ? [] : [parseVirtualServer(each, [...path, 'virtualServers', index], collector)],
    ),
  };
}

/** Every endpoint's id starts with the name and a `|`. */
function checkName(name: string | undefined, path: Path, collector: ProblemCollector): void {
  if (name === undefined) return;
  if (name.trim() === '' || name === '-' || /[\p{Cc}\p{Cf}|]/u.test(name)) {
    collector.report(
      [...path, 'name'],
      `${quote(name)} is not a valid name: it must not be empty or "-", or contain "|" or control characters`,
    );
  }
}

function parseTrust(
  declared: NonNullable<Partly<DeploymentDeclaration>['trust']>,
  path: Path,
  context: ParseContext,
): DeploymentTopology['trust'] {
  const trust: Partial<Record<TrustList, readonly string[]>> = {};
  for (const list of trustLists) {
    const stores = declared[list];
    if (stores !== undefined) trust[list] = checkStores(stores, [...path, list], context);
    else if (context.defaults?.trust !== undefined) trust[list] = context.defaults.trust;
  }
  return trust;
}
