import type { DeploymentFinding } from '../model/finding.ts';

/** The heading of the findings that concern more than one endpoint. */
export function titleAcross(findings: readonly DeploymentFinding[]): string {
  return findings.some(({ deployment }) => deployment !== null) ? 'Across the deployment' : 'Across endpoints';
}
