import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { deploymentFinding, deploymentFindings, observed, virtualServerWith } from '../deployment-finding.ts';
import { assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const first = () => observed({}, [contoso.leaf().der]);
const second = (der: Uint8Array, more = {}) =>
  observed({ server: 'cwa02.contoso.local', address: '10.0.0.12', ...more }, [der]);
const virtualServers = [virtualServerWith()];

test('is never a pass: not observable, with what to run on the server, also for an undecodable leaf', () => {
  for (const chain of [[contoso.leaf().der], [malformed]]) {
    const finding = findingOf('exportable-key', { chain });
    assertOutcome(finding, 'not-observable', 'not-in-certificate');
    assert.equal(finding.severity, null);
    assert.match(finding.message, /certutil -store -v My/);
  }
});

test('one key on two hosts is said across the deployment and is still no proof', () => {
  const renewed = contoso.leaf({ notBefore: new Date('2026-11-20T00:00:00Z') }).der;
  const finding = deploymentFinding('exportable-key', { virtualServers, observations: [first(), second(renewed)] });
  assertOutcome(finding, 'not-observable', 'not-in-certificate');
  assert.match(finding.message, /^One key is on cwa01\.contoso\.local and cwa02\.contoso\.local, so it was copied/);
  assert.equal(finding.endpoints.length, 2);
});

test('different keys, or one host under several names, say nothing', async () => {
  const other = contoso.leaf({}, { key: await makeKeyPair('p-256') }).der;
  assert.deepEqual(
    deploymentFindings('exportable-key', { virtualServers, observations: [first(), second(other)] }),
    [],
  );
  const again = observed({ role: 'as-host', host: 'as.im.contoso.com' }, [contoso.leaf().der]);
  assert.deepEqual(deploymentFindings('exportable-key', { virtualServers, observations: [first(), again] }), []);
});

test('a balancer that passes TLS through holds no key, one that decrypts does', () => {
  const balancer = (role: 'virtual-server' | 'load-balancer') =>
    second(contoso.leaf().der, { role, server: null, address: '10.0.0.10' });
  const through = [virtualServerWith({ loadBalancer: { decryptsTls: false } })];
  const observations = [first(), balancer('virtual-server')];
  assert.deepEqual(deploymentFindings('exportable-key', { virtualServers: through, observations }), []);
  const decrypting = [virtualServerWith({ loadBalancer: { decryptsTls: true } })];
  const finding = deploymentFinding('exportable-key', {
    virtualServers: decrypting,
    observations: [first(), balancer('load-balancer')],
  });
  assert.match(finding.message, /the load balancer 10\.0\.0\.10/);
});
