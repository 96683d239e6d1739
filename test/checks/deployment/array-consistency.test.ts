import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { Endpoint } from '../../../src/model/endpoint.ts';
import { type Contoso, createContoso, sslNames } from '../../evaluate/contoso.ts';
import { deploymentFinding, observed, virtualServerWith } from '../deployment-finding.ts';
import { assertOutcome } from '../finding.ts';

let contoso: Contoso;
let leaf: Uint8Array;
let intermediate: Uint8Array;
before(async () => {
  contoso = await createContoso('p-256');
  leaf = contoso.leaf().der;
  intermediate = contoso.authority.intermediate.der;
});

const first: Partial<Endpoint> = { server: 'cwa01.contoso.local', address: '10.0.0.11' };
const second: Partial<Endpoint> = { server: 'cwa02.contoso.local', address: '10.0.0.12' };
const judge = (...chains: readonly (readonly Uint8Array[])[]) =>
  deploymentFinding('array-consistency', {
    virtualServers: [virtualServerWith()],
    observations: chains.map((chain, index) => observed(index === 0 ? first : second, chain)),
    anchors: [contoso.authority.root.der],
  });

test('passes where both servers present the same chain', () => {
  assertOutcome(judge([leaf, intermediate], [leaf, intermediate]), 'pass');
});

test('fails where names differ, and says where', () => {
  const other = contoso.leaf({ dnsNames: [...sslNames, 'www.contoso.com'] }).der;
  const finding = judge([leaf, intermediate], [other, intermediate]);
  assertOutcome(finding, 'fail');
  assert.match(
    finding.message,
    /cwa01\.contoso\.local \(10\.0\.0\.11:443\) and cwa02\.contoso\.local \(10\.0\.0\.12:443\) in names\./,
  );
});

test('fails where one server forgets the intermediate: trust and outcomes differ', () => {
  const finding = judge([leaf, intermediate], [leaf]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'different: trust, chain-trust, chain-completeness');
});

test('a rollover in progress passes and says who has the new leaf', () => {
  const notBefore = new Date('2026-11-20T00:00:00Z');
  const renewed = contoso.leaf({ notBefore }).der;
  const finding = judge([leaf, intermediate], [renewed, intermediate]);
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /valid from 2026-11-20T00:00:00Z, is on cwa02\.contoso\.local/);
});

test('an old certificate that expires soon beside its successor is a rollover too', () => {
  const soon = contoso.leaf({ notAfter: new Date('2026-11-30T00:00:00Z') }).der;
  assertOutcome(judge([soon, intermediate], [leaf, intermediate]), 'pass');
});

test('an expired one beside a valid one is not', () => {
  const expired = contoso.leaf({ notAfter: new Date('2026-11-01T00:00:00Z') }).der;
  assertOutcome(judge([expired, intermediate], [leaf, intermediate]), 'fail');
});

test('is undetermined where a server was not reached, unless the others differ already', () => {
  assertOutcome(judge([leaf, intermediate], []), 'undetermined', 'unreachable');
});

test('does not apply to a single server', () => {
  assertOutcome(judge([leaf, intermediate]), 'not-applicable', 'no-array');
});

test('without declared servers the addresses of the name are the array', () => {
  const finding = deploymentFinding('array-consistency', {
    virtualServers: [virtualServerWith({ servers: [] })],
    observations: [
      observed({ server: null, address: '10.0.0.11' }, [leaf, intermediate]),
      observed({ server: null, address: '10.0.0.12' }, [leaf]),
    ],
    anchors: [contoso.authority.root.der],
  });
  assertOutcome(finding, 'fail');
});

test('a balancer that passes TLS through is no member', () => {
  const finding = deploymentFinding('array-consistency', {
    virtualServers: [virtualServerWith({ loadBalancer: { decryptsTls: false } })],
    observations: [observed(first, [leaf, intermediate]), observed({ server: null, address: '10.0.0.10' }, [leaf])],
    anchors: [contoso.authority.root.der],
  });
  assertOutcome(finding, 'not-applicable', 'no-array');
});
