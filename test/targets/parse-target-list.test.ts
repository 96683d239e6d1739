import assert from 'node:assert/strict';
import { test } from 'node:test';

import { policies } from '../../src/policy/policies.ts';
import { expandAdHoc } from '../../src/targets/expand-ad-hoc.ts';
import { createListReader } from '../../src/targets/parse-target-list.ts';
import { parseTargetObject } from '../../src/targets/parse-target-object.ts';

test('a list has a target a line, with comments, blank lines, a byte order mark and carriage returns', () => {
  assert.deepEqual(read('\uFEFF# servers\r\n\r\nwww.contoso.com:8443  # the shop\r\n  https://im.contoso.com\r\n'), [
    '3 -|-/server/www.contoso.com@-:8443',
    '4 -|im.contoso.com/virtual-server/im.contoso.com@-:443',
    '4 -|im.contoso.com/as-host/as.im.contoso.com@-:443',
    '4 -|im.contoso.com/download-host/download.im.contoso.com@-:443',
  ]);
});

test('a first line that is a JSON object means that every line is one', () => {
  const text = '{"host":"www.contoso.com"}\n{"host":"im.contoso.com","role":"virtual-server","address":"10.0.0.1"}';
  assert.deepEqual(read(text), [
    '1 -|-/server/www.contoso.com@-:443',
    '2 -|-/virtual-server/im.contoso.com@10.0.0.1:443',
  ]);
});

test('problems name the line, and the others are read', () => {
  assert.deepEqual(read('good.contoso.com\nhost:99999\ntwo words\nfine.contoso.com'), [
    '1 -|-/server/good.contoso.com@-:443',
    'line 2: "host:99999" has the port "99999"; ports go from 1 to 65535',
    'line 3: "two words" holds blanks; a line holds one target',
    '4 -|-/server/fine.contoso.com@-:443',
  ]);
});

test('problems of a JSON line name line and path', () => {
  assert.deepEqual(read('{"host":"a.b","prt":1}\n{"port":1}\nwww.contoso.com\n{"host":"a.b","trust":["contoso"]}'), [
    'line 1, prt: unknown key',
    'line 2, host: is missing',
    `line 3: is not JSON: ${jsonError('www.contoso.com')}`,
    'line 4, trust[0]: there is no trust store "contoso"; there are mozilla, system',
  ]);
});

test('--role and --policy speak for lines that say neither', () => {
  const text = '{"host":"as.im.contoso.com"}\n{"host":"www.contoso.com","role":"server"}';
  assert.deepEqual(read(text, 'as-host'), [
    '1 -|-/as-host/as.im.contoso.com@-:443',
    '2 -|-/server/www.contoso.com@-:443',
  ]);
});

function read(text: string, role: 'as-host' | undefined = undefined): readonly string[] {
  const reader = createListReader('list', {
    choice: { role, policy: undefined },
    policies,
    stores: ['mozilla', 'system'],
    parseObject: parseTargetObject,
  });
  return text.split('\n').flatMap((line) => {
    const entry = reader(line);
    if (entry === undefined) return [];
    if (entry.result.ok) return expandAdHoc(entry.result.value).map(({ id }) => `${entry.line} ${id}`);
    return entry.result.error.map(({ path, message }) => `${path}: ${message}`);
  });
}

function jsonError(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}
