import type { ScanFacts } from '../../checks/define-scan-check.ts';
import type { Judge } from '../../evaluate/contract.ts';
import type { Deployment, NameResolution } from '../../model/deployment.ts';
import type { Evaluation, Scanner } from '../../model/provenance.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import type { LeftOut, RangeSummary, ScanSummary } from '../../model/scan-report.ts';
import type { FailOn } from '../../model/vocabulary.ts';

/** What is known of a run before its first endpoint. */
export interface RunFacts {
  readonly startedAt: Date;
  readonly deployments: readonly Deployment[];
  readonly inputs: ScanSummary['inputs'];
  readonly options: Readonly<Record<string, unknown>>;
  readonly notices: readonly string[];
  /** What was selected of all that is declared; undefined: all of it. */
  readonly selected?: SavedRun['selected'];
  readonly failOn: FailOn;
  readonly judge: Judge;
  /** RSA moduli compared for shared primes; undefined: none. */
  readonly compareModuli: number | undefined;
}

/** What is known once it has ended. */
export interface RunEnd {
  readonly finishedAt: Date;
  readonly isInterrupted: boolean;
  /** 0: everything was audited; null: how much was left out is unknown. */
  readonly notAudited: number | null;
  readonly nameResolutions: readonly NameResolution[];
  /** Addresses that were not dialed; absent: none were left out. */
  readonly leftOut?: readonly LeftOut[];
  /** Of ranges among the targets; absent: there were none. */
  readonly ranges?: readonly RangeSummary[] | undefined;
  /** Something is not audited that is no endpoint of the report; absent: no. */
  readonly isIncomplete?: boolean;
  /** Absent: none. */
  readonly lateNotices?: readonly string[];
  /** What comparing the keys of the run gave. */
  readonly keys: ScanFacts;
  /** Undefined: not recorded. */
  readonly scannedBy?: Scanner | undefined;
  /** Of saved observations that were judged again, and when. */
  readonly evaluated?: { readonly at: Date; readonly evaluation: Evaluation } | undefined;
}
