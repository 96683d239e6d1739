import type { Citation } from '../checks/citations.ts';
import type { Faults } from '../checks/fault.ts';
import type { Failure, Judgement } from '../checks/judgement.ts';
import type { Finding } from '../model/finding.ts';
import type { Severity } from '../model/vocabulary.ts';
import type { RolePolicy } from '../policy/policy.ts';
import type { FailedFinding } from './causes/failed-finding.ts';

/** A check of endpoints, deployments or scans, as far as its findings are concerned. */
interface CheckOfFaults {
  readonly id: string;
  readonly citation: Citation;
  readonly faults: Faults;
}

/** What a check said, before it is known which cause a failure belongs to. */
export interface JudgedCheck {
  readonly check: CheckOfFaults;
  readonly severity: Severity | null;
  readonly judgement: Judgement;
  /** The role whose demand it judged, if neither the specification nor today's baseline makes it. */
  readonly demandedBy?: RolePolicy | undefined;
}

/** The failures among them, each with the fault that its check declares. An undeclared fault is our own bug. */
export function failuresOf(judged: readonly JudgedCheck[]): ReadonlyMap<JudgedCheck, FailedFinding> {
  const failed = new Map<JudgedCheck, FailedFinding>();
  for (const each of judged) {
    const { check, severity, judgement, demandedBy } = each;
    if (judgement.failure === null) continue;
    const fault = check.faults[judgement.failure.fault];
    if (fault === undefined)
      throw new Error(`${check.id} fails with the fault ${judgement.failure.fault}, which it does not declare`);
    failed.set(each, {
      check: check.id,
      severity: severity ?? 'info',
      failure: judgement.failure,
      fault: {
        ...fault,
        ...(demandedBy === undefined ? {} : fault.elsewhere),
        citation: citeDemand(judgement.failure, demandedBy) ?? fault.citation ?? check.citation,
      },
    });
  }
  return failed;
}

/** Where the demand stands that is not met; undefined: where the check says. */
function citeDemand({ demand }: Failure, role: RolePolicy | undefined): Citation | undefined {
  const source = demand && role && (role.sources[demand] ?? role.source);
  return source ? { document: source, section: '' } : undefined;
}

/** Writes a judgement down as reports have it. `failed` and the key of its cause are there if it fails. */
export function toFinding(
  { check, severity, judgement }: JudgedCheck,
  failed: FailedFinding | undefined,
  cause: string | undefined,
): Finding {
  const finding: Finding = {
    check: check.id,
    outcome: judgement.outcome,
    fault: failed?.failure.fault ?? null,
    cause: cause ?? null,
    severity,
    message: failed === undefined ? judgement.message : failureMessage(failed, judgement.message),
    expected: judgement.expected,
    observed: judgement.observed,
    reason: judgement.reason,
  };
  return judgement.note === undefined ? finding : { ...finding, note: judgement.note };
}

/** What was seen, why it matters, what to do. */
function failureMessage({ failure, fault }: FailedFinding, detail: string): string {
  return [`${failure.title}.`, detail, fault.why, failure.remedy ?? fault.remedy]
    .filter((part) => part !== '')
    .join(' ');
}
