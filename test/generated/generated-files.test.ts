import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { generatedFiles } from './generated-files.ts';

for (const { path, write } of generatedFiles) {
  test(`${path} is what the program writes today (else: npm run generate)`, () => {
    assert.equal(readFileSync(repositoryPath(path), 'utf8'), write());
  });
}
