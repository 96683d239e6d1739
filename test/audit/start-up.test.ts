import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';

/** What loading a built file loads before any of its functions is called: every static import, types being gone. */
function loadedBy(entry: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const code = readFileSync(repositoryPath('dist', 'src', file), 'utf8');
    for (const [, specifier = ''] of code.matchAll(/^(?:import|export)(?:[\s\w{},*$]*?\sfrom)?\s*['"]([^'"]+)['"]/gm)) {
      if (specifier.startsWith('.')) visit(normalize(join(dirname(file), specifier)));
      else loaded.add(specifier);
    }
  };
  visit(entry);
  return loaded;
}

test('an audit loads no schema library, no certificate library and no table', () => {
  const loaded = loadedBy('audit/audit.js');
  assert.ok(loaded.has('tls/create-probe.js') && loaded.has('node:net') && loaded.has('scan/scan.js'));
  const heavy = [...loaded].filter((name) =>
    /^(zod|@peculiar|reflect-metadata|cli-table3|yargs|tldts|undici)/.test(name),
  );
  assert.deepEqual(heavy, []);
});
