import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import Database from 'libsql';

import { openHistory } from '../../src/history/database.ts';
import { listRuns } from '../../src/history/list-runs.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { count, historyFor } from './runs.ts';

const recorder = fileURLToPath(new URL('record-for-ever.js', import.meta.url));

test('a file that is no history, or a newer one, is refused and stays as it is', (context) => {
  const folder = temporaryFolder();
  context.after(() => folder.remove());
  const refusal = (name: string): string => {
    const opened = openHistory(join(folder.path, name), { create: true });
    assert.ok(!opened.ok);
    return opened.error;
  };
  writeFileSync(join(folder.path, 'text.db'), 'this is a text, and a text is no database. '.repeat(100));
  assert.equal(refusal('text.db'), 'is not a history of certmuster; give another file');
  const foreign = new Database(join(folder.path, 'foreign.db'));
  foreign.exec('create table t (a)');
  foreign.close();
  assert.equal(refusal('foreign.db'), 'is not a history of certmuster; give another file');
  const newer = openHistory(join(folder.path, 'newer.db'), { create: true });
  assert.ok(newer.ok);
  newer.value.exec('pragma user_version = 99');
  newer.value.close();
  assert.match(refusal('newer.db'), /^was written by a newer version of certmuster/);
  assert.ok(!openHistory(join(folder.path, 'missing.db'), { create: false }).ok);
});

test('a full disk is what is reported, not that there is nothing left to undo', (context) => {
  const { database } = historyFor(context);
  database.exec('pragma max_page_count = 1');
  const fill = (): void =>
    database.inTransaction(() => {
      const insert = database.prepare('insert into document (sha256, body) values (?, ?)');
      for (let row = 0; row < 2_000; row += 1) insert.run(`${row}`, 'x'.repeat(1_000));
    });
  assert.throws(fill, /full/);
  // And the next transaction is one.
  assert.equal(
    database.inTransaction(() => count(database, 'document')),
    0,
  );
});

test('a process that is killed while it writes leaves the file whole', async (context) => {
  const { database, path } = historyFor(context);
  for (let round = 0; round < 8; round += 1) {
    const child = spawn(process.execPath, [recorder, path, `killed ${round}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    // At a different moment of its work each time.
    await new Promise((resolve) => setTimeout(resolve, 7 * round));
    child.kill('SIGKILL');
    await ended;
    assert.deepEqual(database.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok');
    assert.deepEqual(database.prepare('pragma foreign_key_check').all(), []);
  }
  const runs = listRuns(database, { limit: 10_000 });
  // Those that had finished are whole: all of their endpoints and their counts are there.
  const finished = runs.filter(({ finishedAt }) => finishedAt !== null);
  assert.ok(finished.length > 0);
  assert.ok(finished.every(({ summary }) => summary !== null));
});

test('two processes that record at once lose nothing', async (context) => {
  const { database, path } = historyFor(context);
  const children = ['one', 'two'].map((series) =>
    spawn(process.execPath, [recorder, path, series, '15'], { stdio: ['ignore', 'ignore', 'inherit'] }),
  );
  for (const child of children) if (child.exitCode === null) await once(child, 'exit');
  assert.deepEqual(
    children.map(({ exitCode }) => exitCode),
    [0, 0],
  );
  const runs = listRuns(database, { limit: 100 });
  assert.deepEqual(
    ['one', 'two'].map(
      (name) => runs.filter(({ series, finishedAt }) => series === name && finishedAt !== null).length,
    ),
    [15, 15],
  );
  assert.equal(count(database, 'endpoint'), 30);
});
