import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { addressLabel } from '../endpoint-label.ts';
import { evidenceKey } from './cause-evidence.ts';
import { cellRow } from './cell-codes.ts';
import { embedJson } from './embed-json.ts';
import { listExpiries } from './list-expiries.ts';
import { serverCommands } from './server-commands.ts';
import { createValueTable, type ValueTable } from './value-table.ts';

/** The browser parses a block only when an endpoint or a certificate in it is shown. */
const endpointsPerBlock = 100;
const certificatesPerBlock = 200;

type Certificate = EndpointReport['chain'][number];

/**
 * The report as the browser script reads it, in data blocks that are parsed one by one: `index` holds what the matrix
 * needs (one letter a cell), `details-N` the endpoints in full, `certificates-N` every certificate once.
 */
export function* renderDataBlocks(report: ScanReport, columns: readonly string[]): Generator<string, void, undefined> {
  yield block('index', describeIndex(report, columns));
  const certificates = createValueTable<Certificate>(({ sha256 }) => sha256);
  for (const [number, endpoints] of slices(report.endpoints, endpointsPerBlock)) {
    yield block(`details-${number}`, describeEndpoints(endpoints, certificates));
  }
  for (const [number, some] of slices(certificates.all(), certificatesPerBlock)) {
    yield block(`certificates-${number}`, some);
  }
}

function block(id: string, value: unknown): string {
  return `<script type="application/json" id="${id}">${embedJson(value)}</script>\n`;
}

function* slices<Value>(values: readonly Value[], size: number): Generator<readonly [number, readonly Value[]]> {
  for (let start = 0; start < values.length; start += size) yield [start / size, values.slice(start, start + size)];
}

function describeIndex(report: ScanReport, columns: readonly string[]) {
  const { asOf, checks, causes, endpoints, deploymentFindings } = report;
  const indexOf = new Map(endpoints.map(({ id }, index) => [id, index]));
  const titles = createValueTable<string>((title) => title);
  const causesOf = listCauses(report);
  const rows = endpoints.map((endpoint) => describeRow(endpoint, { asOf, columns, causesOf, titles }));
  return {
    asOf,
    endpointsPerBlock,
    certificatesPerBlock,
    checks,
    commands: serverCommands,
    columns,
    deploymentFindings: deploymentFindings.map((finding) => ({
      ...finding,
      endpoints: finding.endpoints.flatMap((id) => indexOf.get(id) ?? []),
    })),
    causes: causes.map(({ key, title, severity, waiver }) => [key, title, severity, waiver === null ? 0 : 1]),
    titles: titles.all(),
    rows,
  };
}

interface RowContext {
  readonly asOf: string;
  readonly columns: readonly string[];
  /** Positions of the causes that concern an endpoint, alone or with others. */
  readonly causesOf: ReadonlyMap<string, readonly number[]>;
  readonly titles: ValueTable<string>;
}

/** page/report-data.js gives the positions their names. */
function describeRow(endpoint: EndpointReport, { asOf, columns, causesOf, titles }: RowContext) {
  const { id, deployment, role, host, port, server, verdict, findings, causes, failure } = endpoint;
  const place = port === null ? '' : addressLabel(endpoint);
  const expires = listExpiries([endpoint], asOf)[0]?.notAfter ?? '';
  const worst = causes.find(({ waiver }) => waiver === null) ?? causes[0];
  const title = worst?.title ?? failure?.message;
  return [
    id,
    deployment ?? '-',
    role,
    host,
    place,
    server ?? '',
    verdict,
    cellRow(findings, columns),
    expires,
    title === undefined ? -1 : titles.put(title),
    Math.max(0, causes.length - 1),
    causesOf.get(id) ?? [],
  ];
}

/** By endpoint id; those that the causes do not list, because too many were, name theirs themselves. */
function listCauses({ causes, endpoints }: ScanReport): ReadonlyMap<string, readonly number[]> {
  const positions = new Map(causes.map(({ key, waiver }, at) => [evidenceKey(key, waiver !== null), at]));
  const found = new Map<string, Set<number>>();
  const add = (id: string, at: number): void => {
    const known = found.get(id);
    if (known === undefined) found.set(id, new Set([at]));
    else known.add(at);
  };
  for (const [at, { endpoints: ids }] of causes.entries()) for (const id of ids) add(id, at);
  for (const { id, causes: own } of endpoints) {
    for (const { key, waiver } of own) {
      const at = positions.get(evidenceKey(key, waiver !== null));
      if (at !== undefined) add(id, at);
    }
  }
  return new Map([...found].map(([id, all]) => [id, [...all].sort((a, b) => a - b)]));
}

/** Certificates, causes and findings are replaced by their positions: the endpoints of a fleet have most of them in common. */
function describeEndpoints(endpoints: readonly EndpointReport[], certificates: ValueTable<Certificate>) {
  const findings = createValueTable<Finding>(JSON.stringify);
  const causes = createValueTable<unknown>(JSON.stringify);
  const details = endpoints.map(({ chain, issuers, trust, causes: own, findings: judged, ...rest }) => ({
    ...rest,
    chain: chain.map(certificates.put),
    issuers: issuers.map(({ from, ...certificate }) => ({ at: certificates.put(certificate), from })),
    trust,
    causes: own.map(({ places: _places, endpoints: _endpoints, findings: _findings, ...cause }) => causes.put(cause)),
    findings: judged.map(findings.put),
  }));
  return { findings: findings.all(), causes: causes.all(), endpoints: details };
}
