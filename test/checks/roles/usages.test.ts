import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { RoleDocument } from '../../../src/model/role-document.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { now } from '../../evaluate/observation.ts';
import { issueIntermediate } from '../../forge/certificate-authority.ts';
import { type CertificateProfile, clientAuth, codeSigning, serverAuth } from '../../forge/certificate-profile.ts';
import { assertFault, assertOutcome } from '../finding.ts';
import { findingOfRole, reportOfRole } from '../role-of-own.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const leaf = (changes: Partial<CertificateProfile>, without: readonly (keyof CertificateProfile)[] = []) => ({
  chain: [contoso.leaf(changes, { without }).der, contoso.authority.intermediate.der],
  anchors: [contoso.authority.root.der],
});
const judge = (extendedKeyUsage: RoleDocument['extendedKeyUsage'], usages: readonly string[]) =>
  findingOfRole('extended-key-usage', { extendedKeyUsage }, leaf({ extendedKeyUsage: usages }));
const both = { required: ['serverAuth', 'clientAuth'] };

test('every required purpose has to be there, and a missing one has a fault of its own', () => {
  assertOutcome(judge(both, [serverAuth, clientAuth]), 'pass');
  const finding = judge(both, [serverAuth]);
  assertFault(finding, 'missing-usage', 'The certificate does not allow client authentication');
  assert.match(finding.message, /with the EKU serverAuth \(1\.3\.6\.1\.5\.5\.7\.3\.1\) and clientAuth/);
  assertFault(judge(both, [clientAuth]), 'no-server-auth', 'The certificate allows client authentication only');
  assertOutcome(judge({ required: ['1.2.3.4'] }, ['1.2.3.4']), 'pass');
  assertFault(
    judge({ required: ['1.2.3.4'] }, [serverAuth]),
    'missing-usage',
    'The certificate does not allow 1.2.3.4',
  );
});

test('any purpose names none of them', () => {
  assertFault(
    judge(both, ['2.5.29.37.0']),
    'only-any',
    'The certificate allows any purpose but does not name server authentication and client authentication',
  );
});

test('one of several purposes is enough, and none of them fails', () => {
  const choice = { oneOf: ['1.3.6.1.4.1.311.54.1.2', 'serverAuth'] };
  assertOutcome(judge(choice, [serverAuth]), 'pass');
  assertOutcome(judge(choice, ['1.3.6.1.4.1.311.54.1.2']), 'pass');
  assertFault(
    judge(choice, [clientAuth]),
    'none-of-usages',
    'The certificate allows client authentication only; the role requires remote desktop authentication or server authentication',
  );
});

test('a forbidden purpose fails, and is not said to be an excess too', () => {
  const demand = { required: ['serverAuth'], forbidden: ['clientAuth'] };
  assertOutcome(judge(demand, [serverAuth]), 'pass');
  assertFault(
    judge(demand, [serverAuth, clientAuth]),
    'forbidden-usage',
    'The certificate allows client authentication, which the role forbids',
  );
  const scene = leaf({ extendedKeyUsage: [serverAuth, clientAuth] });
  assertOutcome(findingOfRole('extended-key-usage-excess', { extendedKeyUsage: demand }, scene), 'pass');
});

test('a role that demands no purpose is not judged by it', () => {
  assertOutcome(findingOfRole('extended-key-usage', {}, leaf({})), 'not-applicable', 'no-demand');
  assertOutcome(findingOfRole('extended-key-usage-excess', {}, leaf({})), 'not-applicable', 'no-demand');
});

test('an absent extension passes or fails as the role says, in words that are not those of the specification', () => {
  const without = leaf({}, ['extendedKeyUsage']);
  const free: RoleDocument = { extendedKeyUsage: { ...both, absent: 'pass' } };
  assertOutcome(findingOfRole('extended-key-usage', free, without), 'pass');
  // What has to be there is not there in a certificate without the extension.
  const finding = findingOfRole('extended-key-usage', { extendedKeyUsage: both }, without);
  assertFault(finding, 'absent', 'The certificate has no extended key usage (EKU)');
  assert.doesNotMatch(finding.message, /specification/);
});

test('nothing beside the purposes of the role is an excess', () => {
  const extendedKeyUsage = { ...both, allowed: ['emailProtection'] };
  const excess = (usages: readonly string[]) =>
    findingOfRole('extended-key-usage-excess', { extendedKeyUsage }, leaf({ extendedKeyUsage: usages }));
  assertOutcome(excess([serverAuth, clientAuth]), 'pass');
  assertFault(excess([serverAuth, codeSigning]), 'excess-usages', 'The certificate also allows code signing');
});

test('a CA that may not issue for one of several purposes is named', async () => {
  const { authority } = contoso;
  const key = await makeKeyPair('p-256');
  const issuer = issueIntermediate(authority, key, {
    organization: 'Contoso',
    name: 'Server CA',
    changes: { extendedKeyUsage: [serverAuth] },
  });
  const usages = { extendedKeyUsage: [serverAuth, clientAuth] };
  const scene = { chain: [contoso.leaf(usages, { issuer }).der, issuer.der], anchors: [authority.root.der] };
  const finding = findingOfRole('extended-key-usage', { extendedKeyUsage: both }, scene);
  assert.equal(finding.fault, 'issuer-excludes-usage', finding.message);
  assert.match(finding.message, /Server CA,O=Contoso may not issue certificates for client authentication\. /);
  const client = findingOfRole('extended-key-usage', { extendedKeyUsage: { required: ['clientAuth'] } }, scene);
  assert.equal(client.fault, 'issuer-excludes-usage', client.message);
  const report = reportOfRole({ extendedKeyUsage: { required: ['clientAuth'] } }, scene);
  assert.ok(!report.causes.some(({ fault }) => fault.startsWith('chain-trust/')), 'chain-trust follows from it');
});

test('one of several bits of key usage is enough, by either name of nonRepudiation', () => {
  const keyUsage: RoleDocument['keyUsage'] = { required: [], oneOf: ['nonRepudiation', 'keyAgreement'], allowed: [] };
  const bits = (...usage: NonNullable<CertificateProfile['keyUsage']>) =>
    findingOfRole('key-usage', { keyUsage }, leaf({ keyUsage: usage }));
  assertOutcome(bits('nonRepudiation'), 'pass');
  assertFault(
    bits('digitalSignature'),
    'none-of-bits',
    'Key usage lacks contentCommitment or keyAgreement, of which the role requires one',
  );
  assertOutcome(findingOfRole('key-usage-excess', { keyUsage }, leaf({ keyUsage: ['nonRepudiation'] })), 'pass');
  const absent = findingOfRole('key-usage', { keyUsage: { ...keyUsage, absent: 'fail' } }, leaf({}, ['keyUsage']));
  assertFault(absent, 'absent', 'The certificate has no key usage');
  assert.doesNotMatch(absent.message, /specification|Web Server/);
});

test('the lifetime is at most and at least what the role says, both ends inclusive', () => {
  const dayMs = 86_400_000;
  const lasting = (ms: number) => ({ notBefore: now, notAfter: new Date(now.getTime() + ms) });
  const lifetime = (ms: number) =>
    findingOfRole('certificate-lifetime', { lifetime: { maximumDays: 90, minimumDays: 30 } }, leaf(lasting(ms)));
  assertOutcome(lifetime(90 * dayMs), 'pass');
  assertFault(
    lifetime(90 * dayMs + 1_000),
    'longer-than-role-allows',
    'The certificate is valid for 91 days; the role allows at most 90 days',
  );
  assertOutcome(lifetime(30 * dayMs - 1_000), 'pass');
  assertFault(
    lifetime(30 * dayMs - 2_000),
    'shorter-than-role-allows',
    'The certificate is valid for 29 days; the role demands at least 30 days',
  );
  assertOutcome(findingOfRole('certificate-lifetime', {}, leaf({})), 'not-applicable', 'not-publicly-trusted');
});

test('a public leaf has both limits, that of public CAs first', () => {
  const scene = { ...leaf({}), publicAnchors: [contoso.authority.root.der] };
  assert.equal(findingOfRole('certificate-lifetime', { lifetime: { maximumDays: 90 } }, scene).fault, 'too-long');
});

test('a certificate has to be publicly trusted, or must not be, as the role says', () => {
  const required: RoleDocument = { trust: { publiclyTrusted: 'required' } };
  const forbidden: RoleDocument = { trust: { publiclyTrusted: 'forbidden', source: 'Section 6' } };
  const scene = leaf({});
  const everybody = { ...scene, publicAnchors: [contoso.authority.root.der] };
  assertOutcome(findingOfRole('public-trust', required, everybody), 'pass');
  assertFault(
    findingOfRole('public-trust', required, scene),
    'not-publicly-trusted',
    'Not publicly trusted: no path leads to a public root',
  );
  assertOutcome(findingOfRole('public-trust', forbidden, scene), 'pass');
  assertOutcome(findingOfRole('public-trust', forbidden, everybody), 'fail');
  const cause = reportOfRole(forbidden, everybody).causes.find(
    ({ fault }) => fault === 'public-trust/publicly-trusted',
  );
  assert.equal(cause?.citation.document, 'Section 6');
  assertOutcome(findingOfRole('public-trust', {}, everybody), 'not-applicable', 'not-demanded');
  const [alone] = scene.chain;
  assert.ok(alone !== undefined);
  assertOutcome(findingOfRole('public-trust', required, { chain: [alone] }), 'undetermined', 'no-path');
});

test('a request for a client certificate may be required, forbidden or free', () => {
  const request = { certificateTypes: [1], signatureSchemes: [], authorities: [], authoritiesBytes: 0 };
  const asked = (requested: 'required' | 'forbidden' | 'free', handshake: object) =>
    findingOfRole('client-certificate-request', { clientCertificate: { requested } }, { ...leaf({}), handshake });
  assertOutcome(asked('forbidden', {}), 'pass');
  assertFault(
    asked('forbidden', { certificateRequest: request }),
    'requested',
    'The server requests a client certificate, which the role forbids',
  );
  assertOutcome(asked('forbidden', { flightComplete: false }), 'undetermined', 'handshake-broke');
  assertOutcome(asked('required', { certificateRequest: request }), 'pass');
  const missing = asked('required', {});
  assertFault(missing, 'not-requested', 'The server does not request a client certificate');
  assert.doesNotMatch(missing.message, /Communicator|mtlsPort/);
});

test('what is forbidden is not allowed by silence, by any purpose or by application policies', () => {
  const demand = { forbidden: ['clientAuth'] };
  const none = findingOfRole('extended-key-usage', { extendedKeyUsage: demand }, leaf({}, ['extendedKeyUsage']));
  assertFault(
    none,
    'forbidden-usage',
    'The certificate has no extended key usage (EKU), so it allows client authentication, which the role forbids',
  );
  assertFault(
    judge(demand, [serverAuth, '2.5.29.37.0']),
    'forbidden-usage',
    'The certificate allows client authentication, which the role forbids',
  );
  assertOutcome(judge(demand, [serverAuth]), 'pass');
  const both = judge({ required: ['codeSigning'], forbidden: ['clientAuth'] }, [clientAuth]);
  assert.match(both.message, /It also allows client authentication, which the role forbids\./);
});
