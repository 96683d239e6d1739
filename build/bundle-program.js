import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { rolldown } from 'rolldown';

import { licensesOf } from './licenses-of.js';

// node build/bundle-program.js [FOLDER]: joins the modules of the command line, several hundred, into a few files under
// dist/program. To find, read and link them one by one takes several times as long as Node itself takes to start. The library
// (`exports` in package.json) stays dist/src as compiled.

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, process.argv[2] ?? 'dist/program');
const main = join(root, 'src/cli/main.ts');

const bundle = await rolldown({
  input: { main },
  cwd: root,
  platform: 'node',
  // Loaded from node_modules: undici by `--fetch` alone; by histories and the service alone the rest, of which libsql has native code.
  external: ['undici', 'libsql', 'fastify', 'nodemailer', /^node:/],
  tsconfig: false,
  // Nothing is imported for its side effects, except what @peculiar/x509 needs loaded first.
  treeshake: { moduleSideEffects: (id) => /reflect-metadata|x509-package\.ts$/.test(id) },
  onLog: (level, log, report) => {
    if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') report(level === 'warn' ? 'error' : level, log);
  },
});
const { output } = await bundle.write({
  dir: target,
  format: 'es',
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  cleanDir: true,
  comments: { legal: true, annotation: false, jsdoc: false },
  codeSplitting: {
    groups: [
      { debugName: 'by use', name: (id, graph) => latePackage(id) ?? (isAlwaysLoaded(id, graph) ? 'scan' : null) },
    ],
  },
});
await bundle.close();
writeFileSync(join(target, 'licenses.txt'), licensesOf(output.flatMap(({ moduleIds = [] }) => moduleIds)));

/** Packages that not every scan loads are files of their own. */
function latePackage(id) {
  return /node_modules[\\/](zod|cli-table3|yaml)[\\/-]/.exec(id)?.[1];
}

/** Nearly every scan asks tldts, although it is imported late. */
function isAlwaysLoaded(id, graph) {
  return /node_modules[\\/]tldts[\\/-]/.test(id) || importedBy(main, graph).has(id);
}

/** A module and everything that it imports statically, directly or not. */
function importedBy(id, graph, found = new Set()) {
  if (found.has(id)) return found;
  found.add(id);
  for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) importedBy(imported, graph, found);
  return found;
}
