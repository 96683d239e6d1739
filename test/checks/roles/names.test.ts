import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { RoleDocument } from '../../../src/model/role-document.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import type { CertificateProfile } from '../../forge/certificate-profile.ts';
import { assertFault, assertOutcome, malformed } from '../finding.ts';
import { findingOfRole, isPartOfReport, reportOfRole } from '../role-of-own.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const leaf = (changes: Partial<CertificateProfile>, without: readonly (keyof CertificateProfile)[] = []) => ({
  chain: [contoso.leaf(changes, { without }).der],
});
const judge = (names: RoleDocument['names'], changes: Partial<CertificateProfile>) =>
  findingOfRole('subject-alternative-names', { names }, leaf(changes));

test('the CN may be any of those that the role names, and the remedy and source are the role’s own', () => {
  const role: RoleDocument = { subject: { commonName: ['${host}', 'redis.contoso.com'], source: 'Section 5' } };
  const named = (CN: string) => leaf({ subject: [{ CN }] });
  assertOutcome(findingOfRole('subject-name', role, named('im.contoso.com')), 'pass');
  assertOutcome(findingOfRole('subject-name', role, named('REDIS.contoso.com')), 'pass');
  const finding = findingOfRole('subject-name', role, named('other.contoso.com'));
  assertFault(finding, 'differs', 'The CN is other.contoso.com, not im.contoso.com or redis.contoso.com');
  assert.match(finding.message, /Reissue the certificate with the CN im\.contoso\.com or redis\.contoso\.com\.$/);
  assert.doesNotMatch(finding.message, /Communicator/);
  const cause = reportOfRole(role, named('other.contoso.com')).causes.find(
    ({ fault }) => fault === 'subject-name/differs',
  );
  assert.equal(cause?.citation.document, 'Section 5');
  assertFault(
    findingOfRole('subject-name', role, leaf({ subject: [{ O: 'Contoso' }] })),
    'no-common-name',
    'The subject has no CN; im.contoso.com or redis.contoso.com is needed',
  );
});

test('no role without such a demand has these checks in its report', () => {
  const scene = leaf({});
  for (const check of [
    'subject-name',
    'subject-alternative-names',
    'wildcard-name',
    'key-type',
    'certificate-pointers',
  ]) {
    assert.equal(isPartOfReport(check, {}, scene), false, check);
  }
});

test('a CN that an optional parameter would give is not demanded where the estate does not have it', () => {
  const deployment = {
    name: 'contoso',
    policy: 'redis',
    policyOverrides: {},
    parameters: { names: [] },
    virtualServers: [],
  };
  const scene = { ...leaf({}), endpoint: { deployment: 'contoso' }, deployment };
  assertOutcome(
    findingOfRole('subject-name', { subject: { commonName: ['${names}'] } }, scene),
    'not-applicable',
    'no-demand',
  );
});

test('a name that the topology does not give leaves it open', () => {
  const finding = judge({ required: { dns: ['${server.fqdn}'] } }, {});
  assertOutcome(finding, 'undetermined', 'not-declared');
});

test('addresses, URIs and e-mail addresses are demanded like DNS names; a pattern needs one entry that matches', () => {
  const names = {
    required: { dns: ['${host}'], ip: ['10.0.0.11'], uri: ['spiffe://corp.example/redis/*'], email: ['*@contoso.com'] },
  };
  const whole = {
    dnsNames: ['im.contoso.com'],
    ipAddresses: ['10.0.0.11'],
    uris: ['spiffe://corp.example/redis/a'],
    emailAddresses: ['Ops@Contoso.com'],
  };
  assertOutcome(judge(names, whole), 'pass');
  assertFault(
    judge(names, { ...whole, uris: ['spiffe://corp.example/web/a'] }),
    'missing-names',
    'The SAN lacks URI spiffe://corp.example/redis/*',
  );
  assertFault(judge(names, { ...whole, ipAddresses: [] }), 'missing-names', 'The SAN lacks 10.0.0.11');
  assertFault(
    judge(names, { ...whole, emailAddresses: ['ops@fabrikam.com'] }),
    'missing-names',
    'The SAN lacks e-mail address *@contoso.com',
  );
  assert.match(judge(names, {}).message, /Reissue the certificate with im\.contoso\.com, 10\.0\.0\.11, URI spiffe/);
});

test('a path in a URI keeps its case, and a pattern is matched from end to end', () => {
  const names = { required: { uri: ['spiffe://corp.example/*/Redis'] } };
  assertOutcome(judge(names, { uris: ['spiffe://corp.example/ns/prod/Redis'] }), 'pass');
  assertOutcome(judge(names, { uris: ['spiffe://corp.example/ns/redis'] }), 'fail');
  assertOutcome(judge(names, { uris: ['spiffe://corp.example/ns/Redis/x'] }), 'fail');
});

test('names beside those required are unexpected in the kinds that the role limits, and free in others', () => {
  const names = { required: { dns: ['${host}'] }, allowed: { dns: ['alias.contoso.com'], uri: [] } };
  assertOutcome(judge(names, { dnsNames: ['im.contoso.com', 'alias.contoso.com'], ipAddresses: ['10.0.0.1'] }), 'pass');
  assertFault(
    judge(names, { dnsNames: ['im.contoso.com', 'x.contoso.com'], uris: ['https://x'] }),
    'unexpected-names',
    'The SAN also has x.contoso.com and URI https://x, which the role does not name',
  );
});

test('names that the role forbids fail, and beside missing ones they are told', () => {
  const names = { required: { dns: ['${host}'] }, forbidden: { dns: ['*.local'], ip: ['*'] } };
  assertOutcome(judge(names, { dnsNames: ['im.contoso.com'] }), 'pass');
  assertFault(
    judge(names, { dnsNames: ['im.contoso.com', 'a.b.LOCAL'], ipAddresses: ['10.0.0.1'] }),
    'forbidden-names',
    'The SAN has a.b.local and 10.0.0.1, which the role forbids',
  );
  const both = judge(names, { dnsNames: ['a.local'] });
  assertFault(both, 'missing-names', 'The SAN lacks im.contoso.com');
  assert.match(both.message, /It has a\.local, which should not be there\./);
});

test('a malformed SAN fails both checks', () => {
  const names: RoleDocument['names'] = { required: { dns: ['${host}'] }, wildcard: 'forbidden' };
  const scene = leaf({ extraExtensions: [{ oid: '2.5.29.17', value: malformed }] }, ['dnsNames']);
  assertOutcome(findingOfRole('subject-alternative-names', { names }, scene), 'fail');
  const causes = reportOfRole({ names }, scene).causes.map(({ fault }) => fault);
  assert.ok(
    !causes.some((fault) => fault.startsWith('wildcard-name/') || fault.startsWith('subject-alt')),
    String(causes),
  );
});

test('a wildcard covers required names where the role allows wildcards, and only those of the list where it has one', () => {
  const required = { dns: ['${host}', 'b.contoso.com'] };
  const wildcard = { dnsNames: ['*.contoso.com'] };
  assertOutcome(judge({ required, wildcard: 'allowed' }, wildcard), 'pass');
  assertOutcome(judge({ required, wildcard: ['${host}', 'b.contoso.com'] }, wildcard), 'pass');
  assertFault(
    judge({ required, wildcard: ['b.contoso.com'] }, wildcard),
    'only-wildcard',
    'The SAN has *.contoso.com instead of im.contoso.com',
  );
  assertOutcome(
    judge({ required, wildcard: ['b.contoso.com'] }, { dnsNames: ['im.contoso.com', '*.contoso.com'] }),
    'pass',
  );
});

test('wildcard-name lets a wildcard stand in place of the names of the list, and no other', () => {
  const role: RoleDocument = { names: { required: { dns: ['${host}'] }, wildcard: ['b.contoso.com'] } };
  const wild = (...dnsNames: readonly string[]) => findingOfRole('wildcard-name', role, leaf({ dnsNames }));
  assertOutcome(wild('im.contoso.com'), 'pass');
  assertOutcome(wild('im.contoso.com', '*.contoso.com'), 'pass');
  const finding = wild('im.contoso.com', '*.fabrikam.com');
  assertFault(finding, 'wildcard', 'The certificate has the wildcard *.fabrikam.com');
  assert.doesNotMatch(finding.message, /Communicator/);
  const forbidden: RoleDocument = { names: { wildcard: 'forbidden' } };
  assertOutcome(findingOfRole('wildcard-name', forbidden, leaf({ dnsNames: ['*.contoso.com'] })), 'fail');
});
