import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findJsonFaults } from '../../src/model/json-faults.ts';

const paths = (text: string): readonly string[] => {
  JSON.parse(text);
  return findJsonFaults(text).map(({ path, message }) => `${path}: ${message}`);
};

test('a key that stands twice in one object is named by its path, wherever it is', () => {
  assert.deepEqual(paths('{"targets":[{"host":"a"},{"port":1, "host":"b", "port" : 2}],"targets":[]}'), [
    'targets[1].port: occurs twice; only the last one would count',
    'targets: occurs twice; only the last one would count',
  ]);
});

test('two spellings of one key are one key', () => {
  assert.deepEqual(paths('{"host":1,"\\u0068ost":2}'), ['host: occurs twice; only the last one would count']);
});

test('equal keys of different objects, and texts that look like keys, are no fault', () => {
  const text = '{"a":{"a":["a","a",{"a":"\\"}{,\\\\"}]},"b":[["a","a"],{"a":null},{"a":"a"}],"c":"a","d":[]}';
  assert.deepEqual(paths(text), []);
});

test('nesting is told at the 65th level and not at the 64th', () => {
  assert.deepEqual(paths(`${'['.repeat(64)}${']'.repeat(64)}`), []);
  assert.deepEqual(paths(`${'['.repeat(65)}${']'.repeat(65)}`), [': is nested deeper than 64 levels']);
  assert.deepEqual(paths(`{"targets":${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}}`), [
    ': is nested deeper than 64 levels',
  ]);
});
