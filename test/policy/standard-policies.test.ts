import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findPolicy } from '../../src/policy/policies.ts';
import type { RolePolicy } from '../../src/policy/policy.ts';
import { cwaBefore, tlsServerBefore } from './standard-policies-before.ts';

const cwa = findPolicy('cwa-2007-r2');
const tlsServer = findPolicy('tls-server');

test('the documents of the standard policies say of severities and figures what the code said before', () => {
  for (const [policy, before] of [
    [cwa, cwaBefore],
    [tlsServer, tlsServerBefore],
  ] as const) {
    const known = Object.fromEntries(Object.entries(policy.severities).filter(([check]) => check in before.severities));
    assert.deepEqual(known, before.severities);
    assert.deepEqual(policy.thresholds, before.thresholds);
  }
});

const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';
const inBraces = (path: string) => `\${${path}}`;
const threeOf = (path: string) => [inBraces(path), `as.${inBraces(path)}`, `download.${inBraces(path)}`];
const ssl = { matcher: 'schannel', names: threeOf('url.host'), list: 'access', cn: inBraces('url.host') };

/** Name matcher, SAN, trust list and CN of each role. */
const cwaNames = {
  'virtual-server': ssl,
  'as-host': ssl,
  'download-host': ssl,
  'load-balancer': ssl,
  'reverse-proxy-external': {
    ...ssl,
    names: threeOf('externalUrl.host'),
    list: 'external',
    cn: inBraces('proxyOrExternalUrl.host'),
  },
  'reverse-proxy-internal': { ...ssl, list: 'internal' },
  mtls: { matcher: 'mtls', names: [], list: 'mtls', cn: inBraces('server.fqdn') },
};

test('the roles of cwa-2007-r2 demand what the code demanded before', () => {
  const names = Object.entries(cwa.roles).map(([id, role]) => [
    id,
    {
      matcher: role.nameMatcher,
      names: role.requiredNames.dns,
      list: role.trust.list,
      cn: role.commonNames.join(),
    },
  ]);
  assert.deepEqual(Object.fromEntries(names), cwaNames);
  for (const [id, role] of Object.entries(cwa.roles)) {
    const isMtls = id === 'mtls';
    assert.deepEqual(usagesOf(role), {
      extendedKeyUsage: [[serverAuth], isMtls ? [clientAuth] : [], 'fail'],
      keyUsage: [['digitalSignature', 'keyEncipherment'], [], 'fail', true],
      wildcard: 'forbidden',
      clientCertificate: isMtls ? 'required' : 'free',
      clientsInstallChain: !isMtls,
      fieldNotes: isMtls ? ['sha-512'] : ['server-name', 'sha-512', 'single-certificate'],
      table: isMtls ? 'Table 1' : 'Table 2',
    });
  }
});

test('the role of tls-server demands what the code demanded before', () => {
  const { server } = tlsServer.roles;
  assert.ok(server);
  assert.deepEqual([server.nameMatcher, server.commonNames, server.requiredNames.dns], ['rfc9525', [], []]);
  assert.deepEqual(usagesOf(server), {
    extendedKeyUsage: [[serverAuth], [clientAuth], 'pass'],
    keyUsage: ['negotiated', ['digitalSignature', 'keyEncipherment', 'keyAgreement'], 'pass', false],
    wildcard: 'allowed',
    clientCertificate: 'free',
    clientsInstallChain: false,
    fieldNotes: [],
    table: undefined,
  });
});

function usagesOf({ extendedKeyUsage, keyUsage, ...role }: RolePolicy) {
  return {
    extendedKeyUsage: [extendedKeyUsage.required, extendedKeyUsage.allowed, extendedKeyUsage.absent],
    keyUsage: [keyUsage.required, keyUsage.allowed, keyUsage.absent, keyUsage.needsRsa],
    wildcard: role.wildcard,
    clientCertificate: role.clientCertificate,
    clientsInstallChain: role.clientsInstallChain,
    fieldNotes: role.fieldNotes,
    table: role.table,
  };
}
