import type { HistoryDatabase } from './database.ts';

/** What a retention removed. */
export interface Pruned {
  readonly runs: number;
  readonly observations: number;
  readonly causes: number;
}

/**
 * Forgets what ended before an instant: intervals whose last run started earlier, unless they are the last of their endpoint or still
 * stand; then runs to which nothing refers any more, and what only they used. The file shrinks with `compact`.
 */
export function pruneHistory(database: HistoryDatabase, before: Date): Pruned {
  const instant = before.toISOString();
  return database.inTransaction(() => {
    const changes = (sql: string, ...values: readonly string[]): number => database.prepare(sql).run(...values).changes;
    const ended = 'last_run in (select id from run where started_at < ?)';
    const observations = changes(
      `delete from observation where ${ended} and id not in (select max(id) from observation group by endpoint)`,
      instant,
    );
    changes(`delete from state where ${ended} and id not in (select max(id) from state group by endpoint)`, instant);
    const causes = changes(
      'delete from cause where gone_run is not null and gone_run in (select id from run where started_at < ?)',
      instant,
    );
    changes(
      `delete from last_report where run in (select id from run where started_at < ?)
       and run < (select max(id) from run as last where last.series = last_report.series)`,
      instant,
    );
    // The last due time of a schedule says what it still has to do.
    changes(
      `delete from occurrence where due_at < ?
       and due_at not in (select max(due_at) from occurrence as last where last.schedule = occurrence.schedule)`,
      instant,
    );
    database.exec(removeUnusedRunsBefore(instant));
    const runs = Number(database.prepare('select changes() as n').get()?.['n']);
    for (const sql of unused) database.exec(sql);
    return { runs, observations, causes };
  });
}

/** Gives the space of what was removed back to the system. Not within a transaction. */
export function compact(database: HistoryDatabase): void {
  database.exec('vacuum');
  database.exec('pragma wal_checkpoint(truncate)');
}

function removeUnusedRunsBefore(instant: string): string {
  const used = [
    ...['observation', 'state', 'target'].flatMap((table) => [
      `select first_run from ${table}`,
      `select last_run from ${table}`,
    ]),
    ...['first_run', 'last_run', 'gone_run'].map((column) => `select ${column} from cause where ${column} is not null`),
    'select run from occurrence where run is not null',
  ].join(' union ');
  return `delete from run where started_at < '${instant}' and id not in (${used})`;
}

/** In this order: chains are used by observations, certificates by chains, documents by all of them. */
const unused = [
  `delete from chain_certificate where chain not in (
     select chain from observation union select chain_without_name from observation where chain_without_name is not null)`,
  'delete from chain where id not in (select chain from chain_certificate)',
  'delete from certificate where id not in (select certificate from chain_certificate)',
  `delete from document where id not in (
     select body from cause union select facts from observation where facts is not null
     union select config from observation where config is not null union select context from run where context is not null
     union select stores from run where stores is not null union select deployments from run where deployments is not null
     union select addresses from run where addresses is not null)`,
];
