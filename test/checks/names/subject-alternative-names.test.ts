import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso, sslNames } from '../../evaluate/contoso.ts';
import { endpointWith } from '../../evaluate/observation.ts';
import { assertFault, assertOutcome, findingOf, malformed, mtlsListener } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const { names } = endpointWith();
const judge = (changes: object, endpoint = {}) =>
  findingOf('subject-alternative-names', { chain: [contoso.leaf(changes).der], endpoint });

test('passes where all three names are there, whatever their case and order', () => {
  assertOutcome(judge({ dnsNames: ['DOWNLOAD.im.contoso.com', 'As.im.contoso.com', 'im.contoso.com'] }), 'pass');
});

test('more names than demanded do no harm', () => {
  assertOutcome(judge({ dnsNames: [...sslNames, 'cwa01.contoso.local'] }), 'pass');
});

test('says which names are missing', () => {
  const finding = judge({ dnsNames: ['im.contoso.com'] });
  assertFault(finding, 'missing-names', 'The SAN lacks as.im.contoso.com and download.im.contoso.com');
  const remedy =
    'Reissue the certificate with im.contoso.com, as.im.contoso.com and download.im.contoso.com in the SAN.';
  assert.ok(finding.message.endsWith(remedy), finding.message);
  const one = judge({ dnsNames: ['im.contoso.com', 'as.im.contoso.com'] });
  assertFault(one, 'missing-names', 'The SAN lacks download.im.contoso.com');
  assert.equal(finding.observed, 'im.contoso.com');
});

test('a wildcard does not stand for the names the table lists: a fault of its own if it stands for one', () => {
  const title = 'The SAN has *.im.contoso.com instead of as.im.contoso.com and download.im.contoso.com';
  assertFault(judge({ dnsNames: ['im.contoso.com', '*.im.contoso.com'] }), 'only-wildcard', title);
  const shallow = 'The SAN has *.contoso.com instead of im.contoso.com, as.im.contoso.com and download.im.contoso.com';
  assertFault(judge({ dnsNames: ['*.contoso.com'] }), 'only-wildcard', shallow);
  const beside = judge({ dnsNames: ['im.contoso.com', 'as.im.contoso.com', '*.contoso.com'] });
  assertFault(beside, 'missing-names', 'The SAN lacks download.im.contoso.com');
});

test('fails without the extension', () => {
  const leaf = contoso.leaf({}, { without: ['dnsNames'] });
  const finding = findingOf('subject-alternative-names', { chain: [leaf.der] });
  const title = 'The certificate has no SAN; it needs im.contoso.com, as.im.contoso.com and download.im.contoso.com';
  assertFault(finding, 'missing-names', title);
  assert.equal(finding.observed, 'none');
});

test('fails where the extension is malformed', () => {
  const leaf = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.17', value: malformed }] }, { without: ['dnsNames'] });
  const finding = findingOf('subject-alternative-names', { chain: [leaf.der] });
  assertFault(finding, 'malformed', 'The SAN is malformed');
  assert.equal(finding.observed, 'malformed');
});

test('outside, the three names of the external URL are demanded', () => {
  const outside = {
    role: 'reverse-proxy-external',
    names: { ...names, proxy: 'p.contoso.com', externalUrl: 'chat.contoso.com' },
  };
  const finding = judge({}, outside);
  const title = 'The SAN lacks chat.contoso.com, as.chat.contoso.com and download.chat.contoso.com';
  assertFault(finding, 'missing-names', title);
  assert.match(finding.message, /is an inference/);
  const external = ['chat.contoso.com', 'as.chat.contoso.com', 'download.chat.contoso.com'];
  assertOutcome(judge({ dnsNames: external }, outside), 'pass');
});

test('an address has no names below it: its iPAddress entry is enough', () => {
  const address = { host: '10.0.0.11', serverName: null, names: { ...names, url: '10.0.0.11' } };
  assertOutcome(judge({ dnsNames: [], ipAddresses: ['10.0.0.11'] }, address), 'pass');
  const other = judge({ dnsNames: [], ipAddresses: ['10.0.0.12'] }, address);
  assertFault(other, 'missing-names', 'The SAN lacks 10.0.0.11');
});

test('demands nothing of an MTLS listener', () => {
  assertOutcome(judge({}, mtlsListener), 'not-applicable', 'no-demand');
});

test('is undetermined where the topology does not name the host', () => {
  assertOutcome(judge({}, { names: { ...names, url: null } }), 'undetermined', 'not-declared');
});

test('says that no server name was sent where only a bare hello was answered', () => {
  const chain = [contoso.leaf({ dnsNames: ['im.contoso.com'] }).der];
  const finding = findingOf('subject-alternative-names', {
    chain,
    handshake: { serverName: null, profile: 'ssl30-bare' },
  });
  assert.match(finding.message, /hello profile ssl30-bare/);
});
