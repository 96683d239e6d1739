import type { Cause } from '../../model/cause.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { DeploymentFinding, Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';

/** Columns, in order. New ones are appended, so that the positions of the others stay. */
const columns = [
  'scope',
  'deployment',
  'virtual_server',
  'server',
  'role',
  'policy',
  'host',
  'address',
  'port',
  'endpoint',
  'verdict',
  'check',
  'outcome',
  'severity',
  'message',
  'expected',
  'observed',
  'reason',
  'waived_by',
  'waived_until',
  'waived_reason',
  'leaf_sha256',
  'leaf_subject',
  'leaf_not_after',
  'as_of',
  'fault',
  'cause',
  'cause_title',
  'protocol',
  'cipher_suite',
  'key_exchange',
  'post_quantum',
  'application_protocol',
  'other_key_types',
  'starttls',
  'site',
  'seen_from',
] as const;

type Row = Readonly<Partial<Record<(typeof columns)[number], string | number | null | undefined>>>;

/** CSV by RFC 4180, for a spreadsheet: a row for each finding of an endpoint, then for each of a deployment. */
export function* renderCsv(report: ScanReport): Generator<string, void, undefined> {
  const { endpoints, deploymentFindings, asOf, causes } = report;
  yield line(columns);
  for (const endpoint of endpoints) {
    const ofEndpoint = { ...describeEndpoint(endpoint), as_of: asOf };
    const titles = titlesOf(endpoint.causes);
    yield endpoint.findings.map((finding) => toLine({ ...ofEndpoint, ...describeFinding(finding, titles) })).join('');
  }
  const titles = titlesOf(causes);
  for (const finding of deploymentFindings) {
    yield toLine({ ...describeDeployment(finding), ...describeFinding(finding, titles), as_of: asOf });
  }
}

/** Empty in older reports. */
const postQuantum: Readonly<Record<string, string>> = { true: 'yes', false: 'no', null: 'not known' };

/** By the key of the cause. */
type Titles = ReadonlyMap<string, string>;

function titlesOf(causes: readonly Cause[]): Titles {
  return new Map(causes.map(({ key, title }) => [key, title]));
}

function describeEndpoint(endpoint: EndpointReport): Row {
  const [leaf] = endpoint.chain;
  const { handshake } = endpoint;
  return {
    scope: 'endpoint',
    deployment: endpoint.deployment,
    virtual_server: endpoint.virtualServer,
    server: endpoint.server,
    role: endpoint.role,
    policy: endpoint.policy,
    host: endpoint.host,
    address: endpoint.address,
    port: endpoint.port,
    endpoint: endpoint.id,
    verdict: endpoint.verdict,
    leaf_sha256: leaf?.sha256,
    ...(leaf !== undefined && 'subject' in leaf ? { leaf_subject: leaf.subject, leaf_not_after: leaf.notAfter } : {}),
    protocol: handshake?.protocol,
    cipher_suite: handshake?.cipherSuite,
    key_exchange: handshake?.keyExchange?.group ?? handshake?.keyExchange?.kind,
    post_quantum: handshake === null ? undefined : postQuantum[`${handshake.postQuantum}`],
    application_protocol: handshake?.applicationProtocol,
    other_key_types: handshake?.otherKeyTypes?.join(' '),
    starttls: endpoint.startTls,
    site: endpoint.site,
    seen_from: endpoint.seenFrom,
  };
}

/** All endpoints concerned stand in one field, separated by blanks. */
function describeDeployment({ deployment, endpoints }: DeploymentFinding): Row {
  return { scope: 'deployment', deployment, endpoint: endpoints.join(' ') };
}

function describeFinding(finding: Finding, titles: Titles): Row {
  const { check, outcome, severity, message, expected, observed, reason, fault, cause, waiver } = finding;
  const waived = waiver && { waived_by: waiver.by, waived_until: waiver.until, waived_reason: waiver.reason };
  const from = { fault, cause, cause_title: cause === null ? undefined : titles.get(cause) };
  return { check, outcome, severity, message, expected, observed, reason, ...from, ...waived };
}

function toLine(row: Row): string {
  return line(columns.map((column) => row[column] ?? ''));
}

function line(fields: readonly (string | number)[]): string {
  return `${fields.map(escapeField).join(',')}\r\n`;
}

/**
 * Spreadsheets run a text that starts like this as a formula, full-width forms included; an apostrophe before it keeps it
 * a text (OWASP, CSV injection). Blanks, tabs and quotes before the sign make no
 * difference: some import dialogues split or trim a field there although it is quoted.
 */
const formulaStart = /^[\s'"]*[=+\-@|%＝＋－＠]/u;

function escapeField(value: string | number): string {
  const text = escapeForTerminal(String(value));
  return `"${(formulaStart.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
