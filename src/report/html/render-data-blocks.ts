import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { cellRow } from './cell-codes.ts';
import { certificatesPerBlock, createCertificateTable } from './certificate-table.ts';
import { embedJson } from './embed-json.ts';
import { listExpiries } from './list-expiries.ts';
import { serverCommands } from './server-commands.ts';

/** Endpoints whose details stand in one block: the browser parses a block only when a page of it is opened. */
const endpointsPerBlock = 100;

/**
 * The report as the browser script reads it, in data blocks that are parsed one by one: `index` holds what the matrix
 * needs (one letter a cell), `details-N` the endpoints in full, `certificates-N` every certificate once.
 */
export function* renderDataBlocks(
  summary: ScanSummary,
  endpoints: readonly EndpointReport[],
  columns: readonly string[],
): Generator<string, void, undefined> {
  yield block('index', readIndex(summary, endpoints, columns));
  const table = createCertificateTable();
  for (let start = 0; start < endpoints.length; start += endpointsPerBlock) {
    const some = endpoints.slice(start, start + endpointsPerBlock);
    const findings = createFindingTable();
    const details = some.map((endpoint) => ({
      ...withoutBulk(endpoint),
      chain: endpoint.chain.map(table.put),
      issuers: endpoint.issuers.map(({ from, ...certificate }) => ({ at: table.put(certificate), from })),
      trust: endpoint.trust,
      findings: endpoint.findings.map(findings.put),
    }));
    yield block(`details-${start / endpointsPerBlock}`, { findings: findings.all(), endpoints: details });
    for (const { number, certificates } of table.takeFull()) yield block(`certificates-${number}`, certificates);
  }
  for (const { number, certificates } of table.takeRest()) yield block(`certificates-${number}`, certificates);
}

function block(id: string, value: unknown): string {
  return `<script type="application/json" id="${id}">${embedJson(value)}</script>\n`;
}

function withoutBulk({
  chain: _chain,
  issuers: _issuers,
  trust: _trust,
  findings: _findings,
  ...rest
}: EndpointReport) {
  return rest;
}

function readIndex(summary: ScanSummary, endpoints: readonly EndpointReport[], columns: readonly string[]) {
  const indexOf = new Map(endpoints.map(({ id }, index) => [id, index]));
  return {
    asOf: summary.asOf,
    endpointsPerBlock,
    certificatesPerBlock,
    checks: summary.checks,
    commands: serverCommands,
    columns,
    deploymentFindings: summary.deploymentFindings.map((finding) => ({
      ...finding,
      endpoints: finding.endpoints.flatMap((id) => indexOf.get(id) ?? []),
    })),
    rows: endpoints.map((endpoint) => readRow(endpoint, { asOf: summary.asOf, columns })),
  };
}

/** Positions are read by name in page/report-data.js. */
function readRow(
  endpoint: EndpointReport,
  { asOf, columns }: { readonly asOf: string; readonly columns: readonly string[] },
) {
  const { id, deployment, role, host, address, port, server, verdict, findings } = endpoint;
  const place =
    port === null ? '' : `${address === null ? '-' : address.includes(':') ? `[${address}]` : address}:${port}`;
  const expires = listExpiries([endpoint], asOf)[0]?.notAfter ?? '';
  return [id, deployment ?? '-', role, host, place, server ?? '', verdict, cellRow(findings, columns), expires];
}

/** Fleets answer alike: an answer stands once a block. */
function createFindingTable() {
  const positions = new Map<string, number>();
  const findings: Finding[] = [];
  return {
    put: (finding: Finding): number => {
      const key = JSON.stringify(finding);
      const known = positions.get(key);
      if (known !== undefined) return known;
      positions.set(key, findings.length);
      return findings.push(finding) - 1;
    },
    all: (): readonly Finding[] => findings,
  };
}
