import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { evaluateDeployment } from '../../src/evaluate/evaluate-deployment.ts';
import { evaluateEndpoint } from '../../src/evaluate/evaluate-endpoint.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { contextWith } from './context.ts';
import { type Contoso, createContoso } from './contoso.ts';
import { observationWith } from './observation.ts';

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
  const findings = evaluateDeployment({ deployment, endpoints: [], nameResolutions: [] }, contextWith([]));
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
  assert.deepEqual(evaluateDeployment({ deployment: plain, endpoints: [], nameResolutions: [] }, contextWith([])), []);
});

test('an overridden severity holds here too', () => {
  const overrides = new Map([['contoso', { severity: { 'load-balancer-decryption': 'info' as const } }]]);
  const context = contextWith([], { overrides });
  const [finding] = evaluateDeployment({ deployment, endpoints: [], nameResolutions: [] }, context);
  assert.equal(finding?.severity, 'info');
});

test('endpoints with undecodable certificates do no harm', () => {
  const context = contextWith([contoso.authority.root.der]);
  const observation = observationWith([Uint8Array.of(0x30, 0x05)]);
  const endpoints = [{ observation, report: evaluateEndpoint(observation, context) }];
  const findings = evaluateDeployment({ deployment, endpoints, nameResolutions: [] }, context);
  assert.ok(findings.every(({ reason }) => reason !== 'internal-error'));
});
