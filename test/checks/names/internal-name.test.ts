import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { loadPublicSuffixes, loadTopLevelDomains } from '../../../src/pki/names/public-suffixes.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (changes: object, more = {}) => {
  const { root, intermediate } = contoso.authority;
  const chain = [contoso.leaf(changes).der, intermediate.der];
  return findingOf('internal-name', { chain, anchors: [root.der], publicAnchors: [root.der], ...more });
};
const names = (...dnsNames: string[]) => judge({ dnsNames: ['im.contoso.com', ...dnsNames] });

test('passes with public names only', () => {
  assertOutcome(judge({}), 'pass');
  assertOutcome(names('*.contoso.com', 'xn--bcher-kva.example.com'), 'pass');
});

test('fails with a single label, .local, a reserved top-level domain, and wildcards below them', () => {
  for (const name of ['cwa01', 'cwa01.contoso.local', 'im.contoso.internal', 'a.test', '*.corp', 'printer.home.arpa']) {
    const finding = names(name);
    assertFault(finding, 'internal-names', `The public certificate has the internal name ${name}`);
    assert.equal(finding.observed, name);
  }
});

test('the title names three, and counts the others', () => {
  const title = 'The public certificate has the internal names a, b, c and 2 more';
  assertFault(names('a', 'b', 'c', 'd', 'e'), 'internal-names', title);
});

test('with the public suffix list: a top-level domain that the root zone lacks, and a bare public suffix', async () => {
  const suffixes = { isPublicSuffix: await loadPublicSuffixes(), isTopLevelDomain: await loadTopLevelDomains() };
  const listed = (...dnsNames: string[]) => judge({ dnsNames: ['im.contoso.com', ...dnsNames] }, { suffixes });
  for (const name of ['server.fabrik', 'www.contoso.con', '*.contoso.dmz', 'cwa01.ad.contoso', 'a.xn--zzzz']) {
    const finding = listed(name);
    assert.equal(finding.fault, 'unknown-top-level-domain', finding.message);
    assert.match(
      finding.message,
      new RegExp(`has ${name.replace('*', '\\*')}, below no top-level domain of the root zone`),
    );
    assertOutcome(
      judge({ dnsNames: ['im.contoso.com', name] }, { suffixes, publicAnchors: [] }),
      'not-applicable',
      'not-publicly-trusted',
    );
  }
  for (const name of ['com', 'co.uk', 'xn--p1ai', 'foo.kawasaki.jp', 'gov.uk']) {
    const finding = listed(name);
    assert.equal(finding.fault, 'public-suffix', finding.message);
    assert.match(finding.message, new RegExp(`has the public suffix ${name} as a name`));
  }
  assertOutcome(
    listed('www.gov.uk', 'a.xn--p1ai', 'contoso.dev', 'city.kawasaki.jp', 'contoso.github.io', 'github.io', 'a.onion'),
    'pass',
  );
  const both = listed('cwa01', 'a.fabrik', 'co.uk');
  assert.equal(both.fault, 'internal-names');
  assert.match(both.message, /has a\.fabrik, below no top-level domain.*has the public suffix co\.uk/s);
});

test('a name that only looks alike passes', () => {
  assertOutcome(names('local.contoso.com', 'thelocal.com', 'example.com'), 'pass');
});

test('fails with a private address in SAN or CN, not with a public one', () => {
  assertOutcome(judge({ ipAddresses: ['10.1.2.3'] }), 'fail');
  assertOutcome(judge({ ipAddresses: ['172.31.255.255'] }), 'fail');
  assertOutcome(judge({ ipAddresses: ['172.32.0.0', '8.8.8.8', '2606:4700::1'] }), 'pass');
  assertOutcome(judge({ ipAddresses: ['fd00::1'] }), 'fail');
  assertOutcome(judge({ ipAddresses: ['::ffff:10.0.0.1'] }), 'fail');
  assertOutcome(judge({ subject: [{ CN: '192.168.0.1' }] }), 'fail');
});

test('fails with an address of every block for special purposes', () => {
  for (const address of [
    ...['0.1.2.3', '10.0.0.1', '100.64.0.1', '127.0.0.1', '169.254.1.1', '172.16.0.1', '192.0.0.8', '192.0.2.7'],
    ...['192.168.1.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.7', '224.0.0.1', '255.255.255.255'],
    ...[
      '::1',
      '64:ff9b::1',
      '100::1',
      '2001::1',
      '2001:1ff::1',
      '2001:db8::1',
      '2002:a00::1',
      '3fff::1',
      'fe80::1',
      'ff02::1',
    ],
  ]) {
    assertOutcome(judge({ ipAddresses: [address] }), 'fail');
  }
  const others = [
    '192.0.1.1',
    '198.17.255.255',
    '198.20.0.1',
    '198.51.101.1',
    '203.0.114.1',
    '2001:200::1',
    '3fff:1000::1',
  ];
  assertOutcome(judge({ ipAddresses: others }), 'pass');
});

test('a common name that is a person or a product is no host', () => {
  assertOutcome(judge({ subject: [{ CN: 'Contoso web server' }] }), 'pass');
});

test('does not apply to a private certificate', () => {
  for (const dnsNames of [['cwa01'], ['cwa01.contoso.local'], ['*.home.arpa'], ['nas.home.arpa', 'printer']]) {
    assertOutcome(judge({ dnsNames }, { publicAnchors: [] }), 'not-applicable', 'not-publicly-trusted');
  }
});

test('does not apply where the SAN is malformed, as no public path holds then', () => {
  const { root, intermediate } = contoso.authority;
  const broken = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.17', value: malformed }] }, { without: ['dnsNames'] });
  const chain = [broken.der, intermediate.der];
  const finding = findingOf('internal-name', { chain, anchors: [root.der], publicAnchors: [root.der] });
  assertOutcome(finding, 'not-applicable', 'not-publicly-trusted');
});

test('is undetermined where the issuer is not known, as it might be a public one', () => {
  const finding = findingOf('internal-name', { chain: [contoso.leaf().der] });
  assertOutcome(finding, 'undetermined', 'no-path');
  assertOutcome(findingOf('internal-name', { chain: [malformed] }), 'undetermined', 'undecodable');
});
