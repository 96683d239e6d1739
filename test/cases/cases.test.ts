import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { repositoryPath } from '../repository-path.ts';
import { node24Path } from '../tls/node-24.ts';

/**
 * Inputs on which certmuster was once wrong or misleading; the README of each folder says what is right, `expected.txt`
 * is what its `run.sh` has to print. The scripts listen on fixed ports, so each runs in a network namespace of its own.
 */
const folder = repositoryPath('test/cases');
const cases = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const run = promisify(execFile);

for (const name of cases) {
  test(`the case ${name} is judged as its README expects`, { timeout: 300_000 }, async () => {
    const inNamespace = ['-rn', 'bash', '-c', 'ip link set lo up && exec bash "$0"', `${folder}/${name}/run.sh`];
    const { stdout } = await run('unshare', inNamespace, {
      env: { ...process.env, CM: repositoryPath('bin/certmuster.js'), N24: node24Path() },
      maxBuffer: 16 * 1_048_576,
    });
    assert.equal(stdout, readFileSync(`${folder}/${name}/expected.txt`, 'utf8'));
  });
}
