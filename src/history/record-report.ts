import type { EndpointReport } from '../model/endpoint-report.ts';
import { pack } from './documents.ts';
import type { RecordingContext } from './recording.ts';

/**
 * Keeps the last report of each endpoint. An endpoint that did not answer keeps the one before, and only its verdict is another. Within a
 * transaction.
 */
export function createReportRecorder({ database, run, series }: RecordingContext) {
  const upsert = database.prepare(
    `insert into last_report (series, endpoint, run, verdict, body) values (?, ?, ?, ?, ?)
     on conflict (series, endpoint) do update set run = excluded.run, verdict = excluded.verdict, body = excluded.body`,
  );
  const update = database.prepare('update last_report set run = ?, verdict = ? where series = ? and endpoint = ?');
  return (endpoint: number, report: EndpointReport): void => {
    const { verdict, chain } = report;
    if (chain.length === 0 && update.run(run, verdict, series, endpoint).changes > 0) return;
    upsert.run(series, endpoint, run, verdict, pack(shorten(report)));
  };
}

/** Without what stands elsewhere (bytes of certificates, causes) and without findings of which there is nothing to say. */
function shorten({ chain, issuers, findings, ...report }: EndpointReport): EndpointReport {
  const withoutBytes = <T extends EndpointReport['chain'][number]>(each: T): T => ({ ...each, der: '' });
  return {
    ...report,
    causes: [],
    chain: chain.map(withoutBytes),
    issuers: issuers.map(withoutBytes),
    findings: findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'undetermined'),
  };
}
