import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { RoleDocument } from '../../../src/model/role-document.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import type { CertificateProfile } from '../../forge/certificate-profile.ts';
import { assertFault, assertOutcome, malformed } from '../finding.ts';
import { findingOfRole, reportOfRole } from '../role-of-own.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const scene = (changes: Partial<CertificateProfile>, without: readonly (keyof CertificateProfile)[] = []) => ({
  chain: [contoso.leaf(changes, { without }).der],
});
const judge = (pointers: RoleDocument['pointers'], changes: Partial<CertificateProfile> = {}) =>
  findingOfRole('certificate-pointers', { pointers }, scene(changes));

test('passes where required addresses are there and forbidden ones are not', () => {
  assertOutcome(judge({ crl: 'required', issuer: 'required', ocsp: 'forbidden' }), 'pass');
  assertOutcome(judge({ ocsp: 'required' }, { ocspUrls: ['HTTP://ocsp.contoso.com'] }), 'pass');
});

test('names each required address that is missing', () => {
  assertFault(judge({ ocsp: 'required' }), 'ocsp-missing', 'The certificate has no OCSP responder over http');
  const finding = findingOfRole(
    'certificate-pointers',
    { pointers: { crl: 'required', issuer: 'required' } },
    scene({}, ['crlUrls', 'issuerUrls']),
  );
  assertFault(finding, 'crl-missing', 'The certificate has no CRL address over http');
  assert.match(finding.message, /The certificate has no address of its issuer over http\./);
});

test('an address that only members of the domain can reach does not count as there', () => {
  const ldap = 'ldap:///CN=Contoso';
  assertFault(
    judge({ crl: 'required' }, { crlUrls: [ldap] }),
    'crl-missing',
    'The certificate has no CRL address over http, only ldap:///CN=Contoso',
  );
  assertOutcome(judge({ crl: 'forbidden' }, { crlUrls: [ldap] }), 'pass');
});

test('names each forbidden address', () => {
  assertFault(
    judge({ crl: 'forbidden' }),
    'crl-forbidden',
    'The certificate has the CRL address http://pki.contoso.com/issuing.crl',
  );
  assertOutcome(judge({ issuer: 'forbidden' }), 'fail');
  assert.equal(judge({ ocsp: 'forbidden' }, { ocspUrls: ['http://ocsp.contoso.com'] }).fault, 'ocsp-forbidden');
});

test('a malformed extension fails, and follows from the encoding', () => {
  const broken = scene({ extraExtensions: [{ oid: '2.5.29.31', value: malformed }] }, ['crlUrls']);
  const role: RoleDocument = { pointers: { crl: 'required' } };
  assert.equal(findingOfRole('certificate-pointers', role, broken).fault, 'malformed');
  assert.ok(!reportOfRole(role, broken).causes.some(({ fault }) => fault.startsWith('certificate-pointers/')));
});

test('cites the source of the group', () => {
  const role: RoleDocument = { pointers: { ocsp: 'required', source: 'Section 7' } };
  const cause = reportOfRole(role, scene({})).causes.find(({ fault }) => fault === 'certificate-pointers/ocsp-missing');
  assert.deepEqual(cause?.citation, { document: 'Section 7', section: '', url: null });
});
