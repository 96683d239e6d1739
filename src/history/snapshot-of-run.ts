import { groupBy } from '../model/group-by.ts';
import { certificateColumns, readCertificate } from './certificate-record.ts';
import type { HistoryDatabase } from './database.ts';
import { unpack } from './documents.ts';
import { causesAfter } from './list-causes.ts';
import type { RunRecord } from './list-runs.ts';
import type { Snapshot, SnapshotEndpoint } from './snapshot.ts';

/** What was known after a run of a history: also of endpoints that did not answer in it. */
export function snapshotOfRun(database: HistoryDatabase, { run, series, startedAt }: RunRecord): Snapshot {
  const vantages = createVantageReader(database);
  const rows = database
    .prepare(
      `select endpoint.key as key, state.verdict as verdict, observation.chain as chain, observation.facts as facts, ${certificateColumns}
       from target join endpoint on endpoint.id = target.endpoint
       left join state on state.id = (
         select max(id) from state where state.endpoint = target.endpoint and state.first_run <= ?)
       left join observation on observation.id = (
         select max(id) from observation where observation.endpoint = target.endpoint and observation.first_run <= ?)
       left join chain_certificate as link on link.chain = observation.chain and link.position = 0
       left join certificate on certificate.id = link.certificate
       where target.series = ? and target.first_run <= ? and target.last_run >= ? order by endpoint.key`,
    )
    .all(run, run, series, run, run);
  const chains = readChains(
    database,
    rows.flatMap(({ chain }) => (chain === null ? [] : [Number(chain)])),
  );
  const endpoints = rows.map((row): SnapshotEndpoint => {
    const verdict = String(row['verdict'] ?? 'unreachable');
    const isKnown = row['chain'] !== null;
    return {
      id: String(row['key']),
      verdict,
      answered: verdict !== 'unreachable',
      leaf: isKnown ? readCertificate(row) : null,
      chain: chains.get(Number(row['chain'] ?? 0)) ?? [],
      // What was imported from a report has no facts.
      seenFrom: row['facts'] === null ? null : vantages(Number(row['facts'])),
    };
  });
  return {
    name: `run ${run}`,
    startedAt,
    causes: causesAfter(database, { series, run }),
    endpoints: new Map(endpoints.map((endpoint) => [endpoint.id, endpoint])),
  };
}

/** The fingerprints of chains, leaf first. */
function readChains(database: HistoryDatabase, chains: readonly number[]): ReadonlyMap<number, readonly string[]> {
  const rows = database
    .prepare(
      `select chain, certificate.sha256 as sha256 from chain_certificate
       join certificate on certificate.id = chain_certificate.certificate
       where chain in (select value from json_each(?)) order by chain, position`,
    )
    .all(JSON.stringify(chains));
  const links = groupBy(rows, ({ chain }) => Number(chain));
  return new Map([...links].map(([chain, of]) => [chain, of.map(({ sha256 }) => String(sha256))]));
}

/** Reads from where endpoints with some facts were seen, each once. */
function createVantageReader(database: HistoryDatabase): (facts: number) => string | null {
  const read = database.prepare('select body from document where id = ?');
  const known = new Map<number, string | null>();
  return (facts) => {
    const found = known.get(facts);
    if (found !== undefined) return found;
    const { seenFrom = null } = Object(unpack(read.get(facts)?.['body'])) as { readonly seenFrom?: string };
    known.set(facts, seenFrom);
    return seenFrom;
  };
}
