import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { Endpoint } from '../../../src/model/endpoint.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { deploymentFinding, observed, virtualServerWith } from '../deployment-finding.ts';
import { assertOutcome, mtlsListener } from '../finding.ts';

let contoso: Contoso;
let ssl: Uint8Array;
let mtls: Uint8Array;
before(async () => {
  contoso = await createContoso('p-256');
  ssl = contoso.leaf().der;
  mtls = contoso.leaf({ subject: [{ CN: 'cwa01.contoso.local' }] }).der;
});

const oneServer = { servers: [{ fqdn: 'cwa01.contoso.local', mtlsPort: 5061 as number | null }] };
const listener: Partial<Endpoint> = { ...mtlsListener, trust: [{ list: 'mtls', stores: ['contoso'] }] };
const judge = (ofSsl: readonly Uint8Array[], ofMtls: readonly Uint8Array[], changes: object = oneServer) =>
  deploymentFinding('single-certificate', {
    virtualServers: [virtualServerWith(changes)],
    observations: [observed({}, ofSsl), observed(listener, ofMtls)],
  });

test('passes with a certificate for each', () => {
  assertOutcome(judge([ssl], [mtls]), 'pass');
});

test('fails with one for both, and says which side its common name breaks', () => {
  const own = judge([ssl], [ssl]);
  assert.equal(own.fault, 'wrong-for-mtls');
  assert.match(
    own.message,
    /^CN=im\.contoso\.com serves SSL and MTLS, and is wrong for MTLS\. .* with CN=cwa01\.contoso\.local\.$/,
  );
  const other = judge([mtls], [mtls]);
  assertOutcome(other, 'fail');
  assert.equal(other.severity, 'warning');
  assert.equal(other.fault, 'wrong-for-ssl');
  assert.match(
    other.message,
    /^CN=cwa01\.contoso\.local serves SSL and MTLS, and is wrong for SSL\. .* with CN=im\.contoso\.com\.$/,
  );
  const neither = contoso.leaf({ subject: [{ CN: 'www.contoso.com' }] }).der;
  const both = judge([neither], [neither]);
  assert.equal(both.fault, 'wrong-for-both');
  assert.match(
    both.message,
    /^CN=www\.contoso\.com serves SSL and MTLS, and is wrong for both\. SSL of .* requires CN=im\.contoso\.com, MTLS requires CN=cwa01/,
  );
});

test('one certificate that has the name of one of two servers is wrong for SSL and for the other', () => {
  const other: Partial<Endpoint> = {
    ...listener,
    host: 'cwa02.contoso.local',
    server: 'cwa02.contoso.local',
    address: '10.0.0.12',
  };
  const finding = deploymentFinding('single-certificate', {
    virtualServers: [virtualServerWith()],
    observations: [observed({}, [mtls]), observed(listener, [mtls]), observed(other, [mtls])],
  });
  assert.equal(finding.fault, 'wrong-for-both');
  assert.match(finding.message, /MTLS requires CN=cwa01\.contoso\.local and CN=cwa02\.contoso\.local\./);
});

test('does not apply where the URL is the name of the server', () => {
  const same = { host: 'cwa01.contoso.local', ...oneServer };
  assertOutcome(judge([ssl], [ssl], same), 'not-applicable', 'same-name');
});

test('is undetermined where a port or the servers are not declared, or something was not reached', () => {
  assertOutcome(
    judge([ssl], [], { servers: [{ fqdn: 'cwa01.contoso.local', mtlsPort: null }] }),
    'undetermined',
    'not-declared',
  );
  assertOutcome(judge([ssl], [], { servers: [] }), 'undetermined', 'not-declared');
  assertOutcome(judge([ssl], []), 'undetermined', 'unreachable');
  assertOutcome(judge([], [mtls]), 'undetermined', 'unreachable');
});
