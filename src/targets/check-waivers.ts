import { withoutAddress, withoutCopy } from '../model/endpoint-id.ts';
import { nearestWords } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import type { Partly } from '../model/shape-problems.ts';
import type { Role } from '../model/vocabulary.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';
import type { Policy } from '../policy/policy.ts';
import { unknownCheck } from '../policy/unknown-check.ts';
import type { ParseContext, WaivableChecks } from './parse-context.ts';
import { objectToRole } from './object-to-role.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';

/** Refuses waivers of checks, faults and roles that there are not, and waivers that name both an endpoint and a role. */
export function checkWaivers(
  declared: readonly (Partly<DeclaredWaiver> | undefined)[],
  policy: Policy,
  path: Path,
  { checks, collector }: { readonly checks: WaivableChecks; readonly collector: ProblemCollector },
): readonly DeclaredWaiver[] {
  return declared.flatMap((waiver, index): readonly DeclaredWaiver[] => {
    if (waiver === undefined) return [];
    const { check, fault, endpoint, role } = waiver;
    const unknown = check === undefined ? undefined : unknownCheck(policy, check);
    if (unknown !== undefined) collector.report([...path, index, 'check'], unknown);
    else if (check !== undefined) checkFault(check, fault, { checks, path: [...path, index], collector });
    if (endpoint !== undefined && role !== undefined) {
      collector.report([...path, index, 'role'], 'cannot be combined with endpoint; leave one of them out');
    }
    const unknownRole = role && objectToRole(role, policy);
    if (unknownRole !== undefined) collector.report([...path, index, 'role'], unknownRole);
    // If a part is missing, the schema has refused it, and the file is refused anyway.
    return [waiver as DeclaredWaiver];
  });
}

/** The same for the waivers of one target, which are for that target alone. */
export function checkTargetWaivers(
  declared: readonly (Partly<DeclaredWaiver> | undefined)[],
  { role, policy }: { readonly role: Role; readonly policy: Policy },
  path: Path,
  { checks, collector }: ParseContext,
): readonly DeclaredWaiver[] {
  if (declared.length === 0) return [];
  if (checks === undefined) {
    collector.report(path, 'waivers are read from targets files only');
    return [];
  }
  for (const [index, waiver] of declared.entries()) {
    for (const key of ['endpoint', 'role'] as const) {
      if (waiver?.[key] === undefined) continue;
      collector.report(
        [...path, index, key],
        'is not used here: a waiver of a target is for that target; leave it out',
      );
    }
  }
  const waivers = checkWaivers(declared, policy, path, { checks, collector });
  return waivers.map((waiver) => (checks.get(waiver.check)?.isOfEndpoints === false ? waiver : { ...waiver, role }));
}

function checkFault(
  check: string,
  fault: string | undefined,
  { checks, path, collector }: { checks: WaivableChecks; path: Path; collector: ProblemCollector },
): void {
  const faults = checks.get(check)?.faults ?? [];
  if (faults.length === 0) {
    collector.report([...path, 'check'], `${check} never fails, so it cannot be waived`);
  } else if (fault === undefined) {
    collector.report([...path, 'fault'], `is missing; name a fault of ${check}: ${faults.join(', ')}`);
  } else if (!faults.includes(fault)) {
    const nearestFirst = nearestWords(fault, faults).join(', ');
    collector.report([...path, 'fault'], `${check} has no fault ${quote(fault)}; it has ${nearestFirst}`);
  }
}

/** Refuses waivers that name neither an endpoint nor a role, of checks that are judged on each endpoint. */
export function checkWaiverScopes(
  waivers: readonly DeclaredWaiver[],
  checks: WaivableChecks,
  path: Path,
  collector: ProblemCollector,
): void {
  for (const [index, { check, endpoint, role }] of waivers.entries()) {
    if (endpoint !== undefined || role !== undefined || checks.get(check)?.isOfEndpoints !== true) continue;
    collector.report([...path, index], `needs an endpoint or a role, because ${check} is judged on each endpoint`);
  }
}

/** Refuses waivers of endpoints that the deployment does not have. `ids`: as `certmuster expand` shows them. */
export function checkWaivedPlaces(
  waivers: readonly DeclaredWaiver[],
  ids: readonly string[],
  path: Path,
  collector: ProblemCollector,
): void {
  const known = new Set([...ids, ...ids.map(withoutAddress)]);
  for (const [index, { endpoint }] of waivers.entries()) {
    if (endpoint === undefined) continue;
    // A suffix (`#2`, `#rsa`) distinguishes copies of an endpoint; the address may be one that the name resolves to.
    const id = withoutCopy(endpoint);
    if (known.has(id) || known.has(withoutAddress(id))) continue;
    const next = 'there is no endpoint of this id here; `certmuster expand --format json` lists the ids';
    collector.report([...path, index, 'endpoint'], `${quote(endpoint)}: ${next}`);
  }
}
