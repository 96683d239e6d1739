import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import process from 'node:process';
import { test } from 'node:test';

import { tuneEngine } from '../../src/cli/tune-engine.ts';
import { repositoryPath } from '../repository-path.ts';

test('a run of unknown length, one of a few endpoints and a long one leave V8 as it is', () => {
  for (const endpoints of [undefined, 0, 1, 19, 5_001, 1_000_000]) assert.equal(tuneEngine(endpoints), undefined);
});

test('a V8 that nobody has tried gets no flag', () => {
  assert.equal(tuneEngine(1_000, '99.1.2'), undefined);
});

test('the flag of a short run is one that this V8 knows, and it says nothing of it', () => {
  const module = repositoryPath('dist/src/cli/tune-engine.js');
  const script = `import { tuneEngine } from ${JSON.stringify(module)}; process.stdout.write(String(tuneEngine(1_000)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  assert.equal(stderr, '');
  const [name = ''] = stdout.split('=');
  if (stdout !== 'undefined') {
    assert.match(
      execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' }),
      new RegExp(`^ +${name} `, 'm'),
    );
  }
});
