import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed, mtlsListener, type Scene } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (roles: readonly string[] | undefined, scene: Partial<Scene> = {}) => {
  const { root, intermediate } = contoso.authority;
  return findingOf('public-trust', {
    chain: [contoso.leaf().der, intermediate.der],
    anchors: [root.der],
    ...(roles === undefined ? {} : { thresholds: { rolesNeverPubliclyTrusted: [...roles] } }),
    ...scene,
  });
};
const everybody = () => ({ publicAnchors: [contoso.authority.root.der] });

test('applies to no role unless the operator names it', () => {
  assertOutcome(judge(undefined, everybody()), 'not-applicable', 'not-demanded');
  assertOutcome(judge(['mtls'], everybody()), 'not-applicable', 'not-demanded');
});

test('fails where the role is to be private and there is a path to a public root, which it names', () => {
  const finding = judge(['mtls', 'virtual-server'], everybody());
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'error');
  assert.equal(finding.observed, 'CN=Contoso Root CA');
  assertOutcome(judge(['mtls'], { ...everybody(), endpoint: mtlsListener }), 'fail');
});

test('fails also where the role trusts another store, or none that leads anywhere', () => {
  assertOutcome(judge(['virtual-server'], { ...everybody(), anchors: [] }), 'fail');
});

test('passes where the path leads to a private root, or to one that nobody trusts', () => {
  const { root, intermediate } = contoso.authority;
  assertOutcome(judge(['virtual-server']), 'pass');
  const chain = [contoso.leaf().der, intermediate.der, root.der];
  assertOutcome(judge(['virtual-server'], { chain, anchors: [] }), 'pass');
});

test('is undetermined where the issuer is not known', () => {
  const scene = { chain: [contoso.leaf().der], anchors: [] };
  assertOutcome(judge(['virtual-server'], scene), 'undetermined', 'no-path');
  assertOutcome(judge(['virtual-server'], { chain: [malformed] }), 'undetermined', 'undecodable');
});
