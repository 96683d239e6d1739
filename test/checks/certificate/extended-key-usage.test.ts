import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { clientAuth, codeSigning, serverAuth } from '../../forge/certificate-profile.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed, mtlsListener, plainServer } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const any = '2.5.29.37.0';
const judge = (usages: readonly string[] | undefined, endpoint = {}) => {
  const leaf =
    usages === undefined
      ? contoso.leaf({}, { without: ['extendedKeyUsage'] })
      : contoso.leaf({ extendedKeyUsage: usages });
  return findingOf('extended-key-usage', { chain: [leaf.der], endpoint });
};

test('passes where serverAuth is among the usages', () => {
  assertOutcome(judge([serverAuth]), 'pass');
  assertOutcome(judge([clientAuth, serverAuth]), 'pass');
  assertOutcome(judge([serverAuth, any]), 'pass');
});

test('an absent extension fails the tables and passes tls-server with a note', () => {
  const finding = judge(undefined);
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'absent');
  const plain = judge(undefined, plainServer);
  assertOutcome(plain, 'pass');
  assert.match(plain.message, /not restricted/);
});

test('only anyExtendedKeyUsage fails everywhere, saying so', () => {
  for (const endpoint of [{}, mtlsListener, plainServer]) {
    const finding = judge([any], endpoint);
    assertOutcome(finding, 'fail');
    assert.match(finding.message, /says anyExtendedKeyUsage/);
  }
});

test('other usages alone fail and are named', () => {
  const finding = judge([clientAuth, codeSigning]);
  assertOutcome(finding, 'fail');
  assert.match(finding.observed ?? '', /clientAuth \(1\.3\.6\.1\.5\.5\.7\.3\.2\), codeSigning/);
});

test('a malformed extension fails', () => {
  const leaf = contoso.leaf(
    { extraExtensions: [{ oid: '2.5.29.37', value: malformed }] },
    { without: ['extendedKeyUsage'] },
  );
  const finding = findingOf('extended-key-usage', { chain: [leaf.der] });
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'malformed');
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('extended-key-usage', { chain: [malformed] }), 'undetermined', 'undecodable');
});
