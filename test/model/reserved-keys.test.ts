import assert from 'node:assert/strict';
import { test } from 'node:test';

import { withoutReservedKeys } from '../../src/model/reserved-keys.ts';

test('a key named __proto__ is taken out wherever it stands, and its place is told', () => {
  const document: unknown = JSON.parse('{"a":[{"__proto__":{"x":1},"b":2}],"__proto__":[]}');
  const { json, problems } = withoutReservedKeys(document);
  assert.equal(JSON.stringify(json), '{"a":[{"b":2}]}');
  assert.deepEqual(problems.map(({ path }) => path).sort(), ['__proto__', 'a[0].__proto__']);
  assert.ok(JSON.stringify(document).includes('__proto__'), 'what was handed in stays as it is');
});

test('a document without such keys comes back itself', () => {
  const document = { a: [1, { b: null }] };
  assert.equal(withoutReservedKeys(document).json, document);
});

test('a document nested a hundred thousand deep is no trouble', () => {
  const document: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  assert.deepEqual(withoutReservedKeys(document).problems, []);
});
