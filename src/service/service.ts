import type { AuditEnvironment, AuditRequest } from '../audit/contract.ts';
import type { HistoryDatabase } from '../history/database.ts';
import type { Result } from '../model/result.ts';
import type { MetricFamily } from '../report/monitoring/metric-text.ts';
import type { EvaluateRun } from './evaluate-run.ts';
import type { RunBoard } from './run-board.ts';
import type { Scheduler } from './schedule/scheduler.ts';
import type { SiteStatus } from './sites/site-lookout.ts';

/** The service while it runs, as its HTTP interface and its notifications see it. */
export interface Service {
  /** Of certmuster. */
  readonly version: string;
  readonly startedAt: Date;
  readonly environment: Omit<AuditEnvironment, 'signal'>;
  readonly database: HistoryDatabase;
  readonly scheduler: Pick<Scheduler, 'status' | 'runNow'>;
  readonly board: RunBoard;
  /** The sites that schedules see endpoints from. */
  readonly sites: () => readonly SiteStatus[];
  readonly configuration: () => ConfigurationState;
  /** What `/probe` is to audit: see `modules` of the configuration. */
  readonly prepareProbe: (module: string, target: string) => Promise<Result<AuditRequest, ProbeRefusal>>;
  /** Has a notification that was given up delivered again; false: it was not given up. */
  readonly resendNotification: (number: number) => boolean;
  /** Makes the report of a run anew. */
  readonly evaluateRun: EvaluateRun;
  /** Further metrics, asked for at each scrape: of the process, of notifications. */
  readonly gauges: readonly (() => readonly MetricFamily[])[];
  /** A line of the log. Never with a secret. */
  readonly log: (text: string) => void;
}

/** The configuration in force, and what was wrong with the last one that was read. */
export interface ConfigurationState {
  readonly file: string;
  readonly readAt: Date;
  /** Null: the last one that was read is in force. */
  readonly error: { readonly at: Date; readonly message: string } | null;
}

export interface ProbeRefusal {
  /** `not-ready`: a file that the module names cannot be used any more. */
  readonly kind: 'unknown-module' | 'not-allowed' | 'wrong-target' | 'not-ready';
  /** A sentence for the caller. */
  readonly message: string;
  /** For the log, which may name files; absent: there is nothing to do about it. */
  readonly reason?: string;
}
