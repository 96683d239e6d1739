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

test('no command whose id a shell would read otherwise', () => {
  const command = (name: string) =>
    requestCommand(
      { fault: 'validity-period/expired', certificate: leaf },
      { id: `${name}|im.contoso.com/mtls/cwa01.contoso.local@[2001:db8::1]:5061#rsa`, deployment: name },
      leaf,
    );
  for (const name of ['Käse & Co', 'a$(id)', 'a`id`', 'a"b', "a'b", 'a\\b', '%PATH%', 'a!b', '-x', 'a\nb', 'a\u202eb'])
    assert.equal(command(name), null, name);
  for (const name of ['contoso', 'Contoso (north), 2', 'Zürich']) assert.ok(command(name)?.includes(`"${name}|`), name);
});
