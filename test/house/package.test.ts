import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

import { builtInPolicies } from '../../src/policy/built-in.ts';
import { repositoryPath } from '../repository-path.ts';

// Whoever compiled only has no bundle yet.
if (!existsSync(repositoryPath('dist/program/main.js'))) {
  execFileSync(process.execPath, [repositoryPath('build/bundle-program.js')]);
}

/** What `npm pack` would put into the archive. Scripts stay off: `prepare` builds, and whoever runs this has built. */
const packed = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'], {
    cwd: repositoryPath('.'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as readonly [{ readonly files: readonly { readonly path: string; readonly mode: number }[] }];
const paths = packed[0].files.map(({ path }) => path);

const allowed: readonly RegExp[] = [
  /^bin\/certmuster\.js$/,
  /^dist\/program\/(?:[a-z0-9-]+\.js|licenses\.txt)$/,
  /^dist\/policies\/[a-z0-9.-]+\.yaml$/,
  /^dist\/src\/.+\.(?:js|d\.ts)$/,
  /^docs\/[a-z0-9-]+\.(?:md|1)$/,
  /^docs\/schema\/(?:[a-z]+\.schema|openapi)\.json$/,
  /^docs\/examples\/[a-z0-9.-]+\.(?:yaml|sh)$/,
  /^docs\/monitoring\/[a-z.]+$/,
  /^docs\/operations\/[A-Za-z.-]+$/,
  /^targets\.example\.json$/,
  /^(?:CHANGELOG|README|SECURITY)\.md$/,
  /^LICENSE$/,
  /^package\.json$/,
];

test('the package ships what it needs to run and to be read, and nothing else: no tests, no sources, no maps', () => {
  assert.deepEqual(
    paths.filter((path) => !allowed.some((pattern) => pattern.test(path))),
    [],
  );
  const idle = allowed.filter((pattern) => !paths.some((path) => pattern.test(path)));
  assert.deepEqual(idle.map(String), []);
});

test('the package ships what its package.json names', () => {
  for (const named of [
    'bin/certmuster.js',
    'dist/program/main.js',
    'dist/src/index.js',
    'dist/src/index.d.ts',
    'docs/certmuster.1',
  ]) {
    assert.ok(paths.includes(named), named);
  }
});

test('the package ships every built-in policy as it was written, with its fixtures', () => {
  for (const id of builtInPolicies) {
    for (const name of [`${id}.yaml`, `${id}.fixtures.yaml`]) assert.ok(paths.includes(`dist/policies/${name}`), name);
  }
});

test('nothing that is shipped reaches into what is not', async () => {
  const { readFile } = await import('node:fs/promises');
  const scripts = paths.filter((path) => path.endsWith('.js'));
  for (const path of scripts) {
    const text = await readFile(repositoryPath(path), 'utf8');
    assert.doesNotMatch(text, /from '[^']*\/test\//, path);
  }
});
