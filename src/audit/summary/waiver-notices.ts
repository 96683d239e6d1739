import { isInForce } from '../../evaluate/waive-causes.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { DeclaredWaiver } from '../../model/waiver.ts';

/** One notice for each waiver that has ended by `now` and therefore does not count. */
export function describeEndedWaivers(deployments: readonly Deployment[], now: Date): readonly string[] {
  return deployments.flatMap(({ name, waivers = [] }) =>
    waivers
      .filter((waiver) => !isInForce(waiver, now))
      .map(
        (waiver) =>
          `Deployment ${name}: the waiver of ${describe(waiver)} ended with ${waiver.until} and counts no more.`,
      ),
  );
}

function describe({ check, endpoint, role, by }: DeclaredWaiver): string {
  const where = endpoint === undefined ? (role === undefined ? '' : ` on role ${role}`) : ` on ${endpoint}`;
  return `${check}${where} by ${by}`;
}
