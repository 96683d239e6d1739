import { evaluateSaved } from '../../../audit/evaluate-saved.ts';
import type { HistoryDatabase } from '../../../history/database.ts';
import { restoreRun } from '../../../history/restore-run.ts';
import type { EndpointReport } from '../../../model/endpoint-report.ts';
import type { ScanReport } from '../../../model/scan-report.ts';
import type { Service } from '../../service.ts';
import { type Refusal, refuse } from './api-route.ts';

/** A report is one document of some 15 kB an endpoint, and is made in memory. */
const maxEndpoints = 10_000;

/** Judging is work; audits go on meanwhile. */
const maxAtOnce = 2;

/** Writes reports of runs, a few at a time. */
export type ReplyWithReport = (
  service: Service,
  run: number,
  signal: AbortSignal,
) => Promise<{ readonly value: ScanReport } | Refusal>;

/** Makes what writes reports of runs, judged again with the stores and policies that the run had and as of its day. */
export function createReportReply(): ReplyWithReport {
  let underWay = 0;
  return async (service, run, signal) => {
    if (underWay >= maxAtOnce) return refuse(503, 'Other reports are being written. Ask again in some seconds.');
    if (countEndpoints(service.database, run) > maxEndpoints) {
      return refuse(
        413,
        `The run has more than ${maxEndpoints} endpoints. Use \`certmuster history export\` and \`evaluate\`.`,
      );
    }
    underWay += 1;
    try {
      return await writeReport(service, run, signal);
    } finally {
      underWay -= 1;
    }
  };
}

async function writeReport({ database, environment }: Service, number: number, signal: AbortSignal) {
  const restored = restoreRun(database, number);
  if (!restored.ok) return refuse(409, `Run ${number} ${restored.error}.`);
  const { run, observations } = restored.value;
  const endpoints: EndpointReport[] = [];
  const judged = evaluateSaved(run, observations(), { at: undefined, failOn: run.failOn }, { ...environment, signal });
  for await (const event of judged) {
    if (event.kind === 'endpoint') {
      endpoints.push(event.report);
      continue;
    }
    if (signal.aborted) break;
    const { deploymentFindings, ...summary } = event.summary;
    return { value: { ...summary, endpoints, deploymentFindings } };
  }
  return refuse(503, 'The report was not finished, because the caller went away.');
}

function countEndpoints(database: HistoryDatabase, run: number): number {
  const row = database
    .prepare(
      `select count(*) as count from target join run on run.id = ? and run.series = target.series
       where first_run <= run.id and last_run >= run.id`,
    )
    .get(run);
  return Number(row?.['count'] ?? 0);
}
