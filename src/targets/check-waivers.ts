import { withoutAddress } from '../model/endpoint-id.ts';
import { quote } from '../model/problem.ts';
import type { Partly } from '../model/shape-problems.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';
import type { Policy } from '../policy/policy.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';

/** Refuses waivers of checks that the policy does not have, and waivers that name both an endpoint and a role. */
export function checkWaivers(
  declared: readonly (Partly<DeclaredWaiver> | undefined)[],
  policy: Policy,
  path: Path,
  collector: ProblemCollector,
): readonly DeclaredWaiver[] {
  return declared.flatMap((waiver, index): readonly DeclaredWaiver[] => {
    if (waiver === undefined) return [];
    const { check, endpoint, role } = waiver;
    if (check !== undefined && !Object.hasOwn(policy.severities, check)) {
      collector.report([...path, index, 'check'], `unknown check id for policy ${policy.id}: ${quote(check)}`);
    }
    if (endpoint !== undefined && role !== undefined) {
      collector.report([...path, index, 'role'], 'stands beside an endpoint; a waiver is for one of the two');
    }
    // If a part is missing, the schema has refused it, and the file is refused anyway.
    return [waiver as DeclaredWaiver];
  });
}

/** Refuses waivers for endpoints that the deployment does not have. `ids`: as `certmuster expand` shows them. */
export function checkWaivedEndpoints(
  waivers: readonly DeclaredWaiver[],
  ids: readonly string[],
  path: Path,
  collector: ProblemCollector,
): void {
  const known = new Set([...ids, ...ids.map(withoutAddress)]);
  for (const [index, { endpoint }] of waivers.entries()) {
    if (endpoint === undefined) continue;
    // A suffix (`#2`, `#rsa`) distinguishes copies of an endpoint; the address may be one that the name resolves to.
    const id = endpoint.replace(/(?:#\w+)+$/, '');
    if (known.has(id) || ids.includes(withoutAddress(id))) continue;
    const next = 'no endpoint of this deployment has that id; `certmuster expand --format json` shows the ids';
    collector.report([...path, index, 'endpoint'], `${quote(endpoint)}: ${next}`);
  }
}
