import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { clientAuth, codeSigning, serverAuth } from '../../forge/certificate-profile.ts';
import { issueIntermediate } from '../../forge/certificate-authority.ts';
import { sha256Hex } from '../../../src/x509/der/sha256-hex.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { objectIdentifier, sequence } from '../../pki/forge-der.ts';
import { assertFault, assertOutcome, findingOf, malformed, mtlsListener, plainServer, reportOf } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const any = '2.5.29.37.0';
const judge = (usages: readonly string[] | undefined, endpoint = {}) => {
  const leaf =
    usages === undefined
      ? contoso.leaf({}, { without: ['extendedKeyUsage'] })
      : contoso.leaf({ extendedKeyUsage: usages });
  return findingOf('extended-key-usage', { chain: [leaf.der], endpoint });
};

test('passes where serverAuth is among the usages', () => {
  assertOutcome(judge([serverAuth]), 'pass');
  assertOutcome(judge([clientAuth, serverAuth]), 'pass');
  assertOutcome(judge([serverAuth, any]), 'pass');
});

test('an absent extension fails the tables and passes tls-server with a note', () => {
  const finding = judge(undefined);
  assertFault(finding, 'absent', 'The certificate has no extended key usage (EKU)');
  assert.equal(finding.observed, 'absent');
  const plain = judge(undefined, plainServer);
  assertOutcome(plain, 'pass');
  assert.match(plain.message, /not restricted/);
});

test('only anyExtendedKeyUsage fails everywhere, saying so', () => {
  for (const endpoint of [{}, mtlsListener, plainServer]) {
    const finding = judge([any], endpoint);
    assertFault(finding, 'only-any', 'The certificate allows any purpose but does not name server authentication');
  }
});

test('other usages alone fail and are named', () => {
  const one = judge([clientAuth]);
  assertFault(one, 'no-server-auth', 'The certificate allows client authentication only');
  assert.match(one.message, /Reissue the certificate with the EKU Server Authentication/);
  assertFault(judge(['1.2.3.4']), 'no-server-auth', 'The certificate allows 1.2.3.4 only');
  const finding = judge([clientAuth, codeSigning]);
  assertFault(finding, 'no-server-auth', 'The certificate allows client authentication and code signing only');
  assert.match(finding.observed ?? '', /clientAuth \(1\.3\.6\.1\.5\.5\.7\.3\.2\), codeSigning/);
});

test('a malformed extension fails', () => {
  const leaf = contoso.leaf(
    { extraExtensions: [{ oid: '2.5.29.37', value: malformed }] },
    { without: ['extendedKeyUsage'] },
  );
  const finding = findingOf('extended-key-usage', { chain: [leaf.der] });
  assertFault(finding, 'malformed', 'The extended key usage is malformed');
  assert.equal(finding.observed, 'malformed');
});

const onPublicPath = (...[changes, options = {}]: Parameters<Contoso['leaf']>) => {
  const { root, intermediate } = contoso.authority;
  const chain = [contoso.leaf(changes, options).der, (options.issuer ?? intermediate).der];
  return { chain, anchors: [root.der], endpoint: plainServer };
};

test('fails where a path is refused because a CA above excludes servers, and names the CA', () => {
  const { authority, key } = contoso;
  for (const [usages, words] of [
    [[clientAuth], 'client authentication'],
    [[codeSigning, '1.2.3.4'], 'code signing and 1.2.3.4'],
  ] as const) {
    const changes = { extendedKeyUsage: usages };
    const issuer = issueIntermediate(authority, key, { organization: 'Contoso', changes });
    const scene = onPublicPath({}, { issuer });
    const finding = findingOf('extended-key-usage', scene);
    const title = 'CN=Contoso Issuing CA,O=Contoso may not issue certificates for servers';
    assertFault(finding, 'issuer-excludes-server-auth', title);
    assert.ok(finding.message.includes(`Its extended key usage allows ${words} only.`), finding.message);
    const cause = reportOf(scene).causes.find(
      ({ fault }) => fault === 'extended-key-usage/issuer-excludes-server-auth',
    );
    assert.equal(cause?.certificate, sha256Hex(issuer.der));
  }
});

test('does not contradict chain-trust: an absent extension fails where a path is refused for it, else passes', () => {
  const scene = onPublicPath({}, { without: ['extendedKeyUsage'] });
  for (const more of [{}, { publicAnchors: scene.anchors }]) {
    const { findings } = reportOf({ ...scene, ...more });
    const outcomes = new Map(findings.map(({ check, outcome, observed }) => [check, { outcome, observed }]));
    const isRefused = outcomes.get('chain-trust')?.outcome === 'fail';
    assert.deepEqual(outcomes.get('extended-key-usage'), { outcome: isRefused ? 'fail' : 'pass', observed: 'absent' });
  }
});

test('what a certificate for another purpose allows instead is part of one cause', () => {
  for (const usage of [clientAuth, codeSigning, any]) {
    const { causes, findings } = reportOf({ ...onPublicPath({ extendedKeyUsage: [usage] }), endpoint: {} });
    const own = causes.find(({ fault }) => fault.startsWith('extended-key-usage/'));
    const excess = findings.find(({ check }) => check === 'extended-key-usage-excess');
    assert.deepEqual([excess?.outcome, excess?.cause], ['fail', own?.key]);
    assert.doesNotMatch(excess?.message ?? '', /also allows/);
  }
});

const policies = (purposes: readonly string[], critical = true) => ({
  oid: '1.3.6.1.4.1.311.21.10',
  critical,
  value: sequence(...purposes.map((oid) => sequence(objectIdentifier(oid)))),
});

test('critical application policies that agree with the EKU are no fault, but for clients without support', () => {
  const report = reportOf({ ...onPublicPath({ extraExtensions: [policies([serverAuth])] }), endpoint: {} });
  const outcomes = new Map(report.findings.map((finding) => [finding.check, finding]));
  assert.equal(outcomes.get('chain-trust')?.outcome, 'pass');
  assert.equal(outcomes.get('extended-key-usage')?.outcome, 'pass');
  assert.doesNotMatch(outcomes.get('extended-key-usage')?.message ?? '', /differ/);
  assert.match(
    outcomes.get('certificate-profile')?.message ?? '',
    /marks the application policies \(1\.3\.6\.1\.4\.1\.311\.21\.10\) critical, which makes clients without support for it refuse/,
  );
});

test('application policies without server authentication are a fault beside an EKU that has it, and the cause of the rest', () => {
  for (const critical of [true, false]) {
    const scene = onPublicPath({ extraExtensions: [policies([clientAuth], critical)] });
    const finding = findingOf('extended-key-usage', scene);
    assertFault(finding, 'contradicting-extension', 'The application policies allow client authentication only');
    assert.match(finding.message, /Windows reads application policies and ignores the extended key usage/);
    const { causes } = reportOf(scene);
    assert.deepEqual(
      causes.filter(({ fault }) => /extended-key-usage|chain-trust/.test(fault)).map(({ fault }) => fault),
      ['extended-key-usage/contradicting-extension'],
    );
  }
});

test('application policies that differ and allow server authentication are noted, and what they add is excess', () => {
  const scene = onPublicPath({ extraExtensions: [policies([serverAuth, clientAuth], false)] });
  const finding = findingOf('extended-key-usage', scene);
  assertOutcome(finding, 'pass');
  assert.match(
    finding.message,
    /Its application policies, which .*, differ from it: they allow server authentication and client authentication\./,
  );
  const excess = findingOf('extended-key-usage-excess', { ...scene, endpoint: {} });
  assertFault(excess, 'excess-usages', 'The certificate also allows client authentication');
  assert.match(excess.message, /Its application policies allow client authentication, its extended key usage does not/);
});

test('an EKU without server authentication stays a fault where the application policies have it', () => {
  const scene = onPublicPath({ extendedKeyUsage: [clientAuth], extraExtensions: [policies([serverAuth])] });
  const finding = findingOf('extended-key-usage', scene);
  assertFault(finding, 'no-server-auth', 'The certificate allows client authentication only');
  assert.match(finding.message, /Its application policies allow server authentication, but only Windows reads them/);
});

test('malformed application policies fail', () => {
  const scene = onPublicPath({ extraExtensions: [{ oid: '1.3.6.1.4.1.311.21.10', value: malformed }] });
  assertFault(findingOf('extended-key-usage', scene), 'malformed', 'The application policies are malformed');
  assert.deepEqual(
    reportOf(scene).causes.map(({ fault }) => fault),
    ['certificate-encoding/malformed-extension'],
  );
});

test('application policies of a CA without server authentication are named', () => {
  const { authority, key } = contoso;
  const changes = { extraExtensions: [policies([clientAuth])] };
  const issuer = issueIntermediate(authority, key, { organization: 'Contoso', changes });
  const finding = findingOf('extended-key-usage', onPublicPath({}, { issuer }));
  const title = 'CN=Contoso Issuing CA,O=Contoso may not issue certificates for servers';
  assertFault(finding, 'issuer-excludes-server-auth', title);
  assert.match(finding.message, /Its application policies allow client authentication only\./);
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('extended-key-usage', { chain: [malformed] }), 'undetermined', 'undecodable');
});
