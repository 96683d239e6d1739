import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso, sslNames } from '../evaluate/contoso.ts';
import type { SignatureAlgorithm } from '../forge/certificate-profile.ts';
import { issueCertificate } from '../forge/issue-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import type { Finding } from '../../src/model/finding.ts';
import { assertOutcome, findingOf, mtlsListener, plainServer, reportOf } from './finding.ts';

const server = 'cwa01.contoso.local';
const names = { url: 'im.contoso.com', server, proxy: null, externalUrl: null };
const declared = { server, names };
let contoso: Contoso;
before(async () => {
  contoso = await createContoso('rsa-2048');
});

const sanScene = (dnsNames: readonly string[], endpoint: object = declared, more: object = {}) => ({
  chain: [contoso.leaf({ dnsNames }).der, contoso.authority.intermediate.der],
  anchors: [contoso.authority.root.der],
  endpoint,
  ...more,
});
const sanOf = (...scene: Parameters<typeof sanScene>) => findingOf('subject-alternative-names', sanScene(...scene));

const signedScene = (signatureAlgorithm: SignatureAlgorithm, more: object = {}) => ({
  chain: [contoso.leaf({ signatureAlgorithm }).der, contoso.authority.intermediate.der],
  anchors: [contoso.authority.root.der],
  ...more,
});
const signatureOf = (...scene: Parameters<typeof signedScene>) =>
  findingOf('signature-algorithm', signedScene(...scene));

/** The note is there, at the end of what was seen, with its source. */
function assertNoted(finding: Finding, expected: RegExp): void {
  assert.match(finding.note ?? '', expected);
  assert.match(finding.note ?? '', /^Note from the field: .* \(.*, https:\/\/[^ ]+\)\.$/);
  assert.ok(finding.message.includes(finding.note ?? '?'), finding.message);
  if (finding.outcome === 'pass') assert.ok(finding.message.endsWith(finding.note ?? '?'), finding.message);
}

/** Everything that decides, without the words. */
const decided = ({ verdict, causes, findings }: EndpointReport) => ({
  verdict,
  causes: causes.map(({ key, fault, severity, waiver }) => ({ key, fault, severity, waiver })),
  findings: findings.map(({ check, outcome, fault, cause, severity }) => ({ check, outcome, fault, cause, severity })),
});

test("a SAN of the table's three names passes, with a note on the server's FQDN", () => {
  const finding = sanOf(sslNames);
  assertOutcome(finding, 'pass');
  assertNoted(finding, /the SAN lacks the FQDN of the server \(cwa01\.contoso\.local\)\. .* when a chat starts/);
});

test('a certificate that follows Table 2 has no cause, and the note changes nothing that decides', () => {
  const scene = sanScene(sslNames);
  const noted = reportOf(scene);
  assert.deepEqual([noted.verdict, noted.causes], ['pass', []]);
  const endpoint = { ...declared, names: { ...names, server: null } };
  assert.deepEqual(decided(noted), decided(reportOf({ ...scene, endpoint })));
});

test('a SAN that lacks names of the table fails as without the note, which precedes why and remedy', () => {
  const finding = sanOf(['im.contoso.com']);
  assertOutcome(finding, 'fail');
  assertNoted(finding, /cwa01\.contoso\.local/);
  const without = sanOf(['im.contoso.com'], { ...declared, names: { ...names, server: null } });
  assert.equal(finding.message.replace(`${finding.note} `, ''), without.message);
  assert.deepEqual([finding.fault, finding.severity], [without.fault, without.severity]);
  assertNoted(sanOf(['im.contoso.com', '*.im.contoso.com']), /cwa01\.contoso\.local/);
});

test("there is no note where the FQDN is in the SAN, in any case or by a wildcard, or is the URL's host", () => {
  assert.equal(sanOf([...sslNames, 'CWA01.contoso.local']).note, undefined);
  assert.equal(sanOf([...sslNames, '*.contoso.local']).note, undefined);
  assert.equal(
    sanOf(sslNames, { server: 'im.contoso.com', names: { ...names, server: 'im.contoso.com' } }).note,
    undefined,
  );
});

test('nor where no server is declared, for MTLS, or under another policy', () => {
  assert.equal(sanOf(sslNames, { names: { ...names, server: null } }).note, undefined);
  assert.equal(sanOf(sslNames, mtlsListener).note, undefined);
  assert.ok(reportOf(sanScene(sslNames, plainServer)).findings.every(({ note }) => note === undefined));
});

test('nor where a public CA may not certify the name; one that it may is noted', () => {
  const isPublic = { publicAnchors: [contoso.authority.root.der] };
  assert.equal(sanOf(sslNames, declared, isPublic).note, undefined);
  const outside = { server: 'cwa01.contoso.com', names: { ...names, server: 'cwa01.contoso.com' } };
  assertNoted(sanOf(sslNames, outside, isPublic), /cwa01\.contoso\.com/);
});

test('a signature with SHA-512 passes, with a note on Windows without the update', () => {
  const finding = signatureOf('sha512');
  assertOutcome(finding, 'pass');
  assertNoted(finding, /CN=im\.contoso\.com is signed with SHA-512 and so refused in TLS 1\.2 .* KB2973337/);
  assertNoted(signatureOf('sha512', { endpoint: mtlsListener }), /SHA-512/);
  const { verdict, causes } = reportOf(signedScene('sha512'));
  assert.deepEqual([verdict, causes], ['pass', []]);
});

test('SHA-256, SHA-384 and other policies have no such note', () => {
  for (const finding of [
    signatureOf('sha256'),
    signatureOf('sha384'),
    signatureOf('sha512', { endpoint: plainServer }),
  ]) {
    assertOutcome(finding, 'pass');
    assert.equal(finding.note, undefined);
  }
});

test("the anchor's own signature has no note", async () => {
  const { root } = contoso.authority;
  const anchor = issueCertificate({ ...root.profile, signatureAlgorithm: 'sha512' }, await makeKeyPair('rsa-2048'));
  const chain = [contoso.leaf({ signatureAlgorithm: 'sha256' }, { issuer: anchor }).der, anchor.der];
  const finding = findingOf('signature-algorithm', { chain, anchors: [anchor.der] });
  assertOutcome(finding, 'pass');
  assert.equal(finding.note, undefined);
});

test('the CN that works in practice fails Table 2 with a note that names both opinions', () => {
  const leaf = contoso.leaf({ subject: [{ CN: server }], dnsNames: [server, ...sslNames] });
  const finding = findingOf('subject-name', { chain: [leaf.der], endpoint: declared });
  assertOutcome(finding, 'fail');
  assertNoted(finding, /a single certificate works with the FQDN of the server as CN .* Table 2 asks for the host/);
  const other = contoso.leaf({ subject: [{ CN: 'cwa02.contoso.local' }] });
  assert.equal(findingOf('subject-name', { chain: [other.der], endpoint: declared }).note, undefined);
  assert.equal(
    findingOf('subject-name', { chain: [leaf.der], endpoint: { ...mtlsListener, ...declared } }).note,
    undefined,
  );
});
