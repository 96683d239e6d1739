import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeRoles } from '../../src/policy/describe-roles.ts';

const descriptions = describeRoles();

test('every role of every policy is described once', () => {
  assert.deepEqual(
    descriptions.map(({ policy, role }) => `${policy} ${role}`),
    [
      'cwa-2007-r2 virtual-server',
      'cwa-2007-r2 as-host',
      'cwa-2007-r2 download-host',
      'cwa-2007-r2 load-balancer',
      'cwa-2007-r2 reverse-proxy-external',
      'cwa-2007-r2 reverse-proxy-internal',
      'cwa-2007-r2 mtls',
      'tls-server server',
    ],
  );
});

test('a description says what the subject, the names and the usages have to be', () => {
  const mtls = descriptions.find(({ role }) => role === 'mtls');
  assert.equal(mtls?.subject, 'the FQDN of the server computer');
  assert.deepEqual(mtls?.dnsNames, []);
  assert.equal(mtls?.keyUsage, 'digitalSignature and keyEncipherment, with an RSA key');
  const server = descriptions.find(({ role }) => role === 'server');
  assert.equal(server?.subject, null);
  assert.equal(server?.extendedKeyUsage, '1.3.6.1.5.5.7.3.1, or no extension (private CAs only)');
});
