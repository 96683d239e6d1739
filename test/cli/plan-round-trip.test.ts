import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { parse, stringify } from 'yaml';

import { planCommand } from '../../src/cli/commands/plan.ts';
import { verifyCommand } from '../../src/cli/commands/verify.ts';
import { certificatePlanSchema, type PlannedCertificate } from '../../src/model/certificate-plan.ts';
import type { PolicyDocument } from '../../src/model/policy-document.ts';
import type { ScanReport } from '../../src/model/scan-report.ts';
import { builtInDocument } from '../../src/policy/built-in.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { run as openssl } from '../openssl-authority.ts';
import { repositoryPath } from '../repository-path.ts';
import { runInProcess } from './run-in-process.ts';

const examples = repositoryPath('docs/examples');
const ending = '.targets.yaml';
const names = readdirSync(examples).flatMap((file) => (file.endsWith(ending) ? [file.slice(0, -ending.length)] : []));
const folder = mkdtempSync(join(tmpdir(), 'certmuster-round-trip-'));
after(() => rmSync(folder, { recursive: true, force: true }));

for (const file of readdirSync(examples)) copyFileSync(join(examples, file), join(folder, file));
mkdirSync(join(folder, 'trust'));
const roots = ['bundle', 'corp-root', 'contoso-root', 'trust/contoso-root', 'trust/contoso-issuing-ca'].map(
  (name) => `${name}.pem`,
);
openssl([
  ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=Root'],
  ...['-keyout', join(folder, 'root.key'), '-out', join(folder, 'root.pem')],
]);
for (const root of roots) copyFileSync(join(folder, 'root.pem'), join(folder, root));

interface TargetsDocument {
  policies?: string[];
  deployments: { policy: string }[];
  targets?: { policy?: string }[];
}

/** A policy with all that it extends, weakest first. */
async function documentsOf(name: string): Promise<[PolicyDocument, ...PolicyDocument[]]> {
  const document =
    (await builtInDocument(name)) ?? (parse(readFileSync(join(examples, `${name}.yaml`), 'utf8')) as PolicyDocument);
  return document.extends === undefined ? [document] : [...(await documentsOf(document.extends)), document];
}

/** The example under a policy that allows keys of one kind, in the roles that can have such keys. */
async function exampleWith(name: string, kind: 'rsa' | 'ec'): Promise<string> {
  const document = parse(readFileSync(join(examples, `${name}${ending}`), 'utf8')) as TargetsDocument;
  const { roles } = compilePolicy(await documentsOf(name));
  const suited = Object.entries(roles).filter(
    ([, { keyUsage }]) => kind === 'rsa' || !(keyUsage.needsRsa || keyUsage.required.includes('keyEncipherment')),
  );
  const id = `${name}-${kind}`;
  writeFileSync(
    join(folder, `${id}.yaml`),
    stringify({
      id,
      title: id,
      extends: name === 'redis' ? 'redis.yaml' : name,
      roles: Object.fromEntries(suited.map(([role]) => [role, { key: { types: [kind] } }])),
    }),
  );
  document.policies = [...(document.policies ?? []), `${id}.yaml`];
  for (const each of [...document.deployments, ...(document.targets ?? [])]) {
    if (each.policy === name) each.policy = id;
  }
  const path = join(folder, `${id}${ending}`);
  writeFileSync(path, stringify(document));
  return path;
}

/** The first certificate of each role: others of the role differ in their names. */
function oneOfEachRole(certificates: readonly PlannedCertificate[]): readonly PlannedCertificate[] {
  const roleOf = ({ places }: PlannedCertificate): string | undefined => places[0]?.role;
  return certificates.filter(
    (each, index) => certificates.findIndex((other) => roleOf(other) === roleOf(each)) === index,
  );
}

/** Makes the request with the command in the configuration, after filling in what people have to. */
function request({ id, namesToFillIn }: PlannedCertificate, requests: string): string {
  const config = join(requests, `${id}.cnf`);
  const text = readFileSync(config, 'utf8');
  for (const { pattern } of namesToFillIn) assert.ok(text.includes(`= ${pattern}\n`), pattern);
  const filled = text.replace(/^# ((?:URI|email)\.\d+ = .*)$/gm, (_, line: string) => line.replaceAll('*', 'filled'));
  writeFileSync(config, filled);
  const command = /^# openssl (req .*)$/m.exec(text)?.[1]?.split(' ') ?? [];
  openssl(command.map((word) => (word.startsWith(id) ? join(requests, word) : word)));
  return join(requests, `${id}.csr`);
}

/** `ROLE HOST check/fault: title` of everything that is wrong with the request at the endpoints it was planned for. */
async function faultsOf(csr: string, targets: string, endpoints: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr } = await runInProcess(verifyCommand, [csr, '--targets', targets, '--format', 'json']);
  assert.notEqual(stdout, '', stderr);
  const report = JSON.parse(stdout) as ScanReport;
  const judged = report.endpoints.filter(({ id }) => endpoints.includes(id));
  assert.equal(judged.length, endpoints.length);
  return judged.flatMap(({ role, host, findings }) =>
    findings.flatMap(({ check, outcome, fault, expected, observed }) =>
      outcome === 'fail' ? [`${role} ${host} ${check}/${fault}: ${observed}, not ${expected}`] : [],
    ),
  );
}

for (const name of names) {
  for (const kind of ['rsa', 'ec'] as const) {
    test(`${name}: verify finds nothing wrong with the requests that openssl makes by the plan, with ${kind} keys`, async () => {
      const targets = await exampleWith(name, kind);
      const planned = await runInProcess(planCommand, [targets, '--format', 'json']);
      assert.equal(planned.exitCode, 0, planned.stderr + planned.stdout);
      const plan = certificatePlanSchema.parse(JSON.parse(planned.stdout));
      const requests = join(folder, `${name}-${kind}`);
      await runInProcess(planCommand, [targets, '--format', 'openssl', '--output', requests]);
      const chosen = oneOfEachRole(plan.certificates);
      assert.ok(chosen.length > 0);
      // Roles of OCS and of its web access need key encipherment, so RSA.
      if (!['ocs-2007-r2', 'cwa-2007-r2'].includes(name))
        assert.deepEqual([...new Set(chosen.map(({ key }) => key.type))], [kind]);
      for (const certificate of chosen) {
        const csr = request(certificate, requests);
        assert.deepEqual(await faultsOf(csr, targets, certificate.endpoints), [], certificate.id);
      }
    });
  }
}

test('the request for another certificate is found wrong', async () => {
  const targets = join(folder, `mtls-mesh${ending}`);
  const planned = await runInProcess(planCommand, [targets, '--format', 'json']);
  const [one, other] = certificatePlanSchema.parse(JSON.parse(planned.stdout)).certificates;
  assert.ok(one !== undefined && other !== undefined);
  const requests = join(folder, 'requests');
  await runInProcess(planCommand, [targets, '--format', 'openssl', '--output', requests]);
  const faults = await faultsOf(request(one, requests), targets, other.endpoints);
  assert.match(faults.join('\n'), /^workload checkout\S* subject-alternative-names\/missing-names: /);
});
