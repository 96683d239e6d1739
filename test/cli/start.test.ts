import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../estate/temporary-folder.ts';
import { repositoryPath } from '../repository-path.ts';

const program = { 'dist/program/main.js': 'exports.main = async () => 41;' };
const compiled = { 'dist/src/cli/main.js': 'export const main = async () => 42;', 'dist/.tsbuildinfo': '{}' };

/** Runs bin in a checkout that holds these files, each written a second after the one before. */
function start(files: Readonly<Record<string, string | Uint8Array>>, args: readonly string[] = []) {
  const folder = temporaryFolder();
  const write = (name: string, content: string | Uint8Array): string => {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    return folder.write(name, content);
  };
  write('package.json', '{ "type": "module" }');
  write('dist/program/package.json', '{ "type": "commonjs" }');
  for (const name of ['bin/certmuster.js', 'bin/use-code-cache.js', 'bin/package.json']) {
    copyFileSync(repositoryPath(name), write(name, ''));
  }
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
  assert.match(stdout, /^CERTMUSTER UNKNOWN: .*not built.*\n$/);
  assert.equal(stderr, '');
});

/** A program in two files, as the bundler writes it, that exits with a code of two digits. */
function programThatExits(code: number) {
  return {
    'dist/program/scan.js': `exports.main = async () => ${code};`,
    'dist/program/main.js': "exports.main = require('./scan.js').main;",
  };
}

/** What V8 keeps of that program once it has run. */
function keptOf(code: number): Uint8Array {
  const folder = temporaryFolder();
  const file = folder.write('scan.js', programThatExits(code)['dist/program/scan.js']);
  const script = `const { loadCompiled } = require(${JSON.stringify(repositoryPath('bin/use-code-cache.js'))});
    const script = loadCompiled(${JSON.stringify(file)});
    require(${JSON.stringify(file)}).main().then(() => process.stdout.write(script.createCachedData()));`;
  const { stdout } = spawnSync(process.execPath, ['-e', script]);
  folder.remove();
  return stdout;
}

// V8 compares no more of the text than its length, which shows here what it ran.
test('bin runs what V8 kept of the program when it was built', () => {
  assert.equal(start({ ...programThatExits(43), 'dist/program/scan.js.cache': keptOf(42) }).status, 42);
});

test('bin runs the program itself where what was kept is older', () => {
  assert.equal(start({ 'dist/program/scan.js.cache': keptOf(42), ...programThatExits(43) }).status, 43);
});

test('bin runs the program itself where another V8 kept something, or a torn file is left', () => {
  const foreign = keptOf(42).map((byte, index) => (index === 4 ? byte ^ 0xff : byte));
  for (const kept of [foreign, keptOf(42).subarray(0, 100), new Uint8Array(0)]) {
    assert.deepEqual(start({ ...programThatExits(43), 'dist/program/scan.js.cache': kept }), {
      status: 43,
      stdout: '',
      stderr: '',
    });
  }
});
