import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { Failure } from '../../../src/model/failure.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { deploymentFinding, observed, virtualServerWith } from '../deployment-finding.ts';
import { assertOutcome, mtlsListener } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const server = (mtlsPort: number | null) => ({ servers: [{ fqdn: 'cwa01.contoso.local', mtlsPort }] });
const judge = (failure: Pick<Failure, 'stage' | 'kind'> | null, changes: object = server(5061)) =>
  deploymentFinding('mtls-coverage', {
    virtualServers: [virtualServerWith(changes)],
    observations: [
      failure === null
        ? observed(mtlsListener, [contoso.leaf().der])
        : observed(mtlsListener, [], { failure: { ...failure, message: 'No.' } }),
    ],
  });

test('passes where a certificate was seen at the port of every server', () => {
  const finding = judge(null);
  assertOutcome(finding, 'pass');
  assert.equal(finding.observed, 'cwa01.contoso.local:5061');
});

test('fails where nothing listens or something that is no TLS: another port was assigned', () => {
  const refused = judge({ stage: 'tcp', kind: 'refused' });
  assertOutcome(refused, 'fail');
  assert.equal(refused.fault, 'no-listener');
  assert.match(refused.message, /^No MTLS listener at cwa01\.contoso\.local:5061: the connection is refused\. /);
  assert.match(refused.cause ?? '', /^mtls-coverage\/no-listener:/);
  const finding = judge({ stage: 'tls', kind: 'not-tls' });
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'warning');
  assert.equal(finding.fault, 'not-tls');
  assert.match(finding.message, /^No MTLS listener at cwa01\.contoso\.local:5061: the service does not use TLS\. /);
});

test('is undetermined where a port is not declared, or no server at all', () => {
  assertOutcome(judge(null, server(null)), 'undetermined', 'not-declared');
  assertOutcome(judge(null, { servers: [] }), 'undetermined', 'not-declared');
});

test('is undetermined where a port was not reached', () => {
  assertOutcome(judge({ stage: 'tcp', kind: 'timeout' }), 'undetermined', 'unreachable');
  assertOutcome(judge({ stage: 'dns', kind: 'not-found' }), 'undetermined', 'unreachable');
});

test('one server without a declared port leaves the whole undetermined', () => {
  const servers = [...server(5061).servers, { fqdn: 'cwa02.contoso.local', mtlsPort: null }];
  const finding = judge(null, { servers });
  assertOutcome(finding, 'undetermined', 'not-declared');
  assert.match(finding.message, /MTLS port of cwa02\.contoso\.local is not declared/);
});

test('one port that refuses and one without TLS are one finding that names both', () => {
  const silent = (host: string, failure: Pick<Failure, 'stage' | 'kind'>) =>
    observed({ ...mtlsListener, host, server: host }, [], { failure: { ...failure, message: 'No.' } });
  const finding = deploymentFinding('mtls-coverage', {
    virtualServers: [virtualServerWith()],
    observations: [
      silent('cwa01.contoso.local', { stage: 'tls', kind: 'not-tls' }),
      silent('cwa02.contoso.local', { stage: 'tcp', kind: 'refused' }),
    ],
  });
  assert.equal(finding.fault, 'no-listener');
  assert.match(finding.message, /^No MTLS listener at cwa02.*refused\. No MTLS listener at cwa01.*does not use TLS\./);
});
