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

test('fails where names differ and no check does, and says which server lacks which name', () => {
  const other = contoso.leaf({ dnsNames: [...sslNames, 'www.contoso.com'] }).der;
  const finding = judge([leaf, intermediate], [other, intermediate]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'certificates-differ');
  assert.match(finding.cause ?? '', /^array-consistency\/certificates-differ:/);
  assert.match(
    finding.message,
    /^The servers of https:\/\/im\.contoso\.com differ in names: cwa01\.contoso\.local and cwa02\.contoso\.local\. cwa01\.contoso\.local lacks www\.contoso\.com\./,
  );
});

test('fails where one server forgets the intermediate: trust and outcomes differ', () => {
  const finding = judge([leaf, intermediate], [leaf]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'outcomes-differ');
  assert.match(
    finding.message,
    /^The servers of https:\/\/im\.contoso\.com differ: chain-trust and chain-completeness fail on cwa02\.contoso\.local only\./,
  );
  assert.match(finding.observed ?? '', /^different: trust, chain-trust, chain-completeness/);
  assert.match(finding.cause ?? '', /^chain-completeness\//);
});

test('a rollover in progress passes and says who has the new leaf', () => {
  const notBefore = new Date('2026-11-20T00:00:00Z');
  const renewed = contoso.leaf({ notBefore }).der;
  const finding = judge([leaf, intermediate], [renewed, intermediate]);
  assertOutcome(finding, 'pass');
  assert.match(
    finding.message,
    /cwa02\.contoso\.local has a newer certificate already \(valid from 2026-11-20T00:00:00Z\)/,
  );
});

test('an old certificate that expires soon beside its successor is a rollover too', () => {
  const soon = contoso.leaf({ notAfter: new Date('2026-11-30T00:00:00Z') }).der;
  assertOutcome(judge([soon, intermediate], [leaf, intermediate]), 'pass');
});

test('an expired one beside its successor is the old certificate, which is still on that server', () => {
  const notBefore = new Date('2026-11-10T00:00:00Z');
  const renewed = contoso.leaf({ notBefore }).der;
  const expired = contoso.leaf({ notAfter: new Date('2026-11-01T00:00:00Z') }).der;
  for (const [chains, old, ahead] of [
    [[renewed, expired], 'cwa02', 'cwa01'],
    [[expired, renewed], 'cwa01', 'cwa02'],
  ] as const) {
    const finding = judge(...chains.map((der) => [der, intermediate]));
    assertOutcome(finding, 'fail');
    assert.equal(finding.fault, 'outcomes-differ');
    assert.ok(
      finding.message.startsWith(
        `${old} still has the old certificate (expired on 2026-11-01); ${ahead} has the new one. `,
      ),
      finding.message,
    );
    assert.ok(
      finding.message.endsWith(`Install the certificate of ${ahead}.contoso.local on ${old}.contoso.local too.`),
      finding.message,
    );
    assert.match(finding.cause ?? '', /^validity-period\/expired:/);
  }
});

test('so is one that lacks names of its successor, whether or not a check fails for it', () => {
  const notBefore = new Date('2026-11-10T00:00:00Z');
  const more = contoso.leaf({ notBefore, dnsNames: [...sslNames, 'www.contoso.com'] }).der;
  const extra = judge([more, intermediate], [leaf, intermediate]);
  assertOutcome(extra, 'fail');
  assert.equal(extra.fault, 'certificates-differ');
  assert.match(
    extra.message,
    /^cwa02 still has the old certificate \(without www\.contoso\.com\); cwa01 has the new one\./,
  );
  const fewer = contoso.leaf({ dnsNames: ['im.contoso.com'] }).der;
  const renewed = contoso.leaf({ notBefore }).der;
  const missing = judge([fewer, intermediate], [renewed, intermediate]);
  assert.equal(missing.fault, 'outcomes-differ');
  assert.match(
    missing.message,
    /^cwa01 still has the old certificate \(without as\.im\.contoso\.com and download\.im\.contoso\.com\);/,
  );
});

test('an older certificate for another host, or one newer that is wrong, is no old certificate', () => {
  const notBefore = new Date('2026-11-10T00:00:00Z');
  const renewed = contoso.leaf({ notBefore }).der;
  const foreign = contoso.leaf({ subject: [{ CN: 'www.fabrikam.com' }], dnsNames: ['www.fabrikam.com'] }).der;
  const other = judge([renewed, intermediate], [foreign, intermediate]);
  assert.equal(other.fault, 'outcomes-differ');
  assert.doesNotMatch(other.message, /old certificate/);
  const narrow = contoso.leaf({ notBefore, dnsNames: ['im.contoso.com'] }).der;
  const worse = judge([leaf, intermediate], [narrow, intermediate]);
  assert.equal(worse.fault, 'outcomes-differ');
  assert.match(worse.message, /^The servers of https:\/\/im\.contoso\.com differ: .* on cwa02\.contoso\.local only\./);
});

test('an old certificate beside a missing intermediate is told apart from it', () => {
  const notBefore = new Date('2026-11-10T00:00:00Z');
  const renewed = contoso.leaf({ notBefore }).der;
  const finding = judge([renewed, intermediate], [leaf]);
  assert.doesNotMatch(finding.message, /old certificate/);
  assert.match(finding.cause ?? '', /^chain-completeness\//);
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

test('several servers with the old certificate are named together, by their addresses if they are not declared', () => {
  const renewed = contoso.leaf({ notBefore: new Date('2026-11-10T00:00:00Z') }).der;
  const expired = contoso.leaf({ notAfter: new Date('2026-11-01T00:00:00Z') }).der;
  const finding = deploymentFinding('array-consistency', {
    virtualServers: [virtualServerWith({ servers: [] })],
    observations: [renewed, expired, expired].map((der, index) =>
      observed({ server: null, address: `10.0.0.1${index}` }, [der, intermediate]),
    ),
    anchors: [contoso.authority.root.der],
  });
  assert.match(
    finding.message,
    /^10\.0\.0\.11 and 10\.0\.0\.12 still have the old certificate \(expired on 2026-11-01\); 10\.0\.0\.10 has the new one\./,
  );
});
