import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { issueIntermediate } from '../../forge/certificate-authority.ts';
import { serverAuth } from '../../forge/certificate-profile.ts';
import { issueCertificate } from '../../forge/issue-certificate.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed, plainServer, type Scene } from '../finding.ts';
import { policies, reservedPolicies } from '../public-leaf.ts';

const dayMs = 86_400_000;
let contoso: Contoso;
before(async () => {
  contoso = await createContoso();
});

const judge = (...[changes, options = {}, scene = {}]: [...Parameters<Contoso['leaf']>, Partial<Scene>?]) => {
  const { root, intermediate } = contoso.authority;
  const chain = [contoso.leaf(changes, options).der, (options.issuer ?? intermediate).der];
  return findingOf('certificate-profile', { chain, anchors: [root.der], ...scene });
};
/** What the profiles of public CAs ask of a certificate that names its organization. */
const validated = {
  subject: [{ C: 'DE' }, { L: 'Bonn' }, { O: 'Contoso' }, { CN: 'im.contoso.com' }],
  extraExtensions: [policies(reservedPolicies.ov)],
};
const everybody = () => ({ publicAnchors: [contoso.authority.root.der] });

test('passes where everything is made as RFC 5280 §4 demands', () => {
  const finding = judge();
  assertOutcome(finding, 'pass');
  assert.equal(finding.severity, 'warning');
  assertOutcome(judge({}, {}, { endpoint: plainServer }), 'pass');
});

test('fails on what path validation lets pass, and names each violation with certificate and section', () => {
  const finding = judge({ serialNumber: Uint8Array.of(0x80) }, { without: ['authorityKeyIdentifier'] });
  const title = 'CN=im.contoso.com,O=Contoso has a negative serial number (RFC 5280 §4.1.2.2)';
  assertFault(finding, 'rfc-5280', title);
  assert.match(finding.message, /has no authorityKeyIdentifier \(RFC 5280 §4\.2\.1\.1\)\./);
  assert.deepEqual([finding.expected, finding.observed], ['what RFC 5280 demands', '2 violations']);
});

test('judges intermediates and the anchor too', () => {
  const { authority, key } = contoso;
  const { root } = authority;
  const bare = issueIntermediate(authority, key, {
    organization: 'Contoso',
    changes: { subjectKeyIdentifier: undefined } as object,
  });
  const title = 'CN=Contoso Issuing CA,O=Contoso is a CA without subjectKeyIdentifier (RFC 5280 §4.2.1.2)';
  assertFault(judge({}, { issuer: bare }), 'rfc-5280', title);
  const { subjectKeyIdentifier: _, ...profile } = root.profile;
  const bareRoot = issueCertificate(profile, root.key);
  const finding = judge({}, {}, { anchors: [bareRoot.der] });
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /^CN=Contoso Root CA,O=Contoso is a CA without subjectKeyIdentifier/);
  assert.match(finding.message, /Ask the CA for a new root certificate/);
});

test("an AD CS certificate is not held to the CA/B Forum's rules, the same from a public CA is", () => {
  const ofAdcs = {
    ...validated,
    notAfter: new Date(contoso.authority.now.getTime() + 700 * dayMs),
    crlUrls: ['ldap:///CN=Contoso,CN=CDP?certificateRevocationList'],
    extendedKeyUsage: [serverAuth, '1.3.6.1.5.5.7.3.4'],
  };
  assertOutcome(judge(ofAdcs, { without: ['dnsNames'] }), 'pass');
  const finding = judge(ofAdcs, { without: ['dnsNames'] }, everybody());
  assert.deepEqual([finding.outcome, finding.fault], ['fail', 'ca-browser-forum']);
  assert.match(finding.message, /has no subjectAltName \(CA\/B Forum 7\.1\.2\.7\.12\)/);
  assert.match(
    finding.message,
    /allows e-mail protection, which is forbidden beside server authentication \(CA\/B Forum 7\.1\.2\.7\.10\)/,
  );
  assert.equal(finding.expected, 'what RFC 5280 and the CA/B Forum demand');
  assertOutcome(judge(validated, {}, everybody()), 'pass');
});

test('a public certificate under cwa-2007-r2 is held to the rules of the web, which its path was not', () => {
  const finding = judge(validated, { without: ['extendedKeyUsage'] }, everybody());
  assert.deepEqual([finding.outcome, finding.fault], ['fail', 'extended-key-usage']);
  assert.match(finding.message, /has no extended key usage, and CA\/B Forum 7\.1\.2\.7\.10/);
  assertOutcome(judge({}, { without: ['extendedKeyUsage'] }), 'pass');
});

test('what has a check of its own names the failure only if nothing else is wrong', () => {
  const broken = { extraExtensions: [{ oid: '2.5.29.18', value: malformed }] };
  assert.equal(judge(broken, {}, { anchors: [] }).fault, 'malformed-extension');
  const both = judge({ ...broken, serialNumber: Uint8Array.of(0x80) }, {}, { anchors: [] });
  assertFault(both, 'rfc-5280', 'CN=im.contoso.com,O=Contoso has a negative serial number (RFC 5280 §4.1.2.2)');
  assert.equal(both.observed, '2 violations');
});

test('fails where a path of the public web is refused for its profile', () => {
  const finding = judge({ dnsNames: ['*.com'] }, {}, { endpoint: plainServer, ...everybody() });
  const title =
    'CN=im.contoso.com,O=Contoso claims *.com, a wildcard over a public suffix (CA/B Forum 3.2.2.6, since 2012-07-01)';
  assertFault(finding, 'wildcard-over-public-suffix', title);
});

test('is undetermined where the rest of the path is not known and nothing was wrong so far', () => {
  assertOutcome(judge({}, {}, { anchors: [], chain: [contoso.leaf().der] }), 'undetermined', 'no-path');
  const wrong = contoso.leaf({ serialNumber: Uint8Array.of(0) });
  assertOutcome(judge({}, {}, { anchors: [], chain: [wrong.der] }), 'fail');
  assertOutcome(judge({}, {}, { chain: [malformed] }), 'undetermined', 'undecodable');
});

test('a path that ends in an untrusted root is judged, a self-signed certificate too', () => {
  const { root, intermediate } = contoso.authority;
  const chain = [contoso.leaf().der, intermediate.der, root.der];
  assertOutcome(judge({}, {}, { chain, anchors: [] }), 'pass');
  const alone = issueCertificate({ ...contoso.leaf().profile, subject: [{ CN: 'im.contoso.com' }] }, contoso.key);
  assertOutcome(judge({}, {}, { chain: [alone.der], anchors: [] }), 'pass');
});
