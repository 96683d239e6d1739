import { roleUnder } from '../../audit/override-saved.ts';
import type { Problem } from '../../model/problem.ts';
import type { Policy } from '../../policy/policy.ts';
import type { SavedFolder } from '../input/read-saved-run.ts';
import type { WaiversFile } from '../input/read-waivers.ts';
import { problem } from '../problem.ts';

/** Refuses a policy that has no role for some endpoints. */
export function objectToPolicy(policy: Policy | undefined, { roles }: SavedFolder): readonly Problem[] {
  if (policy === undefined) return [];
  return [...roles]
    .filter((role) => roleUnder(policy, role) === undefined)
    .map((role) =>
      problem(`the run has endpoints of role ${role}, which policy ${policy.id} does not have`, '--policy'),
    );
}

/** What the options replace and what of it has no effect. */
export function describeReplaced(
  saved: SavedFolder,
  { policy, waivers }: { readonly policy: Policy | undefined; readonly waivers: WaiversFile | undefined },
): readonly string[] {
  return [...describeRoles(policy, saved), ...describeWaivers(waivers, saved)];
}

function describeRoles(policy: Policy | undefined, { roles }: SavedFolder): readonly string[] {
  const replaced = policy === undefined ? [] : [...roles].filter((role) => roleUnder(policy, role) !== role);
  if (policy === undefined || replaced.length === 0) return [];
  return [`${policy.id} has no role ${replaced.join(', ')}: their endpoints are judged in the role server.`];
}

function describeWaivers(file: WaiversFile | undefined, { run }: SavedFolder): readonly string[] {
  if (file === undefined) return [];
  // Ids of endpoints outside any deployment begin with `-`.
  const names = ['-', ...run.deployments.flatMap(({ name }) => name ?? [])];
  return file.waivers.flatMap(({ check, fault, endpoint }) =>
    endpoint === undefined || names.some((name) => endpoint.startsWith(`${name}|`))
      ? []
      : [`The waiver of ${check}/${fault} on ${endpoint} has no effect: the run has no deployment of that name.`],
  );
}

/** What the manifest of the run cannot tell. */
export function describeProtection({ manifest }: SavedFolder): readonly string[] {
  if (manifest === undefined) {
    return [
      'The saved run has no manifest (an earlier version saved it), so changes made to it since cannot be detected.',
    ];
  }
  if (manifest.signature !== 'unchecked') return [];
  return ['The saved run is signed, but the signature was not verified; use --verify-key FILE.'];
}
