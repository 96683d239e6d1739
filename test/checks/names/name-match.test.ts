import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { Deployment } from '../../../src/model/deployment.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { virtualServerWith } from '../deployment-finding.ts';
import { assertFault, assertOutcome, findingOf, malformed, mtlsListener, plainServer, reportOf } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (chain: readonly Uint8Array[], more = {}) => findingOf('name-match', { chain, ...more });
const wildcard = (name: string) => contoso.leaf({ subject: [{ CN: name }], dnsNames: [name] }).der;
const commonNameOnly = (name: string) => contoso.leaf({ subject: [{ CN: name }] }, { without: ['dnsNames'] }).der;

test('passes where a dNSName is the name dialed', () => {
  const finding = judge([contoso.leaf().der]);
  assertOutcome(finding, 'pass');
  assert.equal(finding.expected, 'im.contoso.com');
  assert.equal(finding.severity, 'critical');
});

test('fails where a name is missing from the SAN of the right certificate, and shows those that are there', () => {
  const finding = judge([contoso.leaf({ dnsNames: ['as.im.contoso.com', 'download.im.contoso.com'] }).der]);
  assertFault(finding, 'name-missing', 'The SAN has no entry for im.contoso.com');
  assert.match(finding.message, /The CN is ignored if a SAN is present\./);
  assert.match(finding.message, /Reissue the certificate with im\.contoso\.com in the SAN\.$/);
  assert.equal(finding.observed, 'as.im.contoso.com, download.im.contoso.com');
  const deeper = { endpoint: { role: 'as-host', host: 'as.im.contoso.com' } };
  const other = judge([contoso.leaf({ dnsNames: ['im.contoso.com'] }).der], deeper);
  assertFault(other, 'name-missing', 'The SAN has no entry for as.im.contoso.com');
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
  const finding = judge([wildcard('*.contoso.com')], deeper);
  assertFault(finding, 'name-missing', 'The SAN has no entry for as.im.contoso.com');
  assert.match(finding.message, /The wildcard \*\.contoso\.com covers one label only\./);
});

test('an MTLS listener is matched by its common name alone, without wildcards', () => {
  const named = (cn: string) => contoso.leaf({ subject: [{ CN: cn }], dnsNames: ['cwa01.contoso.local'] }).der;
  assertOutcome(judge([named('CWA01.contoso.local')], { endpoint: mtlsListener }), 'pass');
  const other = judge([named('im.contoso.com')], { endpoint: mtlsListener });
  assertFault(other, 'name-missing', 'The CN is im.contoso.com, not cwa01.contoso.local');
  assert.match(other.message, /Reissue the certificate with the CN cwa01\.contoso\.local\.$/);
  assert.equal(other.observed, 'CN im.contoso.com');
  const wide = judge([named('*.contoso.local')], { endpoint: mtlsListener });
  assertFault(wide, 'name-missing', 'The CN is *.contoso.local, not cwa01.contoso.local');
  const without = contoso.leaf({ subject: [{ O: 'Contoso' }], dnsNames: ['cwa01.contoso.local'] }).der;
  const title = 'The subject has no CN; cwa01.contoso.local is needed';
  assertFault(judge([without], { endpoint: mtlsListener }), 'name-missing', title);
});

test('tls-server asks RFC 9525, which ignores the common name, and shows what the others would say', () => {
  const finding = judge([commonNameOnly('im.contoso.com')], { endpoint: plainServer });
  assertFault(finding, 'name-missing', 'The certificate has no SAN; it needs one with im.contoso.com');
  assert.match(finding.message, /The CN is ignored\. Not counted: Schannel and MTLS \(CN alone\) would accept it\./);
});

test("ISA's answer is shown where the proxy is declared to be that version, and never counts", () => {
  const leaf = contoso.leaf({
    subject: [{ CN: 'other.contoso.com' }],
    dnsNames: ['other.contoso.com', 'im.contoso.com'],
  });
  const finding = judge([leaf.der], { endpoint: { reverseProxyProduct: 'isa-2006' } });
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /ISA Server 2006 before SP1 \(CN or first SAN entry\) would refuse it\./);
  assert.doesNotMatch(judge([leaf.der], { endpoint: { reverseProxyProduct: 'tmg-2010' } }).message, /ISA/);
});

test('says nothing of other clients where they decide the same', () => {
  assert.equal(judge([contoso.leaf().der]).message, 'DNS:im.contoso.com matches im.contoso.com.');
  assert.doesNotMatch(judge([commonNameOnly('www.fabrikam.com')]).message, /Not counted/);
});

test('a malformed SAN fails and never counts as absent', () => {
  const broken = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.17', value: malformed }] }, { without: ['dnsNames'] });
  const finding = judge([broken.der]);
  assertFault(finding, 'malformed-san', 'The SAN is malformed, so it does not match im.contoso.com');
  assert.equal(finding.observed, 'malformed SAN');
  const { causes } = reportOf({ chain: [broken.der] });
  const [cause] = causes.filter(({ fault }) => fault.startsWith('certificate-encoding/'));
  assert.equal(cause?.severity, 'critical');
  assert.ok(!causes.some(({ fault }) => /malformed$|malformed-san/.test(fault)));
});

const deployment: Deployment = {
  name: 'contoso',
  policy: 'cwa-2007-r2',
  policyOverrides: {},
  virtualServers: [
    virtualServerWith({
      reverseProxy: { fqdn: 'proxy.contoso.com', externalHost: 'chat.contoso.com', hasInternal: true },
    }),
    virtualServerWith({ url: 'https://meet.contoso.com', host: 'meet.contoso.com', servers: [] }),
  ],
};
const named = (...dnsNames: string[]) => contoso.leaf({ subject: [{ CN: dnsNames[0] ?? '' }], dnsNames }).der;

test('says to which other endpoint of the deployment a certificate belongs', () => {
  const belongs = (chain: Uint8Array, place: string, wrong = 'im.contoso.com', endpoint = {}) => {
    const finding = judge([chain], { deployment, endpoint });
    const title = `Wrong certificate for ${wrong}: it belongs to ${place}`;
    assertFault(finding, 'certificate-of-another-endpoint', title);
    assert.ok(finding.message.endsWith(`Install the certificate for ${wrong} here.`), finding.message);
  };
  belongs(named('cwa02.contoso.local'), 'cwa02.contoso.local (MTLS)');
  belongs(named('meet.contoso.com', 'as.meet.contoso.com'), 'https://meet.contoso.com');
  belongs(named('as.meet.contoso.com'), 'https://meet.contoso.com');
  belongs(named('chat.contoso.com'), 'https://chat.contoso.com (reverse proxy)');
  belongs(named('proxy.contoso.com'), 'proxy.contoso.com (reverse proxy)');
  const listener = 'cwa01.contoso.local (MTLS)';
  belongs(contoso.leaf().der, 'https://im.contoso.com', listener, mtlsListener);
  belongs(named('cwa02.contoso.local'), 'cwa02.contoso.local (MTLS)', listener, mtlsListener);
  const outside = {
    role: 'reverse-proxy-external',
    host: 'as.chat.contoso.com',
    names: { url: 'im.contoso.com', server: null, proxy: 'proxy.contoso.com', externalUrl: 'chat.contoso.com' },
  };
  belongs(contoso.leaf().der, 'https://im.contoso.com', 'proxy.contoso.com', outside);
});

test('a certificate with any name expected here is the right one, whatever else it carries', () => {
  const both = named('meet.contoso.com', 'download.im.contoso.com');
  assertFault(judge([both], { deployment }), 'name-missing', 'The SAN has no entry for im.contoso.com');
  const oneForAll = contoso.leaf({ dnsNames: ['im.contoso.com', 'cwa01.contoso.local'] }).der;
  const title = 'The CN is im.contoso.com, not cwa01.contoso.local';
  assertFault(judge([oneForAll], { deployment, endpoint: mtlsListener }), 'name-missing', title);
});

test('a certificate for names of no one in the deployment is a wrong one', () => {
  const finding = judge([named('www.fabrikam.com', 'fabrikam.com', 'shop.fabrikam.com')], { deployment });
  const title = 'Wrong certificate for im.contoso.com: it is for www.fabrikam.com and 2 more';
  assertFault(finding, 'wrong-certificate', title);
  const listener = judge([named('www.fabrikam.com')], { deployment, endpoint: mtlsListener });
  const mtls = 'Wrong certificate for cwa01.contoso.local (MTLS): it is for www.fabrikam.com';
  assertFault(listener, 'wrong-certificate', mtls);
});

test('a default certificate is called one', () => {
  for (const name of ['localhost', 'ingress.local', 'localhost.localdomain', '1a2b.3c4d.traefik.default']) {
    const finding = judge([named(name)], { endpoint: plainServer });
    const title = `Wrong certificate for im.contoso.com: a default one for ${name}`;
    assertFault(finding, 'placeholder-certificate', title);
  }
});

test('outside of a deployment, www. more or less and wildcards of the domain are the same site', () => {
  const dialed = (host: string) => ({ endpoint: { ...plainServer, host, serverName: host } });
  const missing = (host: string, ...names: string[]) =>
    assertFault(judge([named(...names)], dialed(host)), 'name-missing', `The SAN has no entry for ${host}`);
  missing('contoso.com', 'www.contoso.com');
  missing('www.contoso.com', 'contoso.com');
  missing('contoso.com', '*.contoso.com');
  missing('a.b.contoso.com', '*.contoso.com');
  for (const name of ['contoso.com', 'www.im.contoso.com.fabrikam.com', '*.fabrikam.com', 'mail.contoso.com']) {
    const finding = judge([named(name)], dialed('shop.contoso.com'));
    const title = `Wrong certificate for shop.contoso.com: it is for ${name}`;
    assertFault(finding, 'wrong-certificate', title);
  }
});

test('where an address was dialed, an entry for it is missing', () => {
  const endpoint = { ...plainServer, host: '192.0.2.7', serverName: null };
  const finding = judge([named('www.contoso.com')], { endpoint });
  assertFault(finding, 'name-missing', 'The SAN has no entry for 192.0.2.7');
  assert.match(finding.message, /Scan the host by its name/);
});

test('a certificate without any name lacks the name', () => {
  const bare = contoso.leaf({ subject: [{ O: 'Contoso' }] }, { without: ['dnsNames'] }).der;
  assertFault(judge([bare]), 'name-missing', 'The certificate has no SAN; it needs one with im.contoso.com');
});

test('what an installed certificate of another endpoint lacks follows from it: one cause for a port', () => {
  const { root, intermediate } = contoso.authority;
  const scene = { anchors: [root.der], deployment };
  const { causes } = reportOf({ ...scene, chain: [contoso.leaf().der, intermediate.der], endpoint: mtlsListener });
  const ofNames = causes.filter(({ fault }) => /name/.test(fault));
  assert.deepEqual(
    ofNames.map(({ fault }) => fault),
    ['name-match/certificate-of-another-endpoint'],
  );
  const under = (host: string) =>
    reportOf({ ...scene, chain: [named('www.fabrikam.com')], endpoint: { host, serverName: host } }).causes.find(
      ({ fault }) => fault === 'name-match/wrong-certificate',
    );
  const [base, as] = [under('im.contoso.com'), under('as.im.contoso.com')];
  assert.ok(base !== undefined && base.findings > 1);
  assert.deepEqual([as?.key, as?.title], [base.key, base.title]);
});

test('says that no server name was sent where only a bare hello was answered', () => {
  const bare = { handshake: { serverName: null, profile: 'tls10-bare' } };
  const finding = judge([contoso.leaf({ dnsNames: ['www.contoso.com'] }).der], bare);
  assert.match(
    finding.message,
    /No server name \(SNI\) was sent, because only the hello profile tls10-bare was answered/,
  );
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(judge([malformed]), 'undetermined', 'undecodable');
});

test('the right certificate behind another one is a matter of order, not of reissuing', () => {
  const finding = judge([contoso.authority.intermediate.der, contoso.leaf().der]);
  assertFault(finding, 'not-first', 'The certificate for im.contoso.com is sent as number 2, after contoso issuing ca');
  assert.match(finding.message, /Put the certificate of the server first in the chain file/);
});

const inRange = { host: '10.0.0.7', address: '10.0.0.7', serverName: null, range: '10.0.0.0/28' } as const;
const judgeInRange = (leaf: Uint8Array) => judge([leaf], { endpoint: { ...plainServer, ...inRange } });

test('at an address of a range no name can differ: the names of the certificate are shown, and nothing passes in silence', () => {
  const finding = judgeInRange(contoso.leaf({ dnsNames: ['www.contoso.com', 'contoso.com'] }).der);
  assertOutcome(finding, 'not-applicable', 'no-name-dialed');
  assert.equal(finding.observed, 'www.contoso.com, contoso.com');
  assert.match(finding.message, /^No name was dialed, as 10\.0\.0\.7 is an address of 10\.0\.0\.0\/28\./);
});

test('at an address of a range a certificate without a name that clients compare fails', () => {
  assertFault(
    judgeInRange(commonNameOnly('www.contoso.com')),
    'no-name',
    'The certificate has no SAN, so it matches no name',
  );
});

test('at an address of a range a default certificate fails, whatever the address', () => {
  const leaf = contoso.leaf({ subject: [{ CN: 'localhost' }], dnsNames: ['localhost'] }).der;
  assertFault(judgeInRange(leaf), 'placeholder-certificate', '10.0.0.7 has a default certificate, for localhost');
});

test('at an address of a range a malformed SAN fails, as it matches no name', () => {
  const broken = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.17', value: malformed }] }, { without: ['dnsNames'] });
  const finding = judgeInRange(broken.der);
  assertFault(finding, 'malformed-san', 'The SAN is malformed, so it matches no name');
});
