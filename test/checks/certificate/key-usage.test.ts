import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { KeyUsageBit } from '../../forge/certificate-profile.ts';
import type { KeyPair } from '../../../src/lab/key-pair.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed, mtlsListener, plainServer } from '../finding.ts';

let contoso: Contoso;
let ec: KeyPair;
before(async () => {
  [contoso, ec] = await Promise.all([createContoso('rsa-2048'), makeKeyPair('p-256')]);
});

const judge = (keyUsage: readonly KeyUsageBit[] | undefined, more = {}, key?: KeyPair) => {
  const options = key === undefined ? {} : { key };
  const leaf =
    keyUsage === undefined
      ? contoso.leaf({}, { without: ['keyUsage'], ...options })
      : contoso.leaf({ keyUsage }, options);
  return findingOf('key-usage', { chain: [leaf.der], ...more });
};
const exchange = (kind: string) => ({
  endpoint: plainServer,
  handshake: { keyExchange: { kind, group: null, bits: null } },
});

test('passes with a0', () => {
  const finding = judge(['digitalSignature', 'keyEncipherment']);
  assertOutcome(finding, 'pass');
  assert.equal(finding.observed, 'digitalSignature, keyEncipherment (a0)');
});

test('a superset passes here, as key-usage-excess reports it', () => {
  assertOutcome(judge(['digitalSignature', 'keyEncipherment', 'dataEncipherment']), 'pass');
});

test('fails for each bit that is missing, and names it', () => {
  const finding = judge(['digitalSignature']);
  assertFault(finding, 'missing-bits', 'Key usage lacks keyEncipherment');
  assert.match(finding.message, /Reissue the certificate with digitalSignature and keyEncipherment\.$/);
  const listener = judge(['keyEncipherment'], { endpoint: mtlsListener });
  assertFault(listener, 'missing-bits', 'Key usage lacks digitalSignature');
  assertFault(judge(['keyCertSign']), 'missing-bits', 'Key usage lacks digitalSignature and keyEncipherment');
});

test('an absent extension fails the tables', () => {
  const finding = judge(undefined);
  assertFault(finding, 'absent', 'The certificate has no key usage');
  assert.equal(finding.observed, 'absent');
});

test('a key that is not RSA fails, whatever its bits say', () => {
  const finding = judge(['digitalSignature', 'keyEncipherment'], {}, ec);
  assertFault(finding, 'needs-rsa', 'The key is EC P-256, not RSA');
});

test('a malformed extension fails under both policies', () => {
  const leaf = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.15', value: malformed }] }, { without: ['keyUsage'] });
  for (const endpoint of [{}, plainServer]) {
    const finding = findingOf('key-usage', { chain: [leaf.der], endpoint });
    assertFault(finding, 'malformed', 'The key usage is malformed');
  }
});

test('tls-server asks for what the negotiated exchange used', () => {
  assertOutcome(judge(['digitalSignature'], exchange('ecdhe')), 'pass');
  assertOutcome(judge(['digitalSignature'], exchange('tls13')), 'pass');
  const lacking = judge(['digitalSignature'], exchange('rsa'));
  assertFault(lacking, 'missing-bits', 'Key usage lacks keyEncipherment');
  assertOutcome(judge(['keyEncipherment'], exchange('rsa')), 'pass');
  assertOutcome(judge(['keyEncipherment'], exchange('dhe')), 'fail');
  assertOutcome(judge(undefined, exchange('rsa')), 'pass');
});

test('of an unknown exchange only what every exchange needs can be judged', () => {
  assertOutcome(judge(['digitalSignature'], exchange('unknown')), 'undetermined', 'unsupported-algorithm');
  assertOutcome(judge(['digitalSignature', 'keyEncipherment'], exchange('unknown')), 'pass');
  assertOutcome(judge(['keyCertSign'], exchange('unknown')), 'fail');
  assertOutcome(judge(['digitalSignature'], exchange('unknown'), ec), 'pass');
});

test('from a file only what every exchange needs can be judged', () => {
  const file = { endpoint: plainServer, observation: { source: 'file', handshake: null } };
  assertOutcome(judge(['digitalSignature'], file), 'undetermined', 'not-dialled');
  assertOutcome(judge(['digitalSignature', 'keyEncipherment'], file), 'pass');
});
