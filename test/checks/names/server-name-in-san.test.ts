import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso, sslNames } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, mtlsListener, plainServer, reportOf } from '../finding.ts';

const server = 'cwa01.contoso.local';
const names = { url: 'im.contoso.com', server, proxy: null, externalUrl: null };
let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const sceneOf = (dnsNames: readonly string[], endpoint: object = { server, names }) => ({
  chain: [contoso.leaf({ dnsNames }).der, contoso.authority.intermediate.der],
  anchors: [contoso.authority.root.der],
  endpoint,
});
const judge = (...scene: Parameters<typeof sceneOf>) => findingOf('server-name-in-san', sceneOf(...scene));

test("passes with the server's FQDN in the SAN", () => {
  assertOutcome(judge([...sslNames, server]), 'pass');
});

test('a SAN without it is a note: information, with the name to add and its source', () => {
  const finding = judge(sslNames);
  assertFault(finding, 'server-name-missing', `The SAN lacks the server's FQDN ${server}`);
  assert.equal(finding.severity, 'info');
  assert.match(finding.message, /By field reports .* when a chat starts .* Add cwa01\.contoso\.local to the SAN/);
});

test('the note leaves the check of the table as it is', () => {
  const { findings } = reportOf(sceneOf(sslNames));
  assert.equal(findings.find(({ check }) => check === 'subject-alternative-names')?.outcome, 'pass');
});

test('does not apply where no server is declared, nor to MTLS', () => {
  assertOutcome(judge(sslNames, { names: { ...names, server: null } }), 'not-applicable', 'not-declared');
  assertOutcome(judge(sslNames, mtlsListener), 'not-applicable', 'no-demand');
});

test('does not apply to a publicly trusted certificate if the server has an internal name', () => {
  const scene = { ...sceneOf(sslNames), publicAnchors: [contoso.authority.root.der] };
  assertOutcome(findingOf('server-name-in-san', scene), 'not-applicable', 'reserved-name');
});

test('is no check of other policies', () => {
  const { findings } = reportOf(sceneOf(sslNames, plainServer));
  assert.ok(!findings.some(({ check }) => check === 'server-name-in-san'));
});
