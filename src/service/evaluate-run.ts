import { evaluateSaved } from '../audit/evaluate-saved.ts';
import type { AuditEnvironment } from '../audit/contract.ts';
import type { HistoryDatabase } from '../history/database.ts';
import { findRun } from '../history/list-runs.ts';
import { restoreRun } from '../history/restore-run.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { ScanReport, Summary } from '../model/scan-report.ts';

/** A report is one document of some 15 kB an endpoint, and is made in memory. Browsers have their trouble with more, too. */
const maxEndpoints = 10_000;

/** Judging is work; audits go on meanwhile. */
const maxAtOnce = 2;

/** Why there is no report. */
export interface NotEvaluated {
  /** `cannot-be-judged`: it was imported from a report, or did not finish. `gone`: the caller went away. */
  readonly kind: 'unknown' | 'busy' | 'too-large' | 'cannot-be-judged' | 'gone';
  /** A sentence for the caller. */
  readonly message: string;
}

/** Judges a run again, with the stores and policies that it had and as of its day. */
export type EvaluateRun = (run: number, signal: AbortSignal) => Promise<Result<ScanReport, NotEvaluated>>;

/** Makes what judges runs again, a few at a time. One for a service. */
export function createRunEvaluator(
  database: HistoryDatabase,
  environment: Omit<AuditEnvironment, 'signal'>,
): EvaluateRun {
  let underWay = 0;
  return async (run, signal) => {
    const known = findRun(database, run);
    if (known === undefined) return refuse('unknown', 'There is no such run, or it was forgotten.');
    const counts = known.summary as Summary | null;
    if ((counts?.endpoints ?? 0) > maxEndpoints)
      return refuse(
        'too-large',
        `Run ${run} has more than ${maxEndpoints} endpoints. Use \`certmuster history export\` and \`certmuster evaluate\`.`,
      );
    if (underWay >= maxAtOnce) return refuse('busy', 'Other reports are being made. Try again in some seconds.');
    underWay += 1;
    try {
      return await judge(database, run, { ...environment, signal });
    } finally {
      underWay -= 1;
    }
  };
}

async function judge(
  database: HistoryDatabase,
  number: number,
  environment: AuditEnvironment,
): Promise<Result<ScanReport, NotEvaluated>> {
  const restored = restoreRun(database, number);
  if (!restored.ok) return refuse('cannot-be-judged', `Run ${number} ${restored.error}.`);
  const { run, observations } = restored.value;
  const judged: { readonly index: number; readonly report: EndpointReport }[] = [];
  for await (const event of evaluateSaved(run, observations(), { at: undefined, failOn: run.failOn }, environment)) {
    if (event.kind === 'endpoint') {
      judged.push(event);
      continue;
    }
    if (environment.signal.aborted) break;
    // The history keeps endpoints by their numbers; reports have them in expansion order.
    const endpoints = judged.toSorted((a, b) => a.index - b.index).map(({ report }) => report);
    const { deploymentFindings, ...summary } = event.summary;
    return ok({ ...summary, endpoints, deploymentFindings });
  }
  return refuse('gone', 'The report was not finished, because the caller went away.');
}

function refuse(kind: NotEvaluated['kind'], message: string): Result<never, NotEvaluated> {
  return err({ kind, message });
}
