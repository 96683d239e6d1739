import assert from 'node:assert/strict';
import { test } from 'node:test';

import { requestCommand } from '../../../src/evaluate/causes/request-command.ts';

const leaf = 'a'.repeat(64);
const place = { targetsFile: 'targets.json', format: 'inf' } as const;
const endpoint = { id: 'contoso|im.contoso.com/mtls/cwa01.contoso.local@10.0.0.11:5061', deployment: 'contoso' };

test('a cause that a new certificate mends names the command that writes its request', () => {
  for (const fault of [
    'extended-key-usage/no-server-auth',
    'subject-alternative-names/missing-names',
    'validity-period/expired',
  ]) {
    assert.equal(
      requestCommand({ fault, certificate: leaf }, endpoint, leaf, place),
      'certmuster plan targets.json --endpoint "contoso|im.contoso.com/mtls/cwa01.contoso.local@10.0.0.11:5061" --format inf',
    );
  }
});

test('no command: of a chain file, of a certificate of a CA, and of a target in no deployment', () => {
  assert.equal(
    requestCommand({ fault: 'chain-completeness/intermediate-missing', certificate: null }, endpoint, leaf, place),
    null,
  );
  assert.equal(
    requestCommand({ fault: 'validity-period/issuer-expired', certificate: 'b'.repeat(64) }, endpoint, leaf, place),
    null,
  );
  assert.equal(
    requestCommand({ fault: 'key-strength/weak-key', certificate: 'b'.repeat(64) }, endpoint, leaf, place),
    null,
  );
  assert.equal(
    requestCommand(
      { fault: 'validity-period/expired', certificate: leaf },
      { ...endpoint, deployment: null },
      leaf,
      place,
    ),
    null,
  );
});

test('no command whose id a shell would read otherwise', () => {
  const command = (name: string) =>
    requestCommand(
      { fault: 'validity-period/expired', certificate: leaf },
      { id: `${name}|im.contoso.com/mtls/cwa01.contoso.local@[2001:db8::1]:5061#rsa`, deployment: name },
      leaf,
      place,
    );
  for (const name of ['Käse & Co', 'a$(id)', 'a`id`', 'a"b', "a'b", 'a\\b', '%PATH%', 'a!b', '-x', 'a\nb', 'a\u202eb'])
    assert.equal(command(name), null, name);
  for (const name of ['contoso', 'Contoso (north), 2', 'Zürich']) assert.ok(command(name)?.includes(`"${name}|`), name);
});

test('the command names the targets file as it was named, in quotes where a shell needs them, and the format of the policy', () => {
  const command = (targetsFile: string | undefined) =>
    requestCommand({ fault: 'validity-period/expired', certificate: leaf }, endpoint, leaf, {
      targetsFile,
      format: 'openssl',
    });
  for (const [file, named] of [
    ['conf/mail.yaml', 'conf/mail.yaml'],
    ['../contoso.json', '../contoso.json'],
    ['Contoso mail.yaml', '"Contoso mail.yaml"'],
    ['C:\\audit\\mail.yaml', '"C:\\audit\\mail.yaml"'],
    ['~ops/mail.yaml', '"~ops/mail.yaml"'],
    [undefined, 'targets.json'],
  ] as const) {
    assert.equal(command(file), `certmuster plan ${named} --endpoint "${endpoint.id}" --format openssl`, file);
  }
  for (const file of [
    'a$(id).yaml',
    'a`id`.yaml',
    'a"b.yaml',
    "a'b.yaml",
    '-x.yaml',
    '%PATH%.yaml',
    'a!b.yaml',
    'a\nb',
  ])
    assert.equal(command(file), null, file);
});
