import assert from 'node:assert/strict';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { type Import, readImports, sourceFiles } from './imports.ts';
import { forbiddenNames, house } from './rooms.ts';

const src = repositoryPath('src');
const imports = readImports(src);
const room = (path: string): string => path.split('/')[0] ?? path;

test('every source file stands in a room of the house', () => {
  const strays = sourceFiles(src).filter((file) => house[room(file)] === undefined);
  assert.deepEqual(strays, []);
});

test('every import between rooms goes down the table, type imports included', () => {
  const wrong = imports.filter(({ from, target }) => {
    if (target === undefined || room(target) === room(from)) return false;
    return !house[room(from)]?.rooms.includes(room(target));
  });
  assert.deepEqual(wrong.map(show), []);
});

test('packages and builtins are imported only by the rooms that own them', () => {
  const wrong = imports.filter(
    ({ from, specifier, target }) => target === undefined && !house[room(from)]?.packages.includes(specifier),
  );
  assert.deepEqual(wrong.map(show), []);
});

test('no files import each other in a cycle, type imports included', () => {
  assert.deepEqual(findCycle(imports), undefined);
});

test('no file or folder is named after nothing in particular', () => {
  const vague = sourceFiles(src).filter((file) =>
    file.split('/').some((part) => forbiddenNames.includes(part.replace(/\.ts$/, ''))),
  );
  assert.deepEqual(vague, []);
});

test('only cli touches the console and the process', () => {
  const wrong = imports.filter(({ from, specifier }) => specifier === 'node:process' && room(from) !== 'cli');
  assert.deepEqual(wrong.map(show), []);
});

test('the reader of imports sees type imports, re-exports, dynamic and multi-line imports', () => {
  const seen = new Set(imports.map(({ specifier }) => specifier));
  assert.ok(seen.has('zod') && seen.has('../model/result.ts'));
});

function show({ from, specifier }: Import): string {
  return `${from} imports ${specifier}`;
}

function findCycle(all: readonly Import[]): readonly string[] | undefined {
  const edges = new Map<string, string[]>();
  for (const { from, target } of all) {
    if (target !== undefined) edges.set(from, [...(edges.get(from) ?? []), target]);
  }
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of edges.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
