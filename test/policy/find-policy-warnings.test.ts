import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PolicyDocument } from '../../src/model/policy-document.ts';
import type { RoleDocument } from '../../src/model/role-document.ts';
import { findPolicyWarnings } from '../../src/policy/find-policy-warnings.ts';
import { overTlsServer } from './policy-documents.ts';

const source = 'House standard, section 1';

function warningsOf(document: Partial<PolicyDocument>): readonly string[] {
  return findPolicyWarnings(overTlsServer(document)).map(({ path, message }) => `${path}: ${message}`);
}

/** What is said of a role that states this and its source. */
function warningsOfRole(role: RoleDocument): readonly string[] {
  return warningsOf({ roles: { node: { title: 'Node', source, ...role } } });
}

test('a role that states its demands and their source is fine', () => {
  const role: RoleDocument = {
    names: { required: { dns: [['$', '{host}'].join('')] } },
    lifetime: { maximumDays: 90 },
  };
  assert.deepEqual(warningsOfRole(role), []);
});

test('a row without source is named; that of the group, the role, its base or the policy is enough', () => {
  const role = { title: 'Node', lifetime: { maximumDays: 90 } };
  const path = 'roles.node.lifetime.maximumDays';
  assert.deepEqual(warningsOf({ roles: { node: role } }), [
    `${path}: has no source; write where the demand stands: \`source: …\``,
  ]);
  assert.deepEqual(warningsOf({ roles: { node: { ...role, lifetime: { maximumDays: 90, source } } } }), []);
  assert.deepEqual(warningsOf({ roles: { node: { ...role, extends: 'server' } } }), []);
  assert.deepEqual(warningsOf({ source, roles: { node: role } }), []);
});

for (const [what, role, path] of [
  ['a name', { names: { required: { dns: ['a.b'] }, forbidden: { dns: ['*.b'] } } }, 'names.required.dns'],
  [
    'a purpose',
    { extendedKeyUsage: { required: ['serverAuth'], forbidden: ['1.3.6.1.5.5.7.3.1'] } },
    'extendedKeyUsage.required',
  ],
  [
    'an allowed purpose',
    { extendedKeyUsage: { allowed: ['clientAuth'], forbidden: ['clientAuth'] } },
    'extendedKeyUsage.allowed',
  ],
  [
    'every alternative',
    { extendedKeyUsage: { oneOf: ['clientAuth'], forbidden: ['clientAuth'] } },
    'extendedKeyUsage.oneOf',
  ],
  ['a lifetime', { lifetime: { minimumDays: 91, maximumDays: 90 } }, 'lifetime.minimumDays'],
  ['EC keys that encipher', { key: { types: ['ec'] }, keyUsage: { required: ['keyEncipherment'] } }, 'key.types'],
  ['EC keys where RSA is needed', { key: { types: ['ec'] }, keyUsage: { needsRsa: true } }, 'key.types'],
  ['curves of RSA keys', { key: { types: ['rsa'], curves: ['P-256'] } }, 'key.curves'],
  ['sizes', { key: { minimumRsaBits: 4096, recommendedRsaBits: 2048 } }, 'key.minimumRsaBits'],
  ['private stores', { trust: { stores: ['corp'], publiclyTrusted: 'required' } }, 'trust.stores'],
  ['the public store', { trust: { stores: ['mozilla'], publiclyTrusted: 'forbidden' } }, 'trust.stores'],
  ['keys', { sharing: { sameKeyAs: ['node'], differentKeyFrom: ['node'] } }, 'sharing.differentKeyFrom'],
  ['a template', { template: { required: ['Web'], forbidden: ['Web'] } }, 'template.required'],
  ['a hash', { signature: { allowed: ['sha1', 'sha256'], forbidden: ['sha1'] } }, 'signature.allowed'],
] as const satisfies readonly (readonly [string, RoleDocument, string])[]) {
  test(`a contradiction is named where it is stated: ${what}`, () => {
    const [warning, ...others] = warningsOfRole(role);
    assert.ok(warning?.startsWith(`roles.node.${path}: `), warning);
    assert.deepEqual(others, []);
  });
}

test('what contradicts an inherited demand is named in the role that adds it, once', () => {
  const roles: Record<string, RoleDocument> = {
    base: { abstract: true, source, keyUsage: { required: ['keyEncipherment'] } },
    node: { extends: 'base', title: 'Node', key: { types: ['ec'] } },
  };
  const message = 'allows no RSA key and requires keyEncipherment, which only RSA keys can use';
  assert.deepEqual(warningsOf({ roles }), [`roles.node.key.types: ${message}`]);
});

test('a wildcard that is required may stand where others are forbidden', () => {
  assert.deepEqual(warningsOfRole({ names: { required: { dns: ['*.b'] }, wildcard: 'forbidden' } }), []);
});

test('to forbid what the base allows is no contradiction', () => {
  assert.deepEqual(warningsOfRole({ extends: 'server', extendedKeyUsage: { forbidden: ['clientAuth'] } }), []);
});

test('parameters that no template uses, and roles that no deployment dials', () => {
  const node = (host: string) => ({ title: 'Node', source, dial: [{ each: 'nodes', as: 'node', host, port: 443 }] });
  const parameters = {
    nodes: {
      kind: 'object',
      list: true,
      description: 'The nodes.',
      fields: { fqdn: { kind: 'name', description: 'Its name.' }, rack: { kind: 'text', description: 'Its rack.' } },
    },
    spare: { kind: 'name', description: 'Nothing.' },
  } as const;
  const template = ['$', '{node.fqdn}'].join('');
  assert.deepEqual(
    warningsOf({ source, parameters, roles: { node: node(template), lost: { title: 'Lost', source } } }),
    [
      'roles.lost: is never dialed: no deployment has an endpoint in this role; add `dial`, or make it abstract',
      'parameters.nodes.fields.rack: is used by no template and no `dial`; use it or take it out',
      'parameters.spare: is used by no template and no `dial`; use it or take it out',
    ],
  );
});

test('a rule of severity behind one that fits whenever it does', () => {
  const severity = {
    'key-usage': [{ severity: 'error' }, { severity: 'warning', roles: ['server'] }],
    'chain-order': [
      { severity: 'info', roles: ['server'] },
      { severity: 'warning', protocol: 'TLSv1.3' },
      { severity: 'error', roles: ['server'], protocol: 'TLSv1.3' },
      { severity: 'error' },
    ],
  } as const;
  assert.deepEqual(
    findPolicyWarnings(overTlsServer({ severity: structuredClone(severity) as never })).map(({ path }) => path),
    ['severity["key-usage"][1]', 'severity["chain-order"][2]'],
  );
});

test('dated parts that change nothing, come twice or stand out of order', () => {
  const thresholds = { expiryMarginDays: 1 };
  const dated = [
    { from: '2027-01-01', thresholds },
    { from: '2026-01-01', thresholds },
    { from: '2026-01-01', thresholds },
    { from: '2028-01-01' },
  ];
  assert.deepEqual(
    findPolicyWarnings(overTlsServer({ dated })).map(({ path, message }) => `${path} ${message.split(' ')[0]}`),
    ['dated[1] has', 'dated[2] stands', 'dated[3] changes'],
  );
});
