import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../estate/temporary-folder.ts';
import { repositoryPath } from '../repository-path.ts';

const program = { 'dist/program/main.js': 'export const main = async () => 41;' };
const compiled = { 'dist/src/cli/main.js': 'export const main = async () => 42;', 'dist/.tsbuildinfo': '{}' };

/** Runs bin in a checkout that holds these files, each written a second after the one before. */
function start(files: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const folder = temporaryFolder();
  const write = (name: string, content: string): string => {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    return folder.write(name, content);
  };
  write('package.json', '{ "type": "module" }');
  copyFileSync(repositoryPath('bin/certmuster.js'), write('bin/certmuster.js', ''));
  for (const [index, [name, content]] of Object.entries(files).entries()) {
    utimesSync(write(name, content), 1_700_000_000, 1_700_000_000 + index);
  }
  const bin = join(folder.path, 'bin/certmuster.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });
  folder.remove();
  return { status, stdout, stderr };
}

test('bin runs the bundled program', () => {
  assert.deepEqual(start({ ...compiled, ...program }), { status: 41, stdout: '', stderr: '' });
});

test('bin runs the bundled program of an installed package, which has no record of compiling', () => {
  const { 'dist/.tsbuildinfo': _, ...shipped } = compiled;
  assert.equal(start({ ...program, ...shipped }).status, 41);
});

test('bin runs the compiled modules where they were compiled after the program was bundled', () => {
  assert.deepEqual(start({ ...program, ...compiled }), { status: 42, stdout: '', stderr: '' });
  assert.equal(start(compiled).status, 42);
});

test('a checkout that is not built says so and exits 2', () => {
  const { status, stdout, stderr } = start({}, ['scan', 'localhost']);
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /not built.*npm run build/);
});

test('nagios in a checkout that is not built: UNKNOWN on standard output, exit 3', () => {
  const { status, stdout, stderr } = start({}, ['nagios', 'localhost']);
  assert.equal(status, 3);
  assert.match(stdout, /^CERTMUSTER UNKNOWN - .*not built.*\n$/);
  assert.equal(stderr, '');
});
