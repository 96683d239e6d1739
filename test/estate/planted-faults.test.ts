import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import type { ScanReport } from '../../src/model/scan-report.ts';
import { findContradictions } from '../evaluate/causes/find-contradictions.ts';
import { repositoryPath } from '../repository-path.ts';
import { createContoso } from './contoso.ts';
import { weakDiffieHellmanParameters } from './diffie-hellman.ts';
import { type Failures, failuresOf } from './failures.ts';
import { startPkiWeb } from './pki-web.ts';
import { plantFaults, plantTargets } from './planted/plant-faults.ts';
import { runCertmuster } from './run-certmuster.ts';
import { startEstate } from './start-estate.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const contoso = await createContoso(new Date());
const { root, intermediate } = contoso.authority;
const rootFile = folder.write('contoso-root.pem', root.pem);
folder.write('with-intermediate.pem', root.pem + intermediate.pem);
const weakDhFile = folder.write('dh.pem', weakDiffieHellmanParameters());
const web = await startPkiWeb();
const workshop = { contoso, folder, web, rootFile, weakDhFile };
const faults = await plantFaults(workshop);
const estate = await startEstate({
  workshop,
  trustStores: {
    contoso: { files: ['contoso-root.pem'] },
    'with-intermediate': { files: ['with-intermediate.pem'] },
    public: { bundled: 'mozilla' },
  },
  faults,
  plainTargets: plantTargets(workshop),
});
after(async () => {
  await estate.stop();
  await web.stop();
  folder.remove();
});

const targetsFile = folder.write('targets.json', JSON.stringify(estate.targets));
const resolved = ['im', 'chat', 'alias'].flatMap((label) =>
  ['', 'as.', 'download.'].map((prefix) => `${prefix}${label}.contoso.com`),
);
// One alias points elsewhere: nothing listens there, and nothing is dialed there.
const resolutions = resolved.flatMap((name) => [
  '--resolve',
  `${name}:${name === 'download.alias.contoso.com' ? '127.0.0.99' : '127.0.0.1'}`,
]);
const options = ['--format', 'json', '--timeout', '20s', '--compare-moduli', '1024'];
const scan = await runCertmuster(['scan', targetsFile, ...options, ...resolutions]);
const report = JSON.parse(scan.stdout) as ScanReport;

test('the report validates against the published schema, as another implementation reads it', async () => {
  const schema = await runCertmuster(['schema', 'report']);
  assert.equal(schema.exitCode, 0);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(schema.stdout) as object);
  assert.equal(validate(report), true, JSON.stringify(validate.errors?.slice(0, 5)));
  // Later versions may add fields; none may be missing.
  assert.equal(validate({ ...report, surprise: true }), true);
  const { summary: _, ...incomplete } = report;
  assert.equal(validate(incomplete), false, 'the schema lets a report without summary pass');
});

test('every planted fault is found, with what it implies, and nothing else fails', () => {
  const written = readFileSync(repositoryPath('test/estate/planted-faults.expected.json'), 'utf8');
  assert.deepEqual(failuresOf(report), JSON.parse(written) as Failures);
});

test('no report of a planted fault contradicts itself, and every failure has its cause', () => {
  assert.deepEqual(report.endpoints.flatMap(findContradictions), []);
  const keys = new Set(report.causes.map(({ key }) => key));
  assert.deepEqual(
    report.deploymentFindings.filter(({ outcome, cause }) => outcome === 'fail' && !keys.has(cause ?? '')),
    [],
  );
});

test('each planted fault is one cause, and nothing else is', () => {
  const ofDeployment = new Map(report.endpoints.map(({ id, deployment }) => [id, deployment]));
  const causesOf = (name: string) =>
    report.causes
      .filter(({ endpoints, places }) => endpoints.some((id) => ofDeployment.get(id) === name) || places.includes(name))
      .map(({ fault }) => fault);
  const found = Object.fromEntries(faults.map(({ name }) => [name, causesOf(name)]));
  const written = readFileSync(repositoryPath('test/estate/planted-causes.expected.json'), 'utf8');
  assert.deepEqual(found, JSON.parse(written));
});

test('the check that a deployment is named for is among those that fail in it', () => {
  const failures = failuresOf(report);
  const missed = faults
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('sound'))
    .filter((name) => {
      const { endpoints = {}, deployment = [] } = failures[name] ?? {};
      return ![...Object.values(endpoints).flat(), ...deployment].includes(name.split(' ')[0] ?? '');
    });
  assert.deepEqual(missed, []);
});

test('every check is planted but those that no server of a lab can fail', async () => {
  const checks = JSON.parse((await runCertmuster(['checks', '--format', 'json'])).stdout) as readonly { id: string }[];
  const planted = new Set(
    Object.values(failuresOf(report)).flatMap(({ endpoints, deployment }) => [
      ...Object.values(endpoints).flat(),
      ...deployment,
    ]),
  );
  assert.deepEqual(
    checks.map(({ id }) => id).filter((id) => !planted.has(id)),
    // Two never fail; three need a certificate that a public CA may not issue (test/cli/public-rules.test.ts); one needs
    // two sites (test/audit/sites.test.ts); the others judge demands that no role of the policy makes (test/checks).
    [
      'certificate-template',
      'exportable-key',
      'key-type',
      'internal-name',
      'certificate-pointers',
      'issuer-purposes',
      'certificate-transparency',
      'server-side-demands',
      'certificates-across-sites',
      'key-sharing',
      'tls-termination',
    ],
  );
});

test('a scan that found something exits with 1', () => {
  assert.equal(scan.exitCode, 1, scan.stderr);
});
