import type { Deployment } from '../model/deployment.ts';

/** Something of every deployment, by its name. The one without a name declares nothing of its own and is left out. */
export function byDeploymentName<T>(
  deployments: readonly Deployment[],
  pick: (deployment: Deployment) => T,
): ReadonlyMap<string, T> {
  return new Map(
    deployments.flatMap((deployment) =>
      deployment.name === null ? [] : [[deployment.name, pick(deployment)] as const],
    ),
  );
}
