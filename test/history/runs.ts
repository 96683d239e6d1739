import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { type HistoryDatabase, openHistory } from '../../src/history/database.ts';
import { beginRun } from '../../src/history/record-run.ts';
import type { RecordedEndpoint } from '../../src/history/recording.ts';
import type { Cause } from '../../src/model/cause.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import type { Severity } from '../../src/model/vocabulary.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { causesOf, endpoint, finding, reportOf } from '../report/sample-report.ts';

/** A history of its own for one test. */
export function historyFor(context: TestContext): { readonly database: HistoryDatabase; readonly path: string } {
  const folder = temporaryFolder();
  const path = join(folder.path, 'audit.db');
  const opened = openHistory(path, { create: true });
  if (!opened.ok) throw new Error(opened.error);
  context.after(() => {
    opened.value.close();
    folder.remove();
  });
  return { database: opened.value, path };
}

/** A leaf of `host` with a name of its own; equal names are one certificate. */
export function leaf(
  name: string,
  more: Partial<EndpointReport['chain'][number]> = {},
): EndpointReport['chain'][number] {
  const sha256 = createHash('sha256').update(name).digest('hex');
  const [first] = endpoint().chain;
  if (first === undefined || 'error' in first) throw new Error('the sample has no leaf');
  return { ...first, sha256, der: Buffer.from(name).toString('base64'), publicKeySha256: sha256, ...more };
}

/** The checks that the endpoints of these tests pass or fail. */
const lookedAt = ['expiry-margin', 'name-match', 'key-strength', 'chain-order', 'validity-period'];

/** An endpoint at an address that presents a leaf, and passes. */
export function serving(address: string, name: string, more: Partial<EndpointReport> = {}): EndpointReport {
  const looked = lookedAt.map((check) => finding(check, 'pass'));
  return endpoint({ address, chain: [leaf(name)], findings: looked, ...more });
}

/** The same endpoint without an answer. */
export function silent(address: string | null): EndpointReport {
  const failure = { stage: 'tcp' as const, kind: 'timeout' as const, message: 'No answer.' };
  return endpoint({ address, chain: [], handshake: null, verdict: 'unreachable', failure });
}

/** An endpoint on which something is wrong: the cause has the key `CHECK/broken`. */
export function failing(at: EndpointReport, check: string, severity: Severity = 'error'): EndpointReport {
  const found = finding(check, 'fail', { severity, cause: `${check}/broken` });
  const where = { endpoints: [at.id], places: [`${at.host} ${at.address}:${at.port}`] };
  return {
    ...at,
    verdict: 'fail',
    findings: [found, ...at.findings.filter((each) => each.check !== check)],
    causes: causesOf([found], where),
  };
}

/** Records a run that started on a day of January 2027; returns its number. */
export function record(
  database: HistoryDatabase,
  day: number,
  endpoints: readonly (EndpointReport | RecordedEndpoint)[],
  { complete = true, series = 'targets.json' }: { readonly complete?: boolean; readonly series?: string } = {},
): number {
  const startedAt = new Date(Date.UTC(2027, 0, day));
  const begun = beginRun(database, { series, startedAt });
  if (!begun.ok) throw new Error(begun.error);
  const recorded = endpoints.map((each) => ('report' in each ? each : { report: each }));
  for (const each of recorded) begun.value.endpoint(each);
  const { endpoints: _, ...summary } = reportOf([], []);
  const causes = mergeByKey(recorded.flatMap((each) => each.report.causes));
  const [start, end] = [startedAt.toISOString(), new Date(startedAt.getTime() + 1_000).toISOString()];
  begun.value.finish({ ...summary, causes, complete, startedAt: start, finishedAt: end }, undefined);
  return begun.value.run;
}

function mergeByKey(causes: readonly Cause[]): Cause[] {
  return [...new Map(causes.map((cause) => [cause.key, cause])).values()];
}

/** Counts the rows of a table. */
export function count(database: HistoryDatabase, table: string): number {
  return Number(database.prepare(`select count(*) as n from ${table}`).get()?.['n']);
}
