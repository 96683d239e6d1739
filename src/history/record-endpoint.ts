import { hash } from 'node:crypto';

import type { EndpointReport } from '../model/endpoint-report.ts';
import type { HistoryDatabase } from './database.ts';
import { idOf, pack } from './documents.ts';
import type { RecordedEndpoint, RecordingContext } from './recording.ts';
import { splitObservation } from './split-observation.ts';

type ReportedCertificate = EndpointReport['chain'][number];

/** Records what an endpoint showed and how it was judged; returns its number in the history. Within a transaction. */
export function createEndpointRecorder(context: RecordingContext): (endpoint: RecordedEndpoint) => number {
  const { database, run, series } = context;
  const find = database.prepare('select id, site, seen_from from endpoint where key = ?');
  const add = database.prepare(
    'insert into endpoint (key, deployment, role, server, host, address, port, site, seen_from) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const move = database.prepare('update endpoint set site = ?, seen_from = ? where id = ?');
  const target = database.prepare(
    `insert into target (series, endpoint, first_run, last_run) values (?, ?, ?, ?)
     on conflict (series, endpoint) do update set last_run = excluded.last_run`,
  );
  const recordState = createStateRecorder(context);
  const recordObservation = createObservationRecorder(context);
  return (recorded) => {
    const { id, deployment, role, server, host, address, port, chain, site = null, seenFrom = null } = recorded.report;
    const known = find.get(id);
    const endpoint =
      idOf(known) ?? Number(add.run(id, deployment, role, server, host, address, port, site, seenFrom).lastInsertRowid);
    if (known !== undefined && (known['site'] !== site || known['seen_from'] !== seenFrom))
      move.run(site, seenFrom, endpoint);
    target.run(series, endpoint, run, run);
    recordState(endpoint, recorded.report);
    // An endpoint that did not answer changes nothing that is known of it.
    if (chain.length > 0) recordObservation(endpoint, recorded);
    return endpoint;
  };
}

function createStateRecorder({ database, run }: RecordingContext) {
  const last = database.prepare('select id, verdict, failure from state where endpoint = ? order by id desc limit 1');
  const extend = database.prepare('update state set last_run = ?, failure = ? where id = ?');
  const add = database.prepare(
    'insert into state (endpoint, first_run, last_run, verdict, failure) values (?, ?, ?, ?, ?)',
  );
  return (endpoint: number, { verdict, failure }: EndpointReport): void => {
    const text = failure === null ? null : JSON.stringify(failure);
    const known = last.get(endpoint);
    const isSame = known?.['verdict'] === verdict && kindOf(known['failure']) === (failure?.kind ?? null);
    if (isSame) extend.run(run, text, Number(known['id']));
    else add.run(endpoint, run, run, verdict, text);
  };
}

/** The kind of a stored failure; null: there was none. Messages have times in them and differ from run to run. */
function kindOf(failure: unknown): string | null {
  return typeof failure === 'string' ? (JSON.parse(failure) as { kind: string }).kind : null;
}

function createObservationRecorder({ database, interning, run }: RecordingContext) {
  const certificateId = createCertificateRecorder(database);
  const last = database.prepare(
    `select observation.id as id, observation.chain as chain, chain_without_name, facts, link.certificate as leaf from observation
     left join chain_certificate as link on link.chain = observation.chain and link.position = 0
     where endpoint = ? order by observation.id desc limit 1`,
  );
  const extend = database.prepare('update observation set last_run = ?, config = ?, latest = ? where id = ?');
  const add = database.prepare(
    `insert into observation (endpoint, first_run, last_run, chain, chain_without_name, facts, config, latest, new_leaf)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const chainOf = (certificates: readonly StoredCertificate[]) => {
    const ids = certificates.map(certificateId);
    const chain = interning.chain(
      ids,
      certificates.map(({ sha256 }) => sha256),
    );
    return { chain, leaf: ids[0] };
  };
  return (endpoint: number, { report, observation }: RecordedEndpoint): void => {
    const { chain, leaf = null } = chainOf(report.chain.map(ofReport));
    const without = observation === undefined ? undefined : withoutName(observation, report);
    const chainWithout = without === undefined ? null : chainOf(without).chain;
    const split = observation === undefined ? undefined : splitObservation(observation);
    const facts = split === undefined ? null : interning.document(split.facts);
    const config = split === undefined ? null : interning.document(split.config);
    const latest = split === undefined ? null : pack(split.latest);
    const known = last.get(endpoint);
    const isSame =
      known !== undefined &&
      Number(known['chain']) === chain &&
      numberOrNull(known['chain_without_name']) === chainWithout &&
      numberOrNull(known['facts']) === facts;
    const newLeaf = known !== undefined && numberOrNull(known['leaf']) !== leaf ? leaf : null;
    if (isSame) extend.run(run, config, latest, Number(known['id']));
    else add.run(endpoint, run, run, chain, chainWithout, facts, config, latest, newLeaf);
  };
}

interface StoredCertificate {
  readonly sha256: string;
  readonly der: Uint8Array;
  /** Undefined: only its bytes are known. */
  readonly summary: ReportedCertificate | undefined;
}

function ofReport(summary: ReportedCertificate): StoredCertificate {
  return { sha256: summary.sha256, der: Buffer.from(summary.der, 'base64'), summary };
}

/** The certificates that came without SNI; undefined: there are none. */
function withoutName(
  { withoutServerName }: NonNullable<RecordedEndpoint['observation']>,
  report: EndpointReport,
): readonly StoredCertificate[] | undefined {
  if (withoutServerName === null || !('certificates' in withoutServerName)) return undefined;
  const known = new Map(report.chain.map((each) => [each.der, each]));
  return withoutServerName.certificates.map((bytes) => {
    const der = Buffer.from(bytes);
    const summary = known.get(der.toString('base64'));
    return { der, summary, sha256: summary?.sha256 ?? hash('sha256', der) };
  });
}

function createCertificateRecorder(database: HistoryDatabase): (certificate: StoredCertificate) => number {
  const find = database.prepare('select id, subject, error from certificate where sha256 = ?');
  const add = database.prepare(
    `insert into certificate (sha256, der, subject, issuer, serial_number, not_before, not_after, names, usages, key_sha256, error)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const complete = database.prepare(
    `update certificate set subject = ?, issuer = ?, serial_number = ?, not_before = ?, not_after = ?, names = ?, usages = ?,
     key_sha256 = ?, error = ? where id = ?`,
  );
  return ({ sha256, der, summary }) => {
    const known = find.get(sha256);
    const fields = describe(summary);
    if (known === undefined) return Number(add.run(sha256, der, ...fields).lastInsertRowid);
    const id = Number(known['id']);
    if (summary !== undefined && known['subject'] === null && known['error'] === null) complete.run(...fields, id);
    return id;
  };
}

function describe(summary: ReportedCertificate | undefined): readonly (string | null)[] {
  const none = Array.from({ length: 9 }, () => null);
  if (summary === undefined) return none;
  if ('error' in summary) return [...none.slice(1), summary.error];
  const { subject, issuer, serialNumber, notBefore, notAfter, dnsNames, extendedKeyUsage, publicKeySha256 } = summary;
  const [names, usages] = [JSON.stringify(dnsNames), JSON.stringify(extendedKeyUsage)];
  return [subject, issuer, serialNumber, notBefore, notAfter, names, usages, publicKeySha256 ?? null, null];
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}
