import type { ScanAnswer, ScanCheck, ScanFacts } from '../checks/define-scan-check.ts';
import type { PresentedKey } from '../checks/keys/presented-key.ts';
import { scanChecks } from '../checks/scan-checks.ts';
import type { Cause } from '../model/cause.ts';
import { type Severity, severities } from '../model/vocabulary.ts';
import { findSeverity } from '../policy/find-severity.ts';
import { type AnswerAcross, concludeAcross } from './conclude-across.ts';
import type { JudgedAcross, JudgedBy, JudgementContext } from './contract.ts';
import type { JudgementRun } from './judgement-run.ts';
import { internalError } from './run-check.ts';
import { waiveCauses } from './waive-causes.ts';

/** Judges what only shows across a scan: findings of no deployment. `judgedBy` is of the whole scan. Never throws. */
export function evaluateScan(facts: ScanFacts, judgedBy: readonly JudgedBy[], run: JudgementRun): JudgedAcross {
  const answers = scanChecks.flatMap((check) =>
    ask(check, facts).flatMap(({ judgement, holders }): readonly AnswerOfScan[] => {
      const severity = worstSeverity(
        { check: check.id, fault: judgement.failure?.fault },
        holders.length > 0 ? holders : judgedBy,
        run,
      );
      if (severity === undefined) return [];
      const endpoints = [...new Set(holders.map(({ endpoint }) => endpoint))];
      return [{ check, severity, judgement, endpoints, holders }];
    }),
  );
  return concludeAcross(answers, ({ holders }) => ({
    deployment: null,
    reports: [],
    subject: [...new Set(holders.map(({ key }) => key))].toSorted().join(' '),
    waive: (causes) => waiveInEachDeployment(causes, holders, run.context),
  }));
}

interface AnswerOfScan extends AnswerAcross {
  readonly holders: readonly PresentedKey[];
}

/** At least one deployment has an endpoint of it, and each such deployment has to accept it: no waiver covers endpoints outside deployments. */
function waiveInEachDeployment(
  causes: readonly Cause[],
  holders: readonly PresentedKey[],
  { waivers = new Map(), now }: JudgementContext,
): readonly Cause[] {
  return causes.map((cause) => {
    let waived = cause;
    for (const deployment of new Set(holders.flatMap((holder) => holder.deployment ?? []))) {
      const own = holders.filter((holder) => holder.deployment === deployment);
      const scene = {
        now,
        endpoints: own.map(({ endpoint, role, certificate, publicKey }) => ({
          id: endpoint,
          role,
          presents: (fingerprint: string) => fingerprint === certificate || fingerprint === publicKey,
        })),
        isAcross: true,
      };
      const [accepted] = waiveCauses([cause], waivers.get(deployment) ?? [], scene);
      if (!accepted?.waiver) return cause;
      // The one that ends first, as the finding counts again from then on.
      if (waived.waiver === null || accepted.waiver.until < waived.waiver.until) waived = accepted;
    }
    return waived;
  });
}

/** If the policies differ, the highest severity counts. Undefined: none of them has the check. */
function worstSeverity(
  { check, fault }: { readonly check: string; readonly fault: string | undefined },
  judgedBy: readonly JudgedBy[],
  run: JudgementRun,
): Severity | undefined {
  const circumstances = { role: 'server', access: null, protocol: null } as const;
  const known = new Set<Severity>();
  for (const { policy, deployment } of judgedBy) {
    const severity = findSeverity(run.policyOf(policy, deployment).policy, check, circumstances, fault);
    if (severity !== undefined && severity !== null) known.add(severity);
  }
  return severities.findLast((severity) => known.has(severity));
}

function ask(check: ScanCheck, facts: ScanFacts): readonly ScanAnswer[] {
  try {
    return check.judge(facts);
  } catch (error) {
    return [{ judgement: internalError(error), holders: [] }];
  }
}
