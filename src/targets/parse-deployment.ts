import type { DeploymentDeclaration } from '../model/targets-file.ts';
import { checkDialed } from './check-dialed.ts';
import { checkOverrides } from './check-overrides.ts';
import { checkStores } from './check-stores.ts';
import { checkWaivers } from './check-waivers.ts';
import { findPolicy } from '../policy/policies.ts';
import type { Policy } from '../policy/policy.ts';
import { ownRecord } from '../model/own-record.ts';
import { objectToPolicy } from './object-to-policy.ts';
import { parseParameters } from './parse-parameters.ts';
import { mergeOverrides } from '../model/merge-overrides.ts';
import { noDefaults } from './defaults.ts';
import { parseFetch } from './parse-fetch.ts';
import { parseRoute } from './parse-route.ts';
import { parseSideSites } from './parse-sites.ts';
import { parseVirtualServer } from './parse-virtual-server.ts';
import type { DeploymentContext, ParseContext } from './parse-context.ts';
import { createProblemCollector, type Path, type ProblemCollector } from './problem-collector.ts';
import { quote } from '../model/problem.ts';
import type { Partly } from '../model/shape-problems.ts';
import type { DeploymentTopology } from './targets.ts';

/** Reads one deployment. */
export function parseDeployment(
  declared: Partly<DeploymentDeclaration>,
  path: Path,
  context: DeploymentContext,
): DeploymentTopology {
  const { policies, collector: all, defaults = noDefaults } = context;
  const id = declared.policy ?? 'cwa-2007-r2';
  const unknown = objectToPolicy(id, policies);
  if (unknown !== undefined) all.report([...path, 'policy'], unknown);
  const policy = findPolicy(unknown === undefined ? id : 'cwa-2007-r2', policies);
  // What depends on the policy is right or wrong by one that is not known.
  const collector = unknown === undefined ? all : createProblemCollector();
  refuseOtherTopology(declared, policy, path, collector);
  checkName(declared.name, path, all);
  return {
    name: declared.name ?? '',
    policy: policy.id,
    policyOverrides: mergeOverrides(
      defaults.policyOverrides,
      checkOverrides(declared.policyOverrides ?? {}, policy, [...path, 'policyOverrides'], collector),
    ),
    waivers: checkWaivers(declared.waivers ?? [], policy, [...path, 'waivers'], { ...context, collector }),
    commonWaivers: defaults.waivers,
    fetch: declared.fetch === undefined ? defaults.fetch : parseFetch(declared.fetch, [...path, 'fetch'], all),
    route: parseRoute(declared, defaults.route, path, all),
    sites: parseSideSites(declared.sites, defaults.sites, [...path, 'sites'], context),
    commonTrust: defaults.trust,
    trust: parseTrust(declared.trust ?? {}, [...path, 'trust'], context),
    virtualServers: (declared.virtualServers ?? []).flatMap((each, index) =>
      each === undefined ? [] : [parseVirtualServer(each, [...path, 'virtualServers', index], all)],
    ),
    parameters: parseTopology(declared.parameters ?? {}, policy, [...path, 'parameters'], collector),
  };
}

/** The parameters of a policy that has some, and what it cannot make endpoints of. */
function parseTopology(
  declared: unknown,
  policy: Policy,
  path: Path,
  collector: ProblemCollector,
): DeploymentTopology['parameters'] {
  if (typeof policy.topology !== 'object') return undefined;
  const before = collector.problems.length;
  const parameters = parseParameters(declared, policy.topology, path, collector);
  // What is wrong by itself would be told again.
  if (collector.problems.length === before) checkDialed(policy, parameters, path, collector);
  return parameters;
}

/** A deployment declares virtual servers or the parameters of its policy, whichever the policy has roles for. */
function refuseOtherTopology(
  declared: Partly<DeploymentDeclaration>,
  { id, topology }: Policy,
  path: Path,
  collector: ProblemCollector,
): void {
  if (topology === undefined) {
    collector.report([...path, 'policy'], `policy ${id} has no deployments; list its endpoints under targets`);
  } else if (topology === 'cwa') {
    if (declared.parameters !== undefined) {
      collector.report([...path, 'parameters'], `policy ${id} has no parameters; declare virtualServers`);
    }
    if (declared.virtualServers === undefined) collector.report([...path, 'virtualServers'], 'is missing');
  } else if (declared.virtualServers !== undefined) {
    const keys = Object.keys(topology).join(', ');
    collector.report([...path, 'virtualServers'], `policy ${id} has none; declare parameters: ${keys}`);
  }
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
  const trust = Object.entries(declared).flatMap(([list, stores]) =>
    stores === undefined ? [] : [[list, checkStores(stores, [...path, list], context)] as const],
  );
  return ownRecord(trust);
}
