#!/usr/bin/env node
import { statSync } from 'node:fs';
import process from 'node:process';

const dist = new URL('../dist/', import.meta.url);
const bundled = new URL('program/main.js', dist);
const compiled = new URL('src/cli/main.js', dist);

// Compiling the sources alone makes the bundle outdated. An installed copy has no record of compiling.
const isBundleCurrent = writtenAt(bundled) >= Math.max(0, writtenAt(new URL('.tsbuildinfo', dist)));
if (isBundleCurrent || writtenAt(compiled) >= 0) {
  const { main } = await import(isBundleCurrent ? bundled : compiled);
  process.exit(await main());
}
sayNotBuilt();

/** When a file was written; -1 if it does not exist. */
function writtenAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

// A checkout that was installed without its scripts has no build. Node's own exit code for that is 1, which means "findings".
function sayNotBuilt() {
  const text = 'this checkout is not built. Run `npm run build` in it first.\n';
  const isPlugin = process.argv[2] === 'nagios';
  if (isPlugin) process.stdout.write(`CERTMUSTER UNKNOWN - ${text}`);
  else process.stderr.write(`certmuster: ${text}`);
  process.exitCode = isPlugin ? 3 : 2;
}
