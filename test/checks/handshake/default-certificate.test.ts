import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso, sslNames } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
let chain: readonly Uint8Array[];
before(async () => {
  contoso = await createContoso('p-256');
  chain = [contoso.leaf().der, contoso.authority.intermediate.der];
});

const judge = (withoutServerName: unknown, more = {}) =>
  findingOf('default-certificate', { chain, observation: { withoutServerName } as never, ...more });
const refusal = (stage: string, kind: string) => ({ failure: { stage, kind, message: 'The server said no.' } });

test('passes where the same certificate is served', () => {
  assertOutcome(judge({ certificates: [...chain] }), 'pass');
});

test('passes where another certificate has the same names, and says so', () => {
  const other = contoso.leaf({ serialNumber: Uint8Array.of(7), dnsNames: [...sslNames].reverse() }).der;
  const finding = judge({ certificates: [other] });
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /a different certificate with the same names/);
});

test('fails where other names are served, and shows them', () => {
  const other = contoso.leaf({ subject: [{ CN: 'www.contoso.com' }], dnsNames: ['www.contoso.com'] }).der;
  const finding = judge({ certificates: [other] });
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'warning');
  assert.equal(finding.fault, 'other-names');
  assert.equal(finding.observed, 'www.contoso.com');
  assert.match(finding.message, /^Without SNI the server sends a certificate for www\.contoso\.com\. /);
});

test('fails where the server refuses', () => {
  for (const kind of ['alert', 'closed', 'reset']) {
    const finding = judge(refusal('tls', kind));
    assertOutcome(finding, 'fail');
    assert.equal(finding.fault, 'refused');
    assert.equal(finding.observed, 'refused');
    assert.match(finding.message, /^Without SNI the server refuses to connect\. The server said no\. /);
  }
});

test('fails where the default certificate cannot be decoded', () => {
  const finding = judge({ certificates: [malformed] });
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'undecodable');
});

test('a network that fails says nothing about the server', () => {
  assertOutcome(judge(refusal('tcp', 'timeout')), 'undetermined', 'unreachable');
  assertOutcome(judge(refusal('tls', 'timeout')), 'undetermined', 'unreachable');
});

test('is undetermined where it was not dialed, and does not apply where no name was sent at all', () => {
  assertOutcome(judge(null), 'undetermined', 'not-dialled');
  assertOutcome(judge(null, { handshake: { serverName: null } }), 'not-applicable', 'no-server-name-sent');
});

test('is undetermined for a file and for an undecodable leaf', () => {
  const file = { source: 'file', handshake: null, withoutServerName: null } as const;
  assertOutcome(findingOf('default-certificate', { chain, observation: file }), 'undetermined', 'not-dialled');
  assertOutcome(findingOf('default-certificate', { chain: [malformed] }), 'undetermined', 'undecodable');
});

const made = 'no-such-name.invalid';
const asking = (serverName: string, answer: object) =>
  findingOf('default-certificate', {
    chain,
    observation: {
      withoutServerName: { certificates: [...chain] },
      withWrongServerName: { serverName, ...answer },
    } as never,
  });

test('fails where a certificate is served for a name that no one can own', () => {
  const leaf = contoso.leaf({ subject: [{ CN: made }], dnsNames: [made] }).der;
  const finding = asking(made, { certificates: [leaf] });
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'made-on-demand');
  assert.match(finding.message, /^The server has a certificate for no-such-name\.invalid, a name that no one can own/);
});

test('whatever else the server does with a name that it does not have is said and is no fault', () => {
  const other = contoso.leaf({ subject: [{ CN: 'www.contoso.com' }], dnsNames: ['www.contoso.com'] }).der;
  const own = contoso.leaf({ subject: [{ CN: 'new.contoso.com' }], dnsNames: ['new.contoso.com'] }).der;
  for (const [name, answer, said] of [
    [made, { certificates: [...chain] }, /the server sends the same certificate\.$/],
    [made, { certificates: [other] }, /the server sends a certificate for www\.contoso\.com\.$/],
    [made, { certificates: [Uint8Array.of(1)] }, /the server sends a certificate that cannot be decoded\.$/],
    [made, refusal('tls', 'alert'), /the server sends no certificate: The server said no\.$/],
    ['new.contoso.com', { certificates: [own] }, /the server sends a certificate for new\.contoso\.com\.$/],
  ] as const) {
    const finding = asking(name, answer);
    assertOutcome(finding, 'pass');
    assert.match(finding.message, said);
  }
});
