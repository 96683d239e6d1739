#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/src/cli/main.js', import.meta.url);

// A checkout that was installed without its scripts has no build, and Node's own exit code for that is 1: "findings".
if (existsSync(program)) {
  const { main } = await import(program.href);
  process.exit(await main());
} else {
  process.stderr.write('certmuster: this checkout is not built. Run `npm run build` in it first.\n');
  process.exitCode = 2;
}
