import type { ScanAnswer, ScanCheck, ScanFacts } from '../checks/define-scan-check.ts';
import type { PresentedKey } from '../checks/keys/presented-key.ts';
import { scanChecks } from '../checks/scan-checks.ts';
import type { DeploymentFinding } from '../model/finding.ts';
import { type Severity, severities } from '../model/vocabulary.ts';
import { findSeverity } from '../policy/find-severity.ts';
import type { JudgedBy } from './contract.ts';
import { waiveAcrossDeployments } from './find-waiver.ts';
import type { JudgementRun } from './judgement-run.ts';
import { internalError, toFinding } from './run-check.ts';

/** Judges what only shows across a scan: findings of no deployment. `judgedBy` is of the whole scan. Never throws. */
export function evaluateScan(
  facts: ScanFacts,
  judgedBy: readonly JudgedBy[],
  run: JudgementRun,
): readonly DeploymentFinding[] {
  return scanChecks.flatMap((check) =>
    ask(check, facts).flatMap(({ judgement, holders }): readonly DeploymentFinding[] => {
      const severity = worstSeverity(check.id, holders.length > 0 ? holders : judgedBy, run);
      if (severity === undefined) return [];
      const endpoints = [...new Set(holders.map(({ endpoint }) => endpoint))];
      const finding = { deployment: null, ...toFinding(check.id, severity, judgement), endpoints };
      return [
        waiveAcrossDeployments(finding, holders.map(toWaivable), run.context.waivers ?? new Map(), run.context.now),
      ];
    }),
  );
}

/** If the policies differ, the highest severity counts. Undefined: none of them has the check. */
function worstSeverity(check: string, judgedBy: readonly JudgedBy[], run: JudgementRun): Severity | undefined {
  const circumstances = { role: 'server', access: null, protocol: null } as const;
  const known = new Set<Severity>();
  for (const { policy, deployment } of judgedBy) {
    const severity = findSeverity(run.policyOf(policy, deployment).policy, check, circumstances);
    if (severity !== undefined && severity !== null) known.add(severity);
  }
  return severities.findLast((severity) => known.has(severity));
}

function toWaivable({ endpoint, role, deployment }: PresentedKey) {
  return { id: endpoint, role, deployment };
}

function ask(check: ScanCheck, facts: ScanFacts): readonly ScanAnswer[] {
  try {
    return check.judge(facts);
  } catch (error) {
    return [{ judgement: internalError(error), holders: [] }];
  }
}
