import assert from 'node:assert/strict';
import { test } from 'node:test';

import { targetsFileSchema } from '../../../src/model/targets-file.ts';
import { startsDocument, targetsFileKeys } from '../../../src/targets/documents/starts-document.ts';

test('the keys are those of the schema', () => {
  assert.deepEqual([...targetsFileKeys].sort(), Object.keys(targetsFileSchema.shape).sort());
});

for (const line of [
  '{',
  '{ // mine',
  '{"targets": [',
  "{'targets': [",
  '{ "$schema": "x",',
  'targets:',
  'defaults: {}',
  'sites:',
  '--- # x',
  '%YAML 1.2',
  '/* x',
]) {
  test(`begins a targets file: ${line}`, () => assert.ok(startsDocument(line)));
}

for (const line of [
  '{"host":"a"}',
  '{"host":"a","targets":1}',
  'targets:443',
  'targets.contoso.com',
  'deployments:5061',
  '-x',
  '[::1]:443',
  '{"host":',
  'https://a/targets:',
]) {
  test(`begins a list: ${line}`, () => assert.equal(startsDocument(line), false));
}
