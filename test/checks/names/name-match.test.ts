import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed, mtlsListener, plainServer } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (chain: readonly Uint8Array[], more = {}) => findingOf('name-match', { chain, ...more });
const wildcard = (name: string) => contoso.leaf({ subject: [{ CN: name }], dnsNames: [name] }).der;
const commonNameOnly = (name: string) => contoso.leaf({ subject: [{ CN: name }] }, { without: ['dnsNames'] }).der;

test('passes where a dNSName is the name dialled', () => {
  const finding = judge([contoso.leaf().der]);
  assertOutcome(finding, 'pass');
  assert.equal(finding.expected, 'im.contoso.com');
  assert.equal(finding.severity, 'critical');
});

test('fails where only other names are there, and shows them', () => {
  const finding = judge([contoso.leaf({ dnsNames: ['www.contoso.com'] }).der]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'www.contoso.com');
});

test('takes the common name for SSL roles only where there is no dNSName', () => {
  assertOutcome(judge([commonNameOnly('im.contoso.com')]), 'pass');
  assertOutcome(judge([contoso.leaf({ dnsNames: ['as.im.contoso.com'] }).der]), 'fail');
});

test('a wildcard matches one label, and KB258858 lets it follow letters but not precede them', () => {
  assertOutcome(judge([wildcard('*.contoso.com')]), 'pass');
  assertOutcome(judge([wildcard('i*.contoso.com')]), 'pass');
  assertOutcome(judge([wildcard('*m.contoso.com')]), 'fail');
  const deeper = { endpoint: { role: 'as-host', host: 'as.im.contoso.com' } };
  assertOutcome(judge([wildcard('*.contoso.com')], deeper), 'fail');
});

test('an MTLS listener is matched by its common name alone, without wildcards', () => {
  const named = (cn: string) => contoso.leaf({ subject: [{ CN: cn }], dnsNames: ['cwa01.contoso.local'] }).der;
  assertOutcome(judge([named('CWA01.contoso.local')], { endpoint: mtlsListener }), 'pass');
  const other = judge([named('im.contoso.com')], { endpoint: mtlsListener });
  assertOutcome(other, 'fail');
  assert.equal(other.observed, 'CN im.contoso.com');
  assertOutcome(judge([named('*.contoso.local')], { endpoint: mtlsListener }), 'fail');
});

test('tls-server asks RFC 9525, which ignores the common name, and shows what the others would say', () => {
  const finding = judge([commonNameOnly('im.contoso.com')], { endpoint: plainServer });
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /Not counted: Schannel matches, MTLS matches\./);
});

test("ISA's answer is shown where the proxy is declared to be that version, and never counts", () => {
  const leaf = contoso.leaf({
    subject: [{ CN: 'other.contoso.com' }],
    dnsNames: ['other.contoso.com', 'im.contoso.com'],
  });
  const finding = judge([leaf.der], { endpoint: { reverseProxyProduct: 'isa-2006' } });
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /ISA Server 2006 before SP1 does not match/);
  assert.doesNotMatch(judge([leaf.der], { endpoint: { reverseProxyProduct: 'tmg-2010' } }).message, /ISA/);
});

test('a malformed SAN fails and never counts as absent', () => {
  const broken = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.17', value: malformed }] }, { without: ['dnsNames'] });
  const finding = judge([broken.der]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'malformed SAN');
});

test('says that no server name was sent where only a bare hello was answered', () => {
  const bare = { handshake: { serverName: null, profile: 'tls10-bare' } };
  const finding = judge([contoso.leaf({ dnsNames: ['www.contoso.com'] }).der], bare);
  assert.match(finding.message, /No server name \(SNI\) was sent, as only the hello profile tls10-bare was answered/);
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(judge([malformed]), 'undetermined', 'undecodable');
});
