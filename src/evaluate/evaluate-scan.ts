import type { ScanAnswer, ScanCheck, ScanFacts } from '../checks/define-scan-check.ts';
import type { PresentedKey } from '../checks/keys/presented-key.ts';
import { scanChecks } from '../checks/scan-checks.ts';
import type { DeploymentFinding } from '../model/finding.ts';
import { type PolicyId, type Severity, severities } from '../model/vocabulary.ts';
import { findSeverity } from '../policy/find-severity.ts';
import type { JudgementContext } from './contract.ts';
import { waiveAcrossDeployments } from './find-waiver.ts';
import { memoryOf } from './judgement-memory.ts';
import { internalError, toFinding } from './run-check.ts';

/** A policy that judged endpoints of the scan, as one deployment (null: outside any) has it. */
export interface JudgedBy {
  readonly policy: PolicyId;
  readonly deployment: string | null;
}

/** Judges what only shows across a scan: findings of no deployment. `judgedBy` is of the whole scan. Never throws. */
export function evaluateScan(
  facts: ScanFacts,
  judgedBy: readonly JudgedBy[],
  context: JudgementContext,
): readonly DeploymentFinding[] {
  return scanChecks.flatMap((check) =>
    ask(check, facts).flatMap(({ judgement, places }): readonly DeploymentFinding[] => {
      const severity = gravestOf(check.id, places.length > 0 ? places : judgedBy, context);
      if (severity === undefined) return [];
      const endpoints = [...new Set(places.map(({ endpoint }) => endpoint))];
      const finding = { deployment: null, ...toFinding(check.id, severity, judgement), endpoints };
      return [waiveAcrossDeployments(finding, places.map(toPlace), context.waivers ?? new Map(), context.now)];
    }),
  );
}

/** Where policies differ in it, whoever takes it most seriously decides. Undefined: none of them has the check. */
function gravestOf(check: string, judgedBy: readonly JudgedBy[], context: JudgementContext): Severity | undefined {
  const circumstances = { role: 'server', access: null, protocol: null } as const;
  const known = new Set<Severity>();
  for (const { policy, deployment } of judgedBy) {
    const severity = findSeverity(memoryOf(context).policyOf(policy, deployment).policy, check, circumstances);
    if (severity !== undefined && severity !== null) known.add(severity);
  }
  return severities.findLast((severity) => known.has(severity));
}

function toPlace({ endpoint, role, deployment }: PresentedKey) {
  return { id: endpoint, role, deployment };
}

function ask(check: ScanCheck, facts: ScanFacts): readonly ScanAnswer[] {
  try {
    return check.judge(facts);
  } catch (error) {
    return [{ judgement: internalError(error), places: [] }];
  }
}
