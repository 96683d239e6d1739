import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { bundleExecutable } from './bundle-executable.js';
import { licensesOf } from './licenses-of.js';
import { fuse, nodeLicense, readNodeExecutable, withoutSignature } from './node-executable.js';

// node build/build-binary.js [--node FILE] [--node-license FILE] [--to FOLDER]: writes certmuster as a single executable into
// dist/binary: a Node (the running one, or another) with the program in it, and the licenses of all that it holds.
// https://nodejs.org/api/single-executable-applications.html

const root = fileURLToPath(new URL('..', import.meta.url));
try {
  await build(readOptions());
} catch (error) {
  process.stderr.write(`build:binary: ${error.message}\n`);
  process.exitCode = 1;
}

function readOptions() {
  const text = { type: 'string' };
  return parseArgs({ options: { node: text, 'node-license': text, to: text } }).values;
}

async function build(options) {
  const node = readNodeExecutable(options.node ?? process.execPath);
  const license = nodeLicense(node.file, options['node-license']);
  const target = resolve(options.to ?? join(root, 'dist/binary'));
  const work = join(target, 'work');
  mkdirSync(work, { recursive: true });
  try {
    const moduleIds = await bundleExecutable(root, join(work, 'program.cjs'));
    const executable = join(target, node.format === 'pe' ? 'certmuster.exe' : 'certmuster');
    writeExecutable(executable, node, prepareProgram(node, work));
    const own = readFileSync(join(root, 'LICENSE'), 'utf8').trim();
    const texts = [`certmuster\n\n${own}`, `Node.js ${node.version}\n\n${license}`, licensesOf(moduleIds)];
    writeFileSync(join(target, 'licenses.txt'), texts.join(`\n\n${'-'.repeat(80)}\n\n`));
    process.stdout.write(`${executable}: certmuster with Node.js ${node.version}\n`);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** What is injected: the script, compiled ahead where the same Node can do it, and the policies as people wrote them. Returns its file. */
function prepareProgram({ file, runs }, work) {
  const policies = join(root, 'src/policy/documents');
  const names = readdirSync(policies).filter((name) => name.endsWith('.yaml'));
  const output = join(work, 'program.blob');
  const config = {
    main: join(work, 'program.cjs'),
    output,
    disableExperimentalSEAWarning: true,
    useCodeCache: runs,
    assets: Object.fromEntries(names.map((name) => [`policies/${name}`, join(policies, name)])),
  };
  writeFileSync(join(work, 'config.json'), JSON.stringify(config));
  run(runs ? file : process.execPath, ['--experimental-sea-config', join(work, 'config.json')]);
  return output;
}

function writeExecutable(executable, { format, bytes }, program) {
  // A new file: one that is running can be removed, and cannot be written.
  rmSync(executable, { force: true });
  writeFileSync(executable, format === 'pe' ? withoutSignature(bytes) : bytes);
  chmodSync(executable, 0o755);
  const isSigned = format === 'mach-o' && process.platform === 'darwin';
  if (isSigned) run('codesign', ['--remove-signature', executable]);
  const segment = format === 'mach-o' ? ['--macho-segment-name', 'NODE_SEA'] : [];
  const postject = createRequire(import.meta.url).resolve('postject/dist/cli.js');
  run(process.execPath, [postject, executable, 'NODE_SEA_BLOB', program, '--sentinel-fuse', fuse, ...segment]);
  // macOS runs nothing that is not signed. This signature holds on this machine alone: docs/windows.md has the others.
  if (isSigned) run('codesign', ['--sign', '-', executable]);
}

/** Its output is shown only if it fails: postject warns of sections of ELF that it leaves alone. */
function run(file, args) {
  execFileSync(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}
