import assert from 'node:assert/strict';
import { test } from 'node:test';

import { standardPolicies } from '../../src/policy/policies.ts';
import { expandAdHoc } from '../../src/targets/expand-ad-hoc.ts';
import { createListReader } from '../../src/targets/parse-target-list.ts';

test('a list has a target a line, with comments, blank lines, a byte order mark and carriage returns', async () => {
  assert.deepEqual(
    await read('\uFEFF# servers\r\n\r\nwww.contoso.com:8443  # the shop\r\n  https://im.contoso.com\r\n'),
    [
      '3 -|-/server/www.contoso.com@-:8443',
      '4 -|im.contoso.com/virtual-server/im.contoso.com@-:443',
      '4 -|im.contoso.com/as-host/as.im.contoso.com@-:443',
      '4 -|im.contoso.com/download-host/download.im.contoso.com@-:443',
    ],
  );
});

test('a first line that is a JSON object means that every line is one', async () => {
  const text = '{"host":"www.contoso.com"}\n{"host":"im.contoso.com","role":"virtual-server","address":"10.0.0.1"}';
  assert.deepEqual(await read(text), [
    '1 -|-/server/www.contoso.com@-:443',
    '2 -|-/virtual-server/im.contoso.com@10.0.0.1:443',
  ]);
});

test('lines of monitors are taken: other schemes, paths, tabs, users', async () => {
  const lines = [
    '\tldaps://dc01.contoso.local\t# directory',
    'www.contoso.com/login?a',
    'imaps://u:p@mail.contoso.com/INBOX',
  ];
  assert.deepEqual(await read(lines.join('\r\n')), [
    '1 -|-/server/dc01.contoso.local@-:636',
    '2 -|-/server/www.contoso.com@-:443',
    '3 -|-/server/mail.contoso.com@-:993',
  ]);
});

test('a JSON line may have a URL for its host, and no second port', async () => {
  const text =
    '{"host":"ldaps://dc01.contoso.local/x"}\n{"host":"https://a.b/c","port":8443}\n{"host":"https://a.b:1","port":2}';
  assert.deepEqual(await read(text), [
    '1 -|-/server/dc01.contoso.local@-:636',
    '2 -|-/server/a.b@-:8443',
    'line 3, port: differs from the port of the URL, 1; give one of them',
  ]);
});

test('problems name the line, and the others are read', async () => {
  assert.deepEqual(await read('good.contoso.com\nhost:99999\ntwo words\nfine.contoso.com'), [
    '1 -|-/server/good.contoso.com@-:443',
    'line 2: "host:99999" has the port "99999"; use a port from 1 to 65535',
    'line 3: "two words" contains spaces; write one target per line',
    '4 -|-/server/fine.contoso.com@-:443',
  ]);
});

test('problems of a JSON line name line and path', async () => {
  assert.deepEqual(
    await read('{"host":"a.b","prt":1}\n{"port":1}\nwww.contoso.com\n{"host":"a.b","trust":["contoso"]}'),
    [
      'line 1, prt: unknown key; did you mean port?',
      'line 2, host: is missing',
      `line 3: is not JSON: ${jsonError('www.contoso.com')}`,
      'line 4, trust[0]: unknown trust store "contoso"; use mozilla, system',
    ],
  );
});

test('--role and --policy speak for lines that say neither', async () => {
  const text = '{"host":"as.im.contoso.com"}\n{"host":"www.contoso.com","role":"server"}';
  assert.deepEqual(await read(text, 'as-host'), [
    '1 -|-/as-host/as.im.contoso.com@-:443',
    '2 -|-/server/www.contoso.com@-:443',
  ]);
});

async function read(text: string, role: 'as-host' | undefined = undefined): Promise<readonly string[]> {
  const reader = createListReader('list', {
    choice: { role, policy: undefined },
    policies: standardPolicies,
    stores: ['mozilla', 'system'],
  });
  const said: string[] = [];
  for (const line of text.split('\n')) {
    const entry = await reader(line);
    if (entry === undefined) continue;
    const { line: at, result } = entry;
    if (result.ok) said.push(...[...expandAdHoc(result.value)].map(({ id }) => `${at} ${id}`));
    else said.push(...result.error.map(({ path, message }) => `${path}: ${message}`));
  }
  return said;
}

function jsonError(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
