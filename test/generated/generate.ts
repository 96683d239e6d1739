import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { repositoryPath } from '../repository-path.ts';
import { generatedFiles } from './generated-files.ts';

for (const { path, write } of generatedFiles) {
  const absolute = repositoryPath(path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, write());
}
