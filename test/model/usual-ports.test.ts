import assert from 'node:assert/strict';
import { test } from 'node:test';

import { objectToPort } from '../../src/model/usual-ports.ts';
import { startTlsProtocols } from '../../src/model/vocabulary.ts';
import { startTlsPort } from '../../src/targets/url-schemes.ts';

for (const port of [443, 465, 563, 636, 990, 992, 993, 995, 3269, 5061, 5223, 6697]) {
  test(`port ${port} begins with TLS: any protocol before it is objected to, and none is not`, () => {
    assert.equal(objectToPort(port, undefined), undefined);
    assert.equal(
      objectToPort(port, 'smtp'),
      `TLS usually begins at once on port ${port}, but startTls is smtp; use another port, or leave startTls out`,
    );
  });
}

for (const protocol of startTlsProtocols.filter((each) => each !== 'mssql' && each !== 'rdp')) {
  test(`the usual port of ${protocol} fits ${protocol} alone`, () => {
    const port = startTlsPort(protocol);
    assert.equal(objectToPort(port, protocol), undefined);
    assert.equal(
      objectToPort(port, undefined),
      `${protocol} is usually spoken before TLS on port ${port}, but no startTls is given; use another port, or startTls: ${protocol}`,
    );
    assert.match(objectToPort(port, 'rdp') ?? '', /, but startTls is rdp; use another port, or startTls: /);
  });
}

test('587 is SMTP and 3268 LDAP too; SQL Server and Remote Desktop also take TLS at once; of other ports nothing is known', () => {
  assert.match(objectToPort(587, undefined) ?? '', /^smtp /);
  assert.match(objectToPort(3268, undefined) ?? '', /^ldap /);
  for (const port of [1433, 3389, 2525, 8443]) {
    assert.equal(objectToPort(port, undefined), undefined);
    assert.equal(objectToPort(port, 'mssql'), undefined);
  }
});
