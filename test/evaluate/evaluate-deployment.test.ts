import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { contextWith } from './context.ts';
import { type Contoso, createContoso } from './contoso.ts';
import { endpointWith, observationWith } from './observation.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const deployment: Deployment = {
  name: 'contoso',
  policy: 'cwa-2007-r2',
  policyOverrides: {},
  virtualServers: [
    {
      url: 'https://im.contoso.com',
      host: 'im.contoso.com',
      access: 'external',
      loadBalancer: { decryptsTls: false },
      reverseProxy: null,
      servers: [],
    },
  ],
};

test('every check across a deployment answers, in the order of the list', () => {
  const { findings } = createJudge(contextWith([])).evaluateDeployment({
    deployment,
    endpoints: [],
    nameResolutions: [],
  });
  assert.deepEqual(
    findings.map(({ check, outcome }) => `${check} ${outcome}`),
    [
      'load-balancer-decryption fail',
      'interface-certificates not-applicable',
      'array-consistency not-applicable',
      'alias-addresses undetermined',
      'single-certificate undetermined',
      'mtls-coverage undetermined',
    ],
  );
  for (const finding of findings) assert.equal(finding.deployment, 'contoso');
});

test('a policy without such checks yields nothing', () => {
  const plain: Deployment = { ...deployment, policy: 'tls-server' };
  assert.deepEqual(
    createJudge(contextWith([])).evaluateDeployment({ deployment: plain, endpoints: [], nameResolutions: [] }),
    { findings: [], causes: [] },
  );
});

test('an overridden severity holds here too', () => {
  const overrides = new Map([['contoso', { severity: { 'load-balancer-decryption': 'info' as const } }]]);
  const context = contextWith([], { overrides });
  const judged = createJudge(context).evaluateDeployment({ deployment, endpoints: [], nameResolutions: [] });
  assert.equal(judged.findings[0]?.severity, 'info');
  assert.equal(judged.causes[0]?.severity, 'info');
});

test('two virtual servers of one URL, inside and outside, are kept apart', () => {
  const context = contextWith([contoso.authority.root.der]);
  const [bare] = deployment.virtualServers;
  assert.ok(bare !== undefined);
  const inside = { ...bare, access: 'internal' as const, loadBalancer: null };
  const outside = { ...bare, loadBalancer: null };
  const { der: known } = contoso.authority.intermediate;
  const at = (address: string, virtualServerIndex: number | undefined, leaf: Uint8Array) => {
    const id = `contoso|im.contoso.com/virtual-server/im.contoso.com@${address}:443`;
    const place = virtualServerIndex === undefined ? {} : { virtualServerIndex };
    const endpoint = endpointWith({ id, address, server: null, ...place });
    const observation = observationWith([leaf, known], { endpoint });
    return { observation, report: createJudge(context).evaluateEndpoint(observation) };
  };
  const consistency = (indexes: readonly [number, number] | undefined) => {
    const other = contoso.leaf({ dnsNames: ['im.contoso.com'] }).der;
    const endpoints = [at('10.0.0.1', indexes?.[0], contoso.leaf().der), at('203.0.113.1', indexes?.[1], other)];
    const both = { ...deployment, virtualServers: [inside, outside] };
    return createJudge(context)
      .evaluateDeployment({ deployment: both, endpoints, nameResolutions: [] })
      .findings.filter(({ check }) => check === 'array-consistency')
      .map(({ outcome, endpoints: ids }) => `${outcome} ${ids.map((id) => id.replace(/.*@/, '')).join()}`);
  };
  assert.deepEqual(consistency([0, 1]), ['not-applicable 10.0.0.1:443', 'not-applicable 203.0.113.1:443']);
  assert.deepEqual(consistency([1, 1]), ['not-applicable ', 'fail 10.0.0.1:443,203.0.113.1:443']);
  // A run saved before endpoints said where they belong: by URL, the first.
  assert.deepEqual(consistency(undefined), ['fail 10.0.0.1:443,203.0.113.1:443', 'not-applicable ']);
});

test('endpoints with undecodable certificates do no harm', () => {
  const context = contextWith([contoso.authority.root.der]);
  const observation = observationWith([Uint8Array.of(0x30, 0x05)]);
  const endpoints = [{ observation, report: createJudge(context).evaluateEndpoint(observation) }];
  const { findings } = createJudge(context).evaluateDeployment({ deployment, endpoints, nameResolutions: [] });
  assert.ok(findings.every(({ reason }) => reason !== 'internal-error'));
});
