import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { AuditRequest } from '../../src/audit/contract.ts';
import { demoRequest } from '../../src/cli/commands/demo-request.ts';
import { createAuthority } from '../forge/certificate-authority.ts';
import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { type DemoDeployment, startDemoDeployment } from '../../src/lab/demo-deployment.ts';
import { type Audited, runAudit, storeOf } from './auditing.ts';

// Two audits of the same servers, whose stores, policy overrides, waivers and instants differ under the same names. Each is run alone and
// beside the other in one process: a certificate, a path or a policy that one remembered for the other would show in a report.

const now = new Date();
let demo: DemoDeployment;
let asDeclared: AuditRequest;
let otherwise: AuditRequest;

before(async () => {
  demo = await startDemoDeployment({ now });
  const request = await demoRequest(demo, { concurrency: 20, timeoutMs: 20_000 });
  const stranger = await createAuthority({ organization: 'Fabrikam', now });
  const inTwoYears = new Date(now.getTime() + 730 * 86_400_000);
  const until = new Date(inTwoYears.getTime() + 300 * 86_400_000).toISOString().slice(0, 10);
  asDeclared = withOptions(request, { at: now });
  otherwise = withOptions(
    {
      ...request,
      stores: new Map([...request.stores.keys()].map((name) => [name, storeOf(name, [stranger.root.der])])),
      deployments: request.deployments.map((deployment) => ({
        ...deployment,
        policyOverrides: {
          severity: { 'key-usage': 'info', 'expiry-margin': 'critical' },
          thresholds: { expiryMarginDays: 3_650 },
        },
        waivers: ['chain-trust', 'validity-period'].flatMap((check) =>
          (waivableChecks().get(check)?.faults ?? []).map((fault) => ({
            ...{ check, fault, role: 'virtual-server' as const, by: 'A. Datum', reason: 'a test', until },
          })),
        ),
      })),
    },
    { at: inTwoYears, failOn: 'warning' },
  );
});
after(() => demo.close());

test('two audits side by side report what each reports alone', async () => {
  const declaredAlone = timeless(await runAudit(asDeclared));
  const otherwiseAlone = timeless(await runAudit(otherwise));
  const [declaredBeside, otherwiseBeside] = (await Promise.all([runAudit(asDeclared), runAudit(otherwise)])).map(
    timeless,
  );
  assert.deepEqual(declaredBeside, declaredAlone);
  assert.deepEqual(otherwiseBeside, otherwiseAlone);
});

test('the two differ in every way that was to be tested', async () => {
  const [declared, other] = await Promise.all([runAudit(asDeclared), runAudit(otherwise)]);
  const trusted = ({ endpoints }: Audited): number =>
    endpoints.filter(({ report }) => report.trust.some(({ path }) => path !== null)).length;
  assert.ok(trusted(declared) > 0);
  assert.equal(trusted(other), 0);
  const severities = ({ endpoints }: Audited, check: string): ReadonlySet<string | null> =>
    new Set(
      endpoints
        .flatMap(({ report }) => report.findings.filter((each) => each.check === check))
        .map(({ severity }) => severity),
    );
  assert.ok(!severities(declared, 'key-usage').has('info'));
  assert.deepEqual([...severities(other, 'key-usage')], ['info']);
  const waived = ({ summary }: Audited): number => summary.summary.summary.causes.waived;
  assert.equal(waived(declared), 0);
  assert.ok(waived(other) > 0);
  assert.notEqual(declared.summary.summary.asOf, other.summary.summary.asOf);
});

function withOptions(request: AuditRequest, options: Partial<AuditRequest['options']>): AuditRequest {
  return { ...request, options: { ...request.options, ...options } };
}

/** Everything that an audit reported, without the times that its handshakes took and at which it ran. */
function timeless({ endpoints, summary: { summary, exitCode } }: Audited): unknown {
  const text = JSON.stringify({ reports: endpoints.map(({ report }) => report), summary, exitCode });
  return JSON.parse(
    text
      .replace(/"(observedAt|startedAt|finishedAt)":"[^"]*"/g, '"$1":"then"')
      .replace(/"durationMs":[\d.e-]+/g, '"durationMs":0'),
  );
}
