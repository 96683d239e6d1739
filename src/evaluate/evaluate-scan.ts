import type { ScanAnswer, ScanCheck, ScanFacts } from '../checks/define-scan-check.ts';
import type { PresentedKey } from '../checks/keys/presented-key.ts';
import { scanChecks } from '../checks/scan-checks.ts';
import type { Cause } from '../model/cause.ts';
import { groupBy } from '../model/group-by.ts';
import { type Severity, severities } from '../model/vocabulary.ts';
import { findSeverity } from '../policy/find-severity.ts';
import { type AnswerAcross, concludeAcross } from './conclude-across.ts';
import type { DeclaredTargets, JudgedAcross, JudgedBy, JudgementContext } from './contract.ts';
import type { JudgementRun } from './judgement-run.ts';
import { internalError } from './run-check.ts';
import { waiveCauses } from './waive-causes.ts';

/** How the endpoints of a whole scan were judged. */
interface JudgedScan {
  readonly judgedBy: readonly JudgedBy[];
  readonly targets: DeclaredTargets;
}

/** Judges what only shows across a scan: findings of no deployment. Never throws. */
export function evaluateScan(facts: ScanFacts, { judgedBy, targets }: JudgedScan, run: JudgementRun): JudgedAcross {
  const judgedByOf = ({ policy, deployment, endpoint }: PresentedKey): JudgedBy => ({
    policy,
    deployment,
    policyOverrides: targets.get(endpoint)?.policyOverrides,
  });
  const answers = scanChecks.flatMap((check) =>
    ask(check, facts).flatMap(({ judgement, holders }): readonly AnswerOfScan[] => {
      const severity = worstSeverity(
        { check: check.id, fault: judgement.failure?.fault },
        holders.length > 0 ? holders.map(judgedByOf) : judgedBy,
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
    waive: (causes) => waiveWhereDeclared(causes, holders, targets, run.context),
  }));
}

interface AnswerOfScan extends AnswerAcross {
  readonly holders: readonly PresentedKey[];
}

/**
 * Each deployment that has an endpoint of it has to accept it, and each target with waivers, and there has to be one of them. Endpoints
 * for which no waiver is declared have no say.
 */
function waiveWhereDeclared(
  causes: readonly Cause[],
  holders: readonly PresentedKey[],
  targets: DeclaredTargets,
  { waivers = new Map(), now }: JudgementContext,
): readonly Cause[] {
  const declaring = groupBy(
    holders.filter(({ deployment, endpoint }) => deployment !== null || targets.get(endpoint)?.waivers !== undefined),
    ({ deployment, endpoint }) => deployment ?? endpoint,
  );
  return causes.map((cause) => {
    let waived = cause;
    for (const own of declaring.values()) {
      const [{ deployment, endpoint }] = own;
      const declared = (deployment === null ? targets.get(endpoint)?.waivers : waivers.get(deployment)) ?? [];
      const scene = {
        now,
        endpoints: own.map(({ endpoint, role, certificate, publicKey }) => ({
          id: endpoint,
          role,
          presents: (fingerprint: string) => fingerprint === certificate || fingerprint === publicKey,
        })),
        isAcross: true,
      };
      const [accepted] = waiveCauses([cause], declared, scene);
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
  for (const { policy, deployment, policyOverrides } of judgedBy) {
    const effective = run.policyOf(policy, deployment, policyOverrides);
    const severity = findSeverity(effective.policy, check, circumstances, fault);
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
