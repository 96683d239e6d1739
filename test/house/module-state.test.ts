import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { sourceFiles } from './imports.ts';
import { findMutableBindings } from './module-state.ts';

/** Bindings that may stay, `FILE NAME`, each with its reason. */
const exceptions: Readonly<Record<string, string>> = {
  'policy/policies.ts standardPolicies':
    'Read-only by its type, and never written to: a map, because ids of policies are open words.',
  'x509/keys/import-public-key.ts importPublicKey':
    "An issuer's key is imported once, not for every certificate below it: importing costs more than verifying. Gone with the key.",
  'x509/weak-keys/find-key-weakness.ts weaknessOf':
    'The weakness of a key is asked for by two checks of each endpoint and costs as much as decoding a certificate. Gone with the key.',
};

const src = repositoryPath('src');

test('no file keeps mutable state at module level but those listed here with a reason', () => {
  const found = sourceFiles(src)
    // What browsers run.
    .filter((file) => !file.startsWith('report/html/page') && file !== 'service/page/service-script.ts')
    .flatMap((file) =>
      findMutableBindings(readFileSync(`${src}/${file}`, 'utf8')).map(({ name, because }) => ({
        binding: `${file} ${name}`,
        because,
      })),
    );
  assert.deepEqual(
    found.filter(({ binding }) => exceptions[binding] === undefined),
    [],
  );
  const bindings = found.map(({ binding }) => binding);
  assert.deepEqual(
    Object.keys(exceptions).filter((binding) => !bindings.includes(binding)),
    [],
    'these exceptions are no longer needed',
  );
});

const mutable: readonly (readonly [string, string])[] = [
  ['let last: string | undefined;', 'last'],
  ['export let count = 0;', 'count'],
  ['const known = new Map<string, number>();', 'known'],
  ['const known: Map<string, number> = new Map();', 'known'],
  ['const seen = new WeakMap<object, string>();', 'seen'],
  ['const waiting: (() => void)[] = [];', 'waiting'],
  ['const memory = createElementMemory<string>();', 'memory'],
  ['const primes = once(() => [2, 3]);', 'primes'],
  ['export const f: (key: Key) => number = oncePerKey(\n  count,\n);', 'f'],
  ['const state = { last: 0 };\nfunction f() {\n  state.last = 1;\n}', 'state'],
  ['const table: readonly number[] = [1];\n(table as number[]).length;\nfunction f() {\n  table[0] += 1;\n}', 'table'],
  ['const bytes = Buffer.alloc(4);\nfunction f() {\n  bytes.fill(0);\n}', 'bytes'],
];

for (const [text, name] of mutable) {
  test(`is seen as mutable: ${text.split('\n')[0]}`, () => {
    assert.deepEqual(
      findMutableBindings(text).map((binding) => binding.name),
      [name],
    );
  });
}

const constant: readonly string[] = [
  'const words: ReadonlyMap<string, string> = new Map([]);',
  'const names: ReadonlySet<string> = new Set();',
  'const none: readonly string[] = [];',
  'export const limits = { most: 3 } as const;',
  'const pattern = /a/;',
  'export function f() {\n  let local = 1;\n  const known = new Map();\n  known.set(1, local);\n}',
  '// let it be\n/* var x */\nexport const check = defineCheck({ id: "a" });',
  'const state = { last: 0 };\nfunction f(other: { state: { last: number } }) {\n  return other.state.last === state.last;\n}',
];

for (const text of constant) {
  test(`is not: ${text.split('\n')[0]}`, () => {
    assert.deepEqual(findMutableBindings(text), []);
  });
}
