import assert from 'node:assert/strict';
import { test } from 'node:test';

import { requestCommand } from '../../../src/evaluate/causes/request-command.ts';

const leaf = 'a'.repeat(64);
const endpoint = { id: 'contoso|im.contoso.com/mtls/cwa01.contoso.local@10.0.0.11:5061', deployment: 'contoso' };

test('a cause that a new certificate mends names the command that writes its request', () => {
  for (const fault of [
    'extended-key-usage/no-server-auth',
    'subject-alternative-names/missing-names',
    'validity-period/expired',
  ]) {
    assert.equal(
      requestCommand({ fault, certificate: leaf }, endpoint, leaf),
      'certmuster plan targets.json --endpoint "contoso|im.contoso.com/mtls/cwa01.contoso.local@10.0.0.11:5061" --format inf',
    );
  }
});

test('no command: of a chain file, of a certificate of a CA, and of a target in no deployment', () => {
  assert.equal(
    requestCommand({ fault: 'chain-completeness/intermediate-missing', certificate: null }, endpoint, leaf),
    null,
  );
  assert.equal(
    requestCommand({ fault: 'validity-period/issuer-expired', certificate: 'b'.repeat(64) }, endpoint, leaf),
    null,
  );
  assert.equal(requestCommand({ fault: 'key-strength/weak-key', certificate: 'b'.repeat(64) }, endpoint, leaf), null);
  assert.equal(
    requestCommand({ fault: 'validity-period/expired', certificate: leaf }, { ...endpoint, deployment: null }, leaf),
    null,
  );
});
