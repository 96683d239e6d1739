import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { evaluateSaved } from '../../src/audit/evaluate-saved.ts';
import { prepareAudit } from '../../src/audit/prepare-audit.ts';
import type { AuditRequest } from '../../src/audit/contract.ts';
import { compareCauses } from '../../src/cli/commands/demo-failures.ts';
import { type DemoDeployment, startDemoDeployment } from '../../src/lab/demo-deployment.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { type Audited, auditOptions, environment, readEvents, runAudit } from './auditing.ts';

let demo: DemoDeployment;
let request: AuditRequest;
let audited: Audited;

before(async () => {
  demo = await startDemoDeployment({ now: new Date() });
  const plan = prepareAudit({
    targets: demo.targets,
    trustFiles: new Map([...demo.trustFiles].map(([name, pem]) => [name, Buffer.from(pem)])),
    options: { ...auditOptions, resolve: demo.resolve },
  });
  assert.ok(plan.ok);
  request = plan.value;
  audited = await runAudit(request);
});
after(() => demo.close());

test('an audit of the demo deployment finds exactly the planted causes, where they were planted', () => {
  const { endpoints, summary } = audited;
  assert.deepEqual(compareCauses(demo, [...endpoints, summary]), { missing: [], unexpected: [] });
  assert.equal(summary.exitCode, 1);
});

test('every failing finding of the demo deployment belongs to one of the causes of the run', () => {
  const { causes, deploymentFindings } = audited.summary.summary;
  const keys = new Set(causes.map(({ key }) => key));
  const findings = [...audited.endpoints.flatMap(({ report }) => report.findings), ...deploymentFindings];
  const failing = findings.filter(({ outcome }) => outcome === 'fail');
  for (const { cause, check } of failing) assert.ok(cause !== null && keys.has(cause), check);
  assert.equal(
    causes.reduce((sum, cause) => sum + cause.findings, 0),
    failing.length,
  );
});

test('endpoints of one address share the answer without SNI', () => {
  const byAddress = new Map<string, Set<string>>();
  for (const { observation } of audited.endpoints) {
    const { address, port } = observation.endpoint;
    const key = `${address}:${port}`;
    const answers = byAddress.get(key) ?? new Set();
    byAddress.set(key, answers.add(JSON.stringify(observation.withoutServerName)));
  }
  assert.ok(byAddress.size > 1 && byAddress.size < audited.endpoints.length);
  for (const answers of byAddress.values()) assert.equal(answers.size, 1);
});

test('names of the virtual server are looked up for the deployment checks, and kept in the saved run', () => {
  const names = audited.summary.run.nameResolutions.map(({ name }) => name);
  const [host] = request.deployments.flatMap(({ virtualServers }) => virtualServers.map((each) => each.host));
  assert.deepEqual(names.slice(0, 3), [host, `as.${host}`, `download.${host}`]);
});

test('the report of a deployment validates and says which policy judged it, as overridden', () => {
  const { summary } = audited.summary;
  const json = JSON.parse(JSON.stringify({ ...summary, endpoints: audited.endpoints.map(({ report }) => report) }));
  assert.deepEqual(scanReportSchema.parse(json), json);
  const [deployment] = request.deployments;
  assert.deepEqual(Object.keys(summary.policies), [deployment?.name]);
  assert.ok(summary.notices.some((notice) => /preliminary/i.test(notice)));
});

test('judged again from what was saved, the deployment gets the same report', async () => {
  const { run } = audited.summary;
  const observations = audited.endpoints.map(({ observation }) => observation).reverse();
  const options = { at: undefined, failOn: 'error' } as const;
  const again = await readEvents(evaluateSaved(run, observations, options, environment()));
  const byId = ({ endpoints }: Audited) => new Map(endpoints.map(({ report }) => [report.id, report]));
  assert.deepEqual(byId(again), byId(audited));
  assert.deepEqual(again.summary.summary, audited.summary.summary);
});

test('an interrupted run makes no checks across deployments, and says so', async () => {
  const controller = new AbortController();
  controller.abort();
  const { summary, endpoints } = await runAudit(request, { signal: controller.signal });
  assert.deepEqual(endpoints, []);
  assert.deepEqual(summary.summary.deploymentFindings, []);
  assert.equal(summary.summary.summary.notAudited, [...(request.endpoints as readonly unknown[])].length);
  assert.ok(summary.summary.notices.some((notice) => notice.includes('checks across deployments were left out')));
  assert.ok(summary.summary.notices.some((notice) => /preliminary/i.test(notice)));
  assert.equal(summary.exitCode, 130);
});
