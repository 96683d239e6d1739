import { before, test } from 'node:test';

import type { RoleDocument } from '../../../src/model/role-document.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import type { CertificateProfile } from '../../forge/certificate-profile.ts';
import { assertFault, assertOutcome, malformed } from '../finding.ts';
import { findingOfRole } from '../role-of-own.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (
  template: RoleDocument['template'],
  changes: Partial<CertificateProfile>,
  without: readonly (keyof CertificateProfile)[] = ['templateOid'],
) => findingOfRole('certificate-template', { template }, { chain: [contoso.leaf(changes, { without }).der] });

test('a forbidden template fails by its name or its OID', () => {
  assertFault(
    judge({ forbidden: ['WebServer'] }, { templateName: 'webserver' }),
    'forbidden-template',
    'The certificate comes from the template webserver, which the role forbids',
  );
  assertOutcome(judge({ forbidden: ['1.2.3.4'] }, { templateOid: '1.2.3.4' }, []), 'fail');
  assertOutcome(judge({ forbidden: ['WebServer'] }, { templateName: 'Machine' }), 'pass');
  assertOutcome(judge({ forbidden: ['WebServer'] }, {}), 'pass');
});

test('of the templates that the role requires the certificate has to name one', () => {
  assertOutcome(judge({ required: ['Machine', '1.2.3.4'] }, { templateOid: '1.2.3.4' }, []), 'pass');
  assertOutcome(judge({ required: ['Machine', '1.2.3.4'] }, { templateName: 'Machine' }), 'pass');
  assertFault(
    judge({ required: ['1.2.3.4'] }, { templateName: 'Machine' }),
    'other-template',
    'The certificate comes from the template Machine, not from 1.2.3.4',
  );
  assertFault(
    judge({ required: ['1.2.3.4'] }, {}),
    'other-template',
    'The certificate names no template; the role requires 1.2.3.4',
  );
});

test('a malformed extension fails', () => {
  const broken = { extraExtensions: [{ oid: '1.3.6.1.4.1.311.21.7', value: malformed }] };
  assertFault(
    judge({ required: ['1.2.3.4'] }, broken),
    'malformed',
    'The extension that names the certificate template is malformed',
  );
});
