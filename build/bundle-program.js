import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { rolldown } from 'rolldown';

// node build/bundle-program.js [FOLDER]: joins the command line's modules, some 400, into a few files under dist/program.
// Finding, reading and linking them one by one takes several times as long as Node itself takes to start. The library
// (`exports` in package.json) stays dist/src as compiled.

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, process.argv[2] ?? 'dist/program');

/** Loaded from node_modules when they are asked for: by `--fetch`, and by command lines that want help. */
const external = ['undici', /^node:/];

/** What every scan loads, wherever it is imported late: one file is read sooner than forty. */
const scanned = [
  'src/cli/main.ts',
  'src/cli/input/gather-targets.ts',
  'src/cli/input/load-trust-stores.ts',
  'src/audit/audit.ts',
  'src/audit/serve-audits.ts',
  'src/audit/mozilla-store.ts',
  'src/pki/trust/read-trust-anchors.ts',
  'src/pki/trust/trust-store.ts',
].map((file) => join(root, file));

const bundle = await rolldown({
  input: { main: join(root, 'src/cli/main.ts'), 'audit-worker': join(root, 'src/audit/audit-worker.ts') },
  cwd: root,
  platform: 'node',
  external,
  tsconfig: false,
  // No file, of ours or of the packages, is imported for what that does.
  treeshake: { moduleSideEffects: false },
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
      {
        debugName: 'by use',
        name: (id, graph) => ownPackage(id) ?? (isScanned(id, graph) ? 'scan' : null),
      },
    ],
  },
});
await bundle.close();
writeFileSync(join(target, 'licenses.txt'), licensesOf(output.flatMap(({ moduleIds = [] }) => moduleIds)));

/** tldts, which nearly every scan asks, is read in half the time where V8's cache is. */
function isScanned(id, graph) {
  return /node_modules[\\/]tldts[\\/-]/.test(id) || reachedFrom(scanned, graph).has(id);
}

/** Packages that not every scan loads are files of their own. */
function ownPackage(id) {
  return /node_modules[\\/](zod|cli-table3)[\\/-]/.exec(id)?.[1];
}

/** Modules that these import without waiting, these included. */
function reachedFrom(ids, graph) {
  const reached = new Set();
  const reach = (id) => {
    if (reached.has(id)) return;
    reached.add(id);
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) reach(imported);
  };
  for (const id of ids) reach(id);
  return reached;
}

/** What the licenses of the packages ask for in return: that they stand beside every copy. */
function licensesOf(ids) {
  const folders = ids.flatMap((id) => /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id) ?? []);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} is bundled and has no license file`);
    return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
