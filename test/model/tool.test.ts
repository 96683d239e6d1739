import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { tool } from '../../src/model/tool.ts';
import { repositoryPath } from '../repository-path.ts';

test('documents name the version of the package', () => {
  const { name, version } = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8'));
  assert.deepEqual(tool, { name, version });
});
