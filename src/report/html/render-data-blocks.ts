import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { addressLabel } from '../endpoint-label.ts';
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

function describeIndex({ asOf, checks, endpoints, deploymentFindings }: ScanReport, columns: readonly string[]) {
  const indexOf = new Map(endpoints.map(({ id }, index) => [id, index]));
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
    rows: endpoints.map((endpoint) => describeRow(endpoint, asOf, columns)),
  };
}

/** page/report-data.js gives the positions their names. */
function describeRow(endpoint: EndpointReport, asOf: string, columns: readonly string[]) {
  const { id, deployment, role, host, port, server, verdict, findings } = endpoint;
  const place = port === null ? '' : addressLabel(endpoint);
  const expires = listExpiries([endpoint], asOf)[0]?.notAfter ?? '';
  return [id, deployment ?? '-', role, host, place, server ?? '', verdict, cellRow(findings, columns), expires];
}

/** Certificates and findings are replaced by their positions: the endpoints of a fleet have most of them in common. */
function describeEndpoints(endpoints: readonly EndpointReport[], certificates: ValueTable<Certificate>) {
  const findings = createValueTable<Finding>(JSON.stringify);
  const details = endpoints.map(({ chain, issuers, trust, findings: judged, ...rest }) => ({
    ...rest,
    chain: chain.map(certificates.put),
    issuers: issuers.map(({ from, ...certificate }) => ({ at: certificates.put(certificate), from })),
    trust,
    findings: judged.map(findings.put),
  }));
  return { findings: findings.all(), endpoints: details };
}
