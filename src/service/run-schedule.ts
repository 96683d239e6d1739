import { audit } from '../audit/audit.ts';
import { createLimit } from '../async/limit.ts';
import type { AuditEnvironment, AuditRequest } from '../audit/contract.ts';
import type { HistoryDatabase } from '../history/database.ts';
import { beginRun, type NewRun } from '../history/record-run.ts';
import type { ScheduleLedger } from '../history/schedule-ledger.ts';
import { abandonedSiteRuns, forgetSiteRuns } from '../history/site-runs.ts';
import type { Result } from '../model/result.ts';
import type { Summary } from '../model/scan-report.ts';
import { plural } from '../report/plural.ts';
import { severityCounts } from '../report/severity-counts.ts';
import type { RunBoard } from './run-board.ts';
import type { DueRun, RunSchedule } from './schedule/scheduler.ts';

export interface ScheduleRunnerOptions {
  readonly database: HistoryDatabase;
  readonly ledger: ScheduleLedger;
  readonly board: RunBoard;
  /** Reads what the schedule audits, anew for each run: files may have changed. The error is text for the log and the page. */
  readonly prepare: (schedule: string) => Promise<Result<AuditRequest, string>>;
  readonly environment: Omit<AuditEnvironment, 'signal'>;
  readonly log: (text: string) => void;
  /** Called within the transaction that ends a run. */
  readonly onEnd?: (schedule: string, run: number) => void;
}

/**
 * Runs at once, each of which dials as many endpoints at a time as its options say. Hundreds of schedules that are due at one instant would
 * keep the service from answering, and take all its sockets; they wait in the order in which they were due.
 */
const maxAtOnce = 16;

/**
 * Makes what runs a schedule: audits, records into the history, and notes in the ledger that it has ended, in the transaction that ends
 * the run. A run that is aborted leaves no note, so that it is made again; one that cannot be made is noted with the reason.
 */
export function createScheduleRunner(options: ScheduleRunnerOptions): RunSchedule {
  const { ledger, board, log } = options;
  const takeTurn = createLimit(maxAtOnce);
  const runDue: RunSchedule = async (due) => {
    const { name } = due.schedule;
    try {
      const outcome = await runOnce(due, options);
      if (outcome.error !== null && !due.signal.aborted) ledger.noteFailure(name, due.dueAt, outcome.error);
      if (outcome.error !== null) log(`${name}: ${outcome.error}`);
      board.end(name, outcome);
    } catch (thrown) {
      const error = `a bug in certmuster, or the history cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
      log(`${name}: ${error}`);
      board.end(name, { run: null, error });
      tryToNote(() => ledger.noteFailure(name, due.dueAt, error));
    }
  };
  return (due) => takeTurn(() => runDue(due));
}

/** The history may be what cannot be written. */
function tryToNote(note: () => void): void {
  try {
    note();
  } catch {
    // The run is made again after a restart.
  }
}

interface Outcome {
  readonly run: number | null;
  readonly error: string | null;
}

async function runOnce(
  { schedule: { name }, dueAt, signal }: DueRun,
  options: ScheduleRunnerOptions,
): Promise<Outcome> {
  const { database, ledger, board, prepare, environment, log, onEnd } = options;
  if (signal.aborted) return cutOff;
  const startedAt = environment.now();
  const prepared = await prepare(name);
  if (!prepared.ok) return { run: null, error: prepared.error };
  if (signal.aborted) return cutOff;
  const { request, begun } = begin(prepared.value, { series: name, startedAt }, database);
  if (!begun.ok) return { run: null, error: `the history ${begun.error}` };
  const recorder = begun.value;
  board.start(name, startedAt, request.count);
  for await (const event of audit(request, { ...environment, signal })) {
    if (event.kind === 'endpoint') {
      recorder.endpoint(event);
      board.endpoint(name, event.report);
      continue;
    }
    // Cut off: what was seen is kept, and the run is made again.
    if (signal.aborted) return cutOff;
    recorder.finish(event.summary, event.run, () => {
      ledger.note(name, dueAt, recorder.run);
      onEnd?.(name, recorder.run);
    });
    log(`${name}: run ${recorder.run} ended: ${describeRun(event.summary.summary)}`);
  }
  if (request.sites !== undefined) forgetSiteRuns(database, name);
  return { run: recorder.run, error: null };
}

/** `17 endpoints, 1 unreachable; 3 critical, 2 errors`. */
function describeRun({ endpoints, unreachable, causes }: Summary): string {
  const seen = `${plural(endpoints, 'endpoint')}${unreachable > 0 ? `, ${unreachable} unreachable` : ''}`;
  const counts = severityCounts(causes);
  // Of endpoints that did not answer nothing can be said.
  if (counts.length === 0 && unreachable > 0) return seen;
  return `${seen}; ${counts.length === 0 ? 'no causes' : counts.join(', ')}`;
}

/** A run over sites has a name of its own towards the workers, so that one that is made again takes no answers of the one before. */
function begin(prepared: AuditRequest, run: Omit<NewRun, 'siteRun'>, database: HistoryDatabase) {
  const { sites } = prepared;
  if (sites === undefined) return { request: prepared, begun: beginRun(database, run) };
  const abandoned = abandonedSiteRuns(database, run.series);
  const request = { ...prepared, sites: { ...sites, abandoned } };
  return { request, begun: beginRun(database, { ...run, siteRun: sites.run }) };
}

const cutOff: Outcome = { run: null, error: 'was cut off, and is made again' };
