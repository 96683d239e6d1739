import type { DeploymentMember } from '../define-deployment-check.ts';

/**
 * Checks that pass on one server and fail on another. Left out: information, and how soon a certificate expires, in which an
 * old and a new one differ by nature.
 */
export function differingChecks(group: readonly DeploymentMember[]): readonly string[] {
  const passing = new Set(
    group.flatMap(({ report }) => report.findings.flatMap(({ check, outcome }) => (outcome === 'pass' ? [check] : []))),
  );
  const failing = group.flatMap(({ report }) => report.findings.filter(({ outcome }) => outcome === 'fail'));
  const checks = failing.filter(
    ({ check, severity }) => severity !== 'info' && check !== 'expiry-margin' && passing.has(check),
  );
  return [...new Set(checks.map(({ check }) => check))];
}

/** The servers on which a check fails. */
export function failingOn(group: readonly DeploymentMember[], wanted: string): readonly DeploymentMember[] {
  return group.filter(({ report }) =>
    report.findings.some(({ check, outcome }) => check === wanted && outcome === 'fail'),
  );
}
