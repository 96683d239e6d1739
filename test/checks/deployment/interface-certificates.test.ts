import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { Endpoint } from '../../../src/model/endpoint.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { deploymentFinding, observed, virtualServerWith } from '../deployment-finding.ts';
import { assertOutcome } from '../finding.ts';

let contoso: Contoso;
let outer: Uint8Array;
let inner: Uint8Array;
before(async () => {
  contoso = await createContoso('p-256');
  outer = contoso.leaf({ subject: [{ CN: 'proxy.contoso.com' }] }).der;
  inner = contoso.leaf().der;
});

const outside: Partial<Endpoint> = { role: 'reverse-proxy-external', address: '203.0.113.10', server: null };
const inside: Partial<Endpoint> = { role: 'reverse-proxy-internal', address: '10.0.1.5', server: null };
const proxy = { fqdn: 'proxy.contoso.com', externalHost: 'chat.contoso.com', hasInternal: true };
const judge = (outerLeaf: readonly Uint8Array[], innerLeaf: readonly Uint8Array[], reverseProxy = proxy) =>
  deploymentFinding('interface-certificates', {
    virtualServers: [virtualServerWith({ reverseProxy })],
    observations: [observed(outside, outerLeaf), observed(inside, innerLeaf)],
  });

test('passes where the two interfaces present different certificates, and names the endpoints', () => {
  const finding = judge([outer], [inner]);
  assertOutcome(finding, 'pass');
  assert.equal(finding.endpoints.length, 2);
});

test('fails where they present the same one', () => {
  const finding = judge([inner], [inner]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'error');
  assert.equal(finding.fault, 'same-certificate');
  assert.match(
    finding.message,
    /^The proxy of https:\/\/im\.contoso\.com presents the same certificate outside and inside\. .*Install a certificate with CN=proxy\.contoso\.com outside, and one with CN=im\.contoso\.com inside\.$/,
  );
});

test('does not apply where the URL is the same on both sides, nor without a proxy', () => {
  assertOutcome(judge([inner], [inner], { ...proxy, externalHost: 'im.contoso.com' }), 'not-applicable', 'same-url');
  const none = deploymentFinding('interface-certificates', { virtualServers: [virtualServerWith()] });
  assertOutcome(none, 'not-applicable', 'no-reverse-proxy');
});

test('is undetermined where the inner interface is not declared or one was not reached', () => {
  assertOutcome(judge([outer], [], { ...proxy, hasInternal: false }), 'undetermined', 'not-declared');
  assertOutcome(judge([outer], []), 'undetermined', 'unreachable');
});
