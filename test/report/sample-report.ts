import { createCauseLog } from '../../src/evaluate/causes/merge-causes.ts';
import type { Cause } from '../../src/model/cause.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import type { DeploymentFinding, Finding } from '../../src/model/finding.ts';
import { type ScanReport, scanReportSchema } from '../../src/model/scan-report.ts';

/** A finding with everything it needs; the message is what a check of that outcome might say. */
export function finding(check: string, outcome: Finding['outcome'], more: Partial<Finding> = {}): Finding {
  const severity = outcome === 'not-observable' ? null : 'error';
  return {
    check,
    outcome,
    fault: outcome === 'fail' ? 'broken' : null,
    cause: outcome === 'fail' ? `${check}/broken:0123456789abcdef` : null,
    severity,
    message: `The answer of ${check}.`,
    expected: null,
    observed: null,
    reason: null,
    ...more,
  };
}

/** An endpoint of the deployment `contoso` as an audit would report it. */
export function endpoint(more: Partial<EndpointReport> = {}): EndpointReport {
  const host = more.host ?? 'im.contoso.com';
  const role = more.role ?? 'virtual-server';
  const address = more.address === undefined ? '10.0.0.11' : more.address;
  const id = `contoso|im.contoso.com/${role}/${host}@${address}:443`;
  return {
    id: `contoso|im.contoso.com/${role}/${host}@${address}:443`,
    deployment: 'contoso',
    virtualServer: 'https://im.contoso.com',
    server: null,
    policy: 'cwa-2007-r2',
    role,
    observedAt: '2026-11-22T10:00:00.000Z',
    host,
    port: 443,
    address,
    serverName: host,
    verdict: 'pass',
    failure: null,
    handshake: {
      protocol: 'TLSv1.2',
      cipherSuite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      profile: 'modern',
      keyPossession: 'proven',
      durationMs: 3.5,
    },
    withoutServerName: null,
    chain: [
      {
        sha256: 'a'.repeat(64),
        der: 'MAA=',
        subject: `CN=${host}`,
        issuer: 'CN=Contoso CA',
        serialNumber: '01',
        notBefore: '2026-01-01T00:00:00.000Z',
        notAfter: '2027-01-01T00:00:00.000Z',
        dnsNames: [host],
        keyUsage: ['digitalSignature', 'keyEncipherment'],
        extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
      },
    ],
    trust: [{ store: 'contoso', path: ['a'.repeat(64)], error: null }],
    issuers: [],
    publiclyTrusted: false,
    causes: causesOf(more.findings ?? [], { endpoints: [id], places: [`${host} ${address}:443`] }),
    findings: [finding('exportable-key', 'not-observable', { message: 'Look on the server.', reason: 'server-side' })],
    ...more,
  };
}

/** A cause for each failing finding, as an audit would report it. */
export function causesOf(findings: readonly Finding[], where: Pick<Cause, 'endpoints' | 'places'>): Cause[] {
  return findings
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ check, fault, cause, severity, waiver }) => ({
      key: cause ?? '',
      fault: `${check}/${fault}`,
      severity: severity ?? 'info',
      title: `The title of a broken ${check}`,
      why: `Why ${check} matters.`,
      remedy: `What to do about ${check}.`,
      citation: { document: 'Preparing Certificates', section: 'Table 2', url: null },
      command: null,
      certificate: 'a'.repeat(64),
      ...where,
      findings: 1,
      waiver: waiver ?? null,
    }));
}

const keyUsage = finding('key-usage', 'fail', {
  message: 'The key usage lacks keyEncipherment. Old clients send the key that way. Reissue it.',
  expected: 'a0',
  observed: '80',
});

const unreachable = endpoint({
  role: 'reverse-proxy-external',
  host: 'download.im.contoso.com',
  address: '203.0.113.10',
  verdict: 'unreachable',
  failure: { stage: 'tcp', kind: 'refused', message: 'The connection was refused.' },
  handshake: null,
  chain: [],
  trust: [],
  findings: [finding('chain-trust', 'undetermined', { reason: 'unreachable' })],
});

/** A report about these endpoints, counted. */
export function reportOf(
  endpoints: readonly EndpointReport[],
  deploymentFindings: readonly DeploymentFinding[] = [crossFailure, crossPass],
): ScanReport {
  const verdicts = (verdict: string) => endpoints.filter((each) => each.verdict === verdict).length;
  const outcomes = (outcome: string) =>
    endpoints.flatMap((each) => each.findings).filter((each) => each.outcome === outcome).length;
  const log = createCauseLog();
  for (const { causes } of endpoints) log.add(causes);
  for (const each of deploymentFindings)
    log.add(causesOf([each], { endpoints: each.endpoints, places: ['10.0.0.11:443'] }));
  const causes = log.causes();
  const ofSeverity = (severity: string) => causes.filter((each) => each.waiver === null && each.severity === severity);
  return scanReportSchema.parse({
    schemaVersion: '2.0',
    tool: { name: 'certmuster', version: '0.1.0' },
    startedAt: '2026-11-22T10:00:00.000Z',
    finishedAt: '2026-11-22T10:00:01.000Z',
    asOf: '2026-11-22T10:00:00.000Z',
    complete: true,
    notices: ['The specification calls itself preliminary documentation.'],
    inputs: [],
    options: {},
    policies: {},
    trustStores: [{ name: 'contoso', source: 'contoso-root.pem', date: null, anchors: ['b'.repeat(64)] }],
    fetches: [],
    causes,
    summary: {
      causes: {
        critical: ofSeverity('critical').length,
        error: ofSeverity('error').length,
        warning: ofSeverity('warning').length,
        info: ofSeverity('info').length,
        waived: causes.filter(({ waiver }) => waiver !== null).length,
      },
      endpoints: endpoints.length,
      pass: verdicts('pass'),
      warn: verdicts('warn'),
      fail: verdicts('fail'),
      waived: verdicts('waived'),
      unreachable: verdicts('unreachable'),
      outcomes: {
        pass: outcomes('pass'),
        fail: outcomes('fail'),
        undetermined: outcomes('undetermined'),
        'not-observable': outcomes('not-observable'),
        'not-applicable': outcomes('not-applicable'),
      },
      notAudited: null,
    },
    checks: Object.fromEntries(
      ['key-usage', 'expiry-margin', 'exportable-key', 'interface-certificates'].map((id) => [id, description(id)]),
    ),
    deploymentFindings,
    endpoints,
  });
}

const crossFailure: DeploymentFinding = {
  deployment: 'contoso',
  ...finding('interface-certificates', 'fail', { message: 'Both interfaces present one certificate.' }),
  endpoints: [unreachable.id],
};

const crossPass: DeploymentFinding = {
  deployment: 'contoso',
  ...finding('array-consistency', 'pass', { message: 'All members agree. Nothing to do.' }),
  endpoints: [],
};

/** A report with every kind of section in it. It fits the published schema. */
export const sampleReport: ScanReport = reportOf([
  endpoint(),
  endpoint({ role: 'as-host', host: 'as.im.contoso.com', verdict: 'fail', findings: [keyUsage] }),
  endpoint({ role: 'download-host', host: 'download.im.contoso.com', verdict: 'fail', findings: [keyUsage] }),
  endpoint({
    role: 'load-balancer',
    address: '2001:db8::10',
    verdict: 'warn',
    findings: [
      finding('expiry-margin', 'fail', { severity: 'warning', message: 'It expires in 12 days. Renew it.' }),
      finding('revocation-status', 'undetermined', { reason: 'not-fetched', message: 'Nothing was fetched.' }),
    ],
  }),
  unreachable,
]);

function description(id: string) {
  const citation = { document: 'Preparing Certificates', section: 'Table 2', url: null };
  const why = `Why ${id} matters.`;
  const broken = { title: `A broken ${id}`, why, remedy: `What to do about ${id}.`, citation };
  return { title: `The title of ${id}`, why, faults: { broken }, citation };
}
