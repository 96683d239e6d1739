#!/usr/bin/env node
'use strict';

const { statSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const { cacheOf, loadCompiled } = require('./use-code-cache.js');

const dist = join(__dirname, '../dist');
/** The command line joined into a few files, which start much faster. */
const program = join(dist, 'program/main.js');
/** What every scan needs of it. */
const scan = join(dist, 'program/scan.js');
const compiled = join(dist, 'src/cli/main.js');

// Whoever changes the sources and compiles nothing but those shall not run yesterday's program.
if (writtenAt(program) >= 0 && writtenAt(program) >= writtenAt(join(dist, '.tsbuildinfo'))) runProgram();
else if (writtenAt(compiled) >= 0) import(pathToFileURL(compiled).href).then(run);
else sayNotBuilt();

function runProgram() {
  const cachedAt = writtenAt(cacheOf(scan));
  if (cachedAt >= 0 && cachedAt >= writtenAt(scan)) loadCompiled(scan);
  run(require(program));
}

function run({ main }) {
  main().then((code) => process.exit(code));
}

/** -1: it is not there. */
function writtenAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

// A checkout that was installed without its scripts has no build, and Node's own exit code for that is 1: "findings".
function sayNotBuilt() {
  const text = 'this checkout is not built. Run `npm run build` in it first.\n';
  const isPlugin = process.argv[2] === 'nagios';
  if (isPlugin) process.stdout.write(`CERTMUSTER UNKNOWN: ${text}`);
  else process.stderr.write(`certmuster: ${text}`);
  process.exitCode = isPlugin ? 3 : 2;
}
