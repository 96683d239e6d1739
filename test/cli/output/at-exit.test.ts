import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { lockOutput } from '../../../src/cli/output/output-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'certmuster-exit-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const moduleOf = (name: string): string =>
  JSON.stringify(new URL(`../../../src/cli/output/${name}.js`, import.meta.url).href);

/** Runs a module that ends its process itself, as a second SIGINT does, and returns the exit code. */
async function runToExit(code: string): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [exitCode] = await once(child, 'exit');
  return exitCode;
}

test('a process that ends while it writes leaves nothing beside the file', async () => {
  const report = join(folder, 'report.json');
  writeFileSync(report, 'old');
  const code = `
    import { readdirSync } from 'node:fs';
    const { openReplacing } = await import(${moduleOf('file-sink')});
    const opened = await openReplacing(${JSON.stringify(report)});
    await opened.value.write('half of the new one');
    process.exit(readdirSync(${JSON.stringify(folder)}).length === 2 ? 7 : 8);`;
  assert.equal(await runToExit(code), 7);
  assert.deepEqual(readdirSync(folder), ['report.json']);
  assert.equal(readFileSync(report, 'utf8'), 'old');
});

test('a process that ends takes its lock away', async () => {
  const report = join(folder, 'locked.ndjson');
  const code = `
    import { existsSync } from 'node:fs';
    const { lockOutput } = await import(${moduleOf('output-lock')});
    const locked = await lockOutput(${JSON.stringify(report)});
    process.exit(locked.ok && existsSync(${JSON.stringify(`${report}.lock`)}) ? 7 : 8);`;
  assert.equal(await runToExit(code), 7);
  assert.equal(existsSync(`${report}.lock`), false);
});

test('a lock that names a living process of another start is taken over', async () => {
  const report = join(folder, 'taken.ndjson');
  // What a killed container leaves: the process id is that of a process which lives, and started at another time.
  const owner = { token: 'killed', host: hostname(), pid: process.pid, start: '1' };
  writeFileSync(`${report}.lock`, JSON.stringify({ ...owner, note: { of: 'the killed run' } }));
  const locked = await lockOutput(report);
  assert.ok(locked.ok);
  assert.deepEqual(locked.value.leftNote, { of: 'the killed run' });
  const second = await lockOutput(report);
  assert.ok(!second.ok);
  assert.match(second.error, /is being written by another run/);
});
