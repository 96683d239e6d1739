import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deploymentFinding, deploymentFindings, virtualServerWith } from '../deployment-finding.ts';
import { assertOutcome } from '../finding.ts';

const judge = (changes: Parameters<typeof virtualServerWith>[0]) =>
  deploymentFinding('load-balancer-decryption', { virtualServers: [virtualServerWith(changes)] });

test('passes where a balancer for external access decrypts', () => {
  assertOutcome(judge({ loadBalancer: { decryptsTls: true } }), 'pass');
});

test('fails where it passes TLS through, for external access and for both', () => {
  for (const access of ['external', 'both'] as const) {
    const finding = judge({ access, loadBalancer: { decryptsTls: false } });
    assertOutcome(finding, 'fail');
    assert.equal(finding.severity, 'error');
    assert.equal(finding.observed, 'passes TLS through');
    assert.equal(finding.fault, 'tls-passed-through');
    assert.match(
      finding.message,
      /^The load balancer of https:\/\/im\.contoso\.com is declared to pass TLS through\. /,
    );
    assert.match(finding.cause ?? '', /^load-balancer-decryption\/tls-passed-through:/);
    assert.match(
      finding.message,
      access === 'both' ? /is for internal and external access\./ : /is for external access\./,
    );
  }
});

test('does not apply inside, nor without a balancer', () => {
  assertOutcome(judge({ access: 'internal', loadBalancer: { decryptsTls: false } }), 'not-applicable', 'internal');
  assertOutcome(judge({}), 'not-applicable', 'no-load-balancer');
});

test('each virtual server has its own finding', () => {
  const virtualServers = [
    virtualServerWith({ loadBalancer: { decryptsTls: true } }),
    virtualServerWith({
      url: 'https://chat.contoso.com',
      host: 'chat.contoso.com',
      loadBalancer: { decryptsTls: false },
    }),
  ];
  const outcomes = deploymentFindings('load-balancer-decryption', { virtualServers }).map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ['pass', 'fail']);
});
