import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Cause } from '../../../src/model/cause.ts';
import type { EndpointReport } from '../../../src/model/endpoint-report.ts';
import type { Role, Verdict } from '../../../src/model/vocabulary.ts';
import { type ScanReport, scanReportSchema } from '../../../src/model/scan-report.ts';
import { renderHtml } from '../../../src/report/html/render-html.ts';
import { endpoint, finding, reportOf } from '../sample-report.ts';

/** The whole file as text. */
export async function htmlOf(report: ScanReport): Promise<string> {
  return [...(await renderHtml(report))].join('');
}

/** Reports on disk, gone with `remove`. */
export function reportFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'certmuster-html-'));
  return {
    write: async (name: string, report: ScanReport): Promise<string> => {
      const path = join(folder, name);
      writeFileSync(path, '');
      for (const piece of await renderHtml(report)) writeFileSync(path, piece, { flag: 'a' });
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What a peer may write into a certificate's name, a banner or a URL. */
export const hostile =
  '</script><script>window.pwned = 1</script><img src=x onerror="window.pwned=2">"\' onfocus=x <!--\u202egnp\u0000\u2028`&lt;';

const words = {
  title: hostile,
  why: hostile,
  remedy: hostile,
  citation: { document: hostile, section: hostile, url: 'javascript:window.pwned=3' },
};

/** Every free text of a report, and every key that a peer can choose, turned hostile. */
export function hostileReport(): ScanReport {
  const hit = { message: `It says ${hostile}.`, expected: hostile, observed: hostile, reason: hostile };
  const [certificate] = endpoint().chain;
  const nasty = endpoint({
    id: `${hostile}|x`,
    deployment: hostile,
    virtualServer: `https://${hostile}`,
    server: hostile,
    host: hostile,
    address: hostile,
    serverName: hostile,
    verdict: 'fail',
    failure: { stage: 'tls', kind: 'alert', message: hostile },
    withoutServerName: { failure: { stage: 'tls', kind: 'alert', message: hostile } },
    chain: [
      {
        ...certificate,
        subject: hostile,
        issuer: hostile,
        serialNumber: hostile,
        dnsNames: [hostile],
        keyUsage: [hostile],
      } as EndpointReport['chain'][number],
      { sha256: 'c'.repeat(64), der: 'MAA=', error: hostile },
    ],
    trust: [
      { store: hostile, path: null, error: { kind: hostile, message: hostile } },
      { store: 'constructor', path: ['a'.repeat(64), 'f'.repeat(64)], error: null },
    ],
    findings: [
      finding('key-usage', 'fail', { ...hit, waiver: { by: hostile, reason: hostile, until: '2027-01-01' } }),
      finding('expiry-margin', 'fail', hit),
      finding('constructor', 'fail', hit),
      finding('__proto__', 'not-observable', hit),
      finding(hostile, 'undetermined', hit),
      finding('exportable-key', 'not-observable', hit),
    ],
  });
  const turnHostile = (cause: Cause): Cause => ({
    ...cause,
    ...words,
    key: `${hostile}${cause.key}`,
    places: [hostile],
  });
  nasty.causes.splice(0, nasty.causes.length, ...nasty.causes.map(turnHostile));
  nasty.findings.splice(
    0,
    nasty.findings.length,
    ...nasty.findings.map((each) => (each.cause === null ? each : { ...each, cause: `${hostile}${each.cause}` })),
  );
  const across = { deployment: hostile, ...finding('interface-certificates', 'fail', hit), endpoints: [nasty.id] };
  const report = reportOf([nasty, endpoint({ verdict: 'pass' })], [across]);
  const bad = { ...words, faults: { broken: words, [hostile]: words } };
  return scanReportSchema.parse({
    ...report,
    notices: [hostile],
    inputs: [{ path: hostile, sha256: 'a'.repeat(64) }],
    options: { [hostile]: hostile },
    policies: { [hostile]: hostile },
    trustStores: [{ name: hostile, source: hostile, date: hostile, anchors: [] }],
    checks: { ...report.checks, 'expiry-margin': bad },
  });
}

const roles: readonly Role[] = ['virtual-server', 'as-host', 'download-host', 'load-balancer', 'mtls'];
const verdicts: readonly Verdict[] = ['pass', 'pass', 'pass', 'warn', 'fail', 'pass', 'unreachable'];

/** As many endpoints as asked, each with a leaf of its own and as many findings as an audit gives. */
export function largeReport(count: number): ScanReport {
  const endpoints = Array.from({ length: count }, (_, index) => largeEndpoint(index));
  return reportOf(endpoints, []);
}

function largeEndpoint(index: number): EndpointReport {
  const role = roles[index % roles.length] ?? 'mtls';
  const verdict = verdicts[index % verdicts.length] ?? 'pass';
  const site = Math.floor(index / 15);
  const host = `${role}-${index}.site${site}.example.test`;
  const isSeen = verdict !== 'unreachable';
  const expires = new Date(Date.UTC(2026, 10, 22) + ((index * 37) % 700) * 86_400_000).toISOString();
  const leaf = {
    sha256: index.toString(16).padStart(64, '0'),
    der: Buffer.alloc(1_100, index % 251).toString('base64'),
    subject: `CN=${host},O=Example`,
    issuer: 'CN=Example CA',
    serialNumber: index.toString(16),
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: expires,
    dnsNames: [host],
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
  };
  const checks = Array.from({ length: 38 }, (_, at) => {
    const outcome = isSeen
      ? verdict === 'fail' && at === 3
        ? 'fail'
        : at > 34
          ? 'not-applicable'
          : 'pass'
      : 'undetermined';
    const own = at < 8 ? ` of ${host}` : '';
    return finding(at === 3 ? 'key-usage' : `check-number-${at}`, outcome, {
      message: `The answer to rule ${at}${own} is this. It may matter.`,
      observed: at < 4 ? host : null,
    });
  });
  const expiry = finding('expiry-margin', verdict === 'warn' ? 'fail' : 'pass', {
    severity: 'warning',
    message: `It expires at ${expires}. Renew it.`,
  });
  return endpoint({
    id: `site${site}|site${site}.example.test/${role}/${host}@10.0.0.1:443`,
    deployment: `site${site % 40}`,
    virtualServer: index % 3 === 0 ? null : `https://site${site}.example.test`,
    server: role === 'load-balancer' ? null : `server${index % 7}.example.test`,
    host,
    role,
    verdict,
    failure: isSeen ? null : { stage: 'tcp', kind: 'refused', message: 'The connection was refused.' },
    chain: isSeen
      ? [leaf, { ...leaf, sha256: 'e'.repeat(64), subject: 'CN=Example CA', notAfter: '2034-01-01T00:00:00.000Z' }]
      : [],
    trust: isSeen ? [{ store: 'contoso', path: [leaf.sha256, 'e'.repeat(64)], error: null }] : [],
    findings: [...checks, expiry],
  });
}
