import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { Deployment } from '../../../src/model/deployment.ts';
import type { RoleDocument } from '../../../src/model/role-document.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome } from '../finding.ts';
import { findingOfRole, type SceneOfRole } from '../role-of-own.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const path = (name: string): string => `\${${name}}`;
const own: Deployment = { name: 'contoso', policy: 'redis', policyOverrides: {}, virtualServers: [] };
const servers: Deployment = {
  ...own,
  parameters: {
    servers: [{ names: ['im.contoso.com', 'chat.contoso.com'] }, { names: ['www.contoso.com'] }],
    none: [],
  },
};
const dial: RoleDocument['dial'] = [{ each: 'servers', as: 'server', host: path('server.names'), port: 443 }];

function scene(dnsNames: readonly string[], deployment = servers, index = 0): SceneOfRole {
  const { der } = contoso.leaf({ dnsNames: [...dnsNames], subject: [{ CN: dnsNames[0] ?? '' }] });
  return { chain: [der], deployment, endpoint: { deployment: 'contoso', elements: { server: ['servers', index] } } };
}

test('the certificate of another element of the parameters is recognised by the name that is dialed there', () => {
  const finding = findingOfRole('name-match', { dial }, scene(['www.contoso.com']));
  assertFault(
    finding,
    'certificate-of-another-endpoint',
    'Wrong certificate for im.contoso.com: it belongs to www.contoso.com (Redis node)',
  );
});

test('a certificate for another name of the same element, and one for names that nobody declares, are not', () => {
  for (const name of ['chat.contoso.com', 'elsewhere.fabrikam.com']) {
    assert.equal(findingOfRole('name-match', { dial }, scene([name])).fault, 'wrong-certificate', name);
  }
});

test('names in whose place a wildcard may stand are open where the topology does not declare them', () => {
  const role: RoleDocument = { names: { wildcard: [path('server.fqdn')], required: { dns: ['im.contoso.com'] } } };
  const undeclared = { ...scene(['*.contoso.com']), endpoint: {} };
  for (const check of ['wildcard-name', 'subject-alternative-names'])
    assertOutcome(findingOfRole(check, role, undeclared), 'undetermined', 'not-declared');
  const plain = { ...scene(['im.contoso.com']), endpoint: {} };
  for (const check of ['wildcard-name', 'subject-alternative-names'])
    assertOutcome(findingOfRole(check, role, plain), 'pass');
  const lacking = { ...scene(['*.fabrikam.com']), endpoint: {} };
  assert.equal(findingOfRole('subject-alternative-names', role, lacking).fault, 'missing-names');
});

test('a list of parameters that the estate does not have says so, of the CN and of the SAN', () => {
  const cn = findingOfRole('subject-name', { subject: { commonName: [path('none')] } }, scene(['im.contoso.com']));
  assertOutcome(cn, 'not-applicable', 'no-demand');
  assert.match(cn.message, /of a parameter which the deployment does not declare: \$\{none\}/);
  const san = findingOfRole(
    'subject-alternative-names',
    { names: { required: { dns: [path('none')] } } },
    scene(['a.b']),
  );
  assertOutcome(san, 'not-applicable', 'no-demand');
  assert.match(san.message, /of parameters that the deployment does not declare/);
});
