import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed, mtlsListener, plainServer, reportOf } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

test('passes for version 3', () => {
  assertOutcome(findingOf('certificate-version', { chain: [contoso.leaf().der] }), 'pass');
});

test('fails for versions 1 and 2, and says which', () => {
  for (const version of [1, 2] as const) {
    const finding = findingOf('certificate-version', { chain: [contoso.leaf({ version }).der] });
    assertFault(finding, 'not-version-3', `The certificate is X.509 version ${version}, not version 3`);
    assert.equal(finding.observed, String(version));
    assert.equal(finding.severity, 'error');
  }
});

test('what only version 3 can hold is lacking because of it: one cause', () => {
  const { root, intermediate } = contoso.authority;
  for (const endpoint of [{}, mtlsListener, plainServer]) {
    const leaf = contoso.leaf({
      version: 1,
      subject: [{ CN: endpoint === mtlsListener ? mtlsListener.host : 'im.contoso.com' }],
    });
    const { causes } = reportOf({ chain: [leaf.der, intermediate.der], anchors: [root.der], endpoint });
    assert.deepEqual(
      causes
        .map(({ fault }) => fault)
        .filter((fault) => !/key-usage\/needs-rsa|client-certificate|unsorted/.test(fault)),
      ['certificate-version/not-version-3'],
    );
  }
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('certificate-version', { chain: [malformed] }), 'undetermined', 'undecodable');
});
