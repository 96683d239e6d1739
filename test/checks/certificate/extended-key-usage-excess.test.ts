import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { clientAuth, codeSigning, serverAuth } from '../../forge/certificate-profile.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { objectIdentifier, sequence } from '../../pki/forge-der.ts';
import { assertFault, assertOutcome, findingOf, malformed, mtlsListener, plainServer } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (extendedKeyUsage: readonly string[], endpoint = {}) =>
  findingOf('extended-key-usage-excess', { chain: [contoso.leaf({ extendedKeyUsage }).der], endpoint });

test('passes with serverAuth alone', () => {
  assertOutcome(judge([serverAuth]), 'pass');
});

test('fails with any other beside it, and names it', () => {
  const finding = judge([serverAuth, codeSigning]);
  assertFault(finding, 'excess-usages', 'The certificate also allows code signing');
  assert.match(finding.observed ?? '', /codeSigning \(1\.3\.6\.1\.5\.5\.7\.3\.3\)/);
  assert.equal(finding.severity, 'warning');
});

test('clientAuth is too much for SSL and allowed to MTLS, which shows the certificate as a client too', () => {
  assertOutcome(judge([serverAuth, clientAuth]), 'fail');
  assertOutcome(judge([serverAuth, clientAuth], mtlsListener), 'pass');
  assertOutcome(judge([serverAuth, clientAuth], plainServer), 'pass');
});

test('anyExtendedKeyUsage beside serverAuth is too much', () => {
  assertFault(judge([serverAuth, '2.5.29.37.0']), 'excess-usages', 'The certificate also allows any purpose');
});

test('does not apply without the extension', () => {
  const chain = [contoso.leaf({}, { without: ['extendedKeyUsage'] }).der];
  assertOutcome(findingOf('extended-key-usage-excess', { chain }), 'not-applicable', 'absent');
});

test('what application policies allow is judged without an extended key usage, of which nothing is said', () => {
  const judgePolicies = (purposes: readonly string[], usages?: readonly string[]) => {
    const extension = {
      oid: '1.3.6.1.4.1.311.21.10',
      value: sequence(...purposes.map((oid) => sequence(objectIdentifier(oid)))),
    };
    const changes = { extraExtensions: [extension], ...(usages === undefined ? {} : { extendedKeyUsage: usages }) };
    const leaf = contoso.leaf(changes, usages === undefined ? { without: ['extendedKeyUsage'] } : {});
    return findingOf('extended-key-usage-excess', { chain: [leaf.der] });
  };
  const alone = judgePolicies([serverAuth, codeSigning]);
  assertFault(alone, 'excess-usages', 'The certificate also allows code signing');
  assert.match(alone.message, /Its application policies allow code signing\. It has no extended key usage, so/);
  const enough = judgePolicies([serverAuth]);
  assertOutcome(enough, 'pass');
  assert.match(enough.message, /^The application policies allow only what the role needs/);
  const both = judgePolicies([serverAuth, codeSigning], [serverAuth]);
  assert.match(both.message, /Its application policies allow code signing, its extended key usage does not/);
  const named = judgePolicies([serverAuth, codeSigning], [serverAuth, codeSigning]);
  assert.doesNotMatch(named.message, /application policies/);
  const any = judgePolicies([serverAuth, codeSigning], [serverAuth, '2.5.29.37.0']);
  assert.doesNotMatch(any.message, /does not/);
});

test('a malformed extension fails', () => {
  const leaf = contoso.leaf(
    { extraExtensions: [{ oid: '2.5.29.37', value: malformed }] },
    { without: ['extendedKeyUsage'] },
  );
  const finding = findingOf('extended-key-usage-excess', { chain: [leaf.der] });
  assertFault(finding, 'malformed', 'The extended key usage is malformed');
});

test('an OID without a name is shown as it is', () => {
  assert.match(judge([serverAuth, '1.2.3.4']).message, /^The certificate also allows 1\.2\.3\.4\./);
});
