import type { Fault } from '../../checks/fault.ts';
import type { Failure } from '../../checks/judgement.ts';
import type { Severity } from '../../model/vocabulary.ts';

/** A check that failed, with the fault it declares. */
export interface FailedFinding {
  readonly check: string;
  readonly severity: Severity;
  readonly failure: Failure;
  /** As the check declares it, its citation filled in. */
  readonly fault: Fault & Required<Pick<Fault, 'citation'>>;
}

/** `validity-period/expired`: how causes, waivers and the table of consequences name a fault. */
export function faultName({ check, failure }: Pick<FailedFinding, 'check' | 'failure'>): string {
  return `${check}/${failure.fault}`;
}
