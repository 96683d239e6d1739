import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { readImports } from './imports.ts';
import { house } from './rooms.ts';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
  readonly dev?: boolean;
}

const read = (path: string): string => readFileSync(repositoryPath(path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
const lock = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
const tree = Object.entries(lock.packages).filter(([path]) => path !== '');
const page = read('docs/dependencies.md');

/** The package of a specifier: `@peculiar/x509`, `yargs` of `yargs/helpers`; undefined for a builtin or a file. */
function packageOf(specifier: string): string | undefined {
  // Sentences with `from` in them look like imports, too.
  if (/^(?:\.|node:)|\s/.test(specifier)) return undefined;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function importedBy(folder: string): ReadonlySet<string> {
  return new Set(readImports(repositoryPath(folder)).flatMap(({ specifier }) => packageOf(specifier) ?? []));
}

/** Rows of a table of the page: name, range and licence. */
function rows(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:package|-)/.test(line));
  return lines.map((line) => line.split('|').map((cell) => cell.trim()));
}

test('src imports what is declared for run time, and all of that', () => {
  assert.deepEqual([...importedBy('src')].sort(), Object.keys(manifest.dependencies).sort());
});

test('a room owns every package that is declared for run time', () => {
  const owned = new Set(
    Object.values(house).flatMap(({ packages }) => packages.flatMap((each) => packageOf(each) ?? [])),
  );
  assert.deepEqual([...owned].sort(), Object.keys(manifest.dependencies).sort());
});

test('the tests import what is declared, and what is declared for them is imported or a tool', () => {
  // axe-core is read as text, for the page that it judges.
  const tools = ['@biomejs/biome', '@types/node', '@types/yargs', 'typescript', 'rolldown', 'postject', 'axe-core'];
  const declared = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  const imported = importedBy('test');
  assert.deepEqual(
    [...imported].filter((name) => !declared.includes(name)),
    [],
  );
  const idle = Object.keys(manifest.devDependencies).filter((name) => !imported.has(name) && !tools.includes(name));
  assert.deepEqual(idle, []);
});

for (const [heading, declared] of [
  ['At run time', manifest.dependencies],
  ['To build and test', manifest.devDependencies],
] as const) {
  test(`docs/dependencies.md lists every package with its range, licence and reason: ${heading.toLowerCase()}`, () => {
    const listed = rows(heading);
    assert.deepEqual(Object.fromEntries(listed.map(([, name = '', range = '']) => [name, range])), declared);
    for (const [, name = '', , licence, ...reasons] of listed) {
      assert.equal(licence, lock.packages[`node_modules/${name}`]?.license, name);
      assert.ok(
        reasons.slice(0, 3).every((cell) => cell.length > 3),
        name,
      );
    }
  });
}

test('docs/dependencies.md counts the tree', () => {
  const atRunTime = tree.filter(([, { dev }]) => dev !== true).length;
  assert.match(page, new RegExp(`\\b${atRunTime} packages are installed at run time`));
  assert.match(page, new RegExp(`\\b${tree.length} with everything`));
});

test('no package of the tree has an install script', () => {
  assert.deepEqual(
    tree.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path),
    [],
  );
});

test('the lock file names no host, and pins every package by its hash', () => {
  assert.deepEqual(
    tree.filter(([, { resolved, link }]) => resolved !== undefined || link === true).map(([path]) => path),
    [],
  );
  assert.deepEqual(
    tree.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-')).map(([path]) => path),
    [],
  );
  const addresses = read('package-lock.json').match(/\b(?:https?|git(?:\+\w+)?|ssh|file):[^"]*/g) ?? [];
  assert.deepEqual(
    addresses.filter((address) => !isFunding(address)),
    [],
  );
  assert.match(read('.npmrc'), /^omit-lockfile-registry-resolved=true$/m);
});

/** Where a package's authors ask for money: nothing is fetched from there. */
function isFunding(address: string): boolean {
  const isAsked = (value: unknown): boolean =>
    typeof value === 'string' ? value === address : typeof value === 'object' && value !== null && anyAsked(value);
  const anyAsked = (value: object): boolean => Object.values(value).some(isAsked);
  return tree.some(([, entry]) => isAsked((entry as { readonly funding?: unknown }).funding));
}

test('what is installed at run time may be used and passed on by anybody', () => {
  const free = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0'];
  const others = tree.filter(([, { dev, license = '' }]) => dev !== true && !free.includes(license));
  assert.deepEqual(
    others.map(([path, { license }]) => `${path}: ${license}`),
    [],
  );
});
