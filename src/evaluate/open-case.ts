import { undetermined } from '../checks/judgement.ts';
import type { Judgement } from '../checks/judgement.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Finding } from '../model/finding.ts';
import type { JudgementContext } from './contract.ts';
import type { DemandedCheck } from './demanded-checks.ts';
import { type Gathered, gatherEvidence } from './gather-evidence.ts';
import { memoryOf } from './judgement-memory.ts';
import type { Answers } from './likeness.ts';
import { runCheck, toFinding } from './run-check.ts';
import { differences, sharedOf } from './watched-evidence.ts';

/** An observation under judgement. */
export interface Case {
  readonly observation: EndpointObservation;
  readonly gathered: Gathered;
  /** The checks that are still to be asked, and how many of them were. */
  readonly open: readonly DemandedCheck[];
  asked: number;
  /** What was said of an endpoint like this one. */
  readonly precedent: Answers | undefined;
  /** In the order of the check list; where a check is still to be asked, that of the precedent. */
  readonly findings: Finding[];
  readonly seen: number[];
}

/**
 * Gathers the evidence and finds the checks to ask. A check that looked at nothing in which this endpoint differs from the
 * precedent cannot but say the same, and in a fleet that goes for two checks of three: its finding is taken as it is, the very
 * same object.
 */
export function openCase(observation: EndpointObservation, context: JudgementContext): Case {
  const { endpoint } = observation;
  const memory = memoryOf(context);
  const effective = memory.policyOf(endpoint.policy, endpoint.deployment);
  const demand = memory.demandedChecks(effective, observation);
  const gathered = gatherEvidence({ observation, effective, demand, context, memory });
  const precedent = gathered.likeness?.last;
  if (precedent === undefined) {
    return { observation, gathered, open: demand.checks, asked: 0, precedent, findings: [], seen: [] };
  }
  const changed = differences(gathered.pieces, precedent.pieces);
  const findings = precedent.findings.slice();
  const seen = precedent.seen.slice();
  const open: DemandedCheck[] = [];
  for (let place = 0; place < demand.checks.length; place += 1) {
    const demanded = demand.checks[place];
    if (demanded !== undefined && ((seen[place] ?? everything) & changed) !== 0) open.push(demanded);
  }
  return { observation, gathered, open, asked: 0, precedent, findings, seen };
}

/** Asks the next check of the case, if one is left. */
export function askNext(each: Case): void {
  const next = each.open[each.asked];
  if (next === undefined) return;
  each.asked += 1;
  const { observation, gathered, precedent } = each;
  const { check, severity, place, needs } = next;
  const judgement = observation.certificates.length === 0 ? notReached(observation) : runCheck(check, gathered, needs);
  const before = precedent?.findings[place];
  // Whoever writes a report has the text of a finding at hand where it is the same object, so that is worth a look.
  each.findings[place] =
    before !== undefined && says(before, judgement) ? before : toFinding(check.id, severity, judgement);
  // A bug need not come again.
  each.seen[place] = judgement.reason === 'internal-error' ? everything : gathered.evidence.seen;
}

/** All pieces, as bits: another endpoint differs in some. */
const everything = -1;

/** Makes a case that is answered the precedent of those to come. */
export function closeCase({ gathered: { pieces, likeness }, findings, seen }: Case): void {
  if (likeness !== undefined) likeness.last = { pieces: sharedOf(pieces), findings: findings.slice(), seen };
}

function notReached({ failure }: EndpointObservation): Judgement {
  const why = failure === null ? 'no certificate was presented.' : failure.message;
  return undetermined('unreachable', `Not judged: ${why}`);
}

function says(finding: Finding, { outcome, message, expected, observed, reason }: Judgement): boolean {
  return (
    finding.outcome === outcome &&
    finding.message === message &&
    finding.expected === expected &&
    finding.observed === observed &&
    finding.reason === reason
  );
}
