import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { openReplacing } from '../../src/cli/output/file-sink.ts';
import { nameBeside } from '../../src/cli/output/files-beside.ts';
import { isForeign } from '../../src/cli/output/locate-output.ts';
import { openPlace, type Place } from './place.ts';

/** Somebody else, by their number. */
const stranger = 65_534;
/** Only root can make a file somebody else's. */
const rootOnly = { skip: process.getuid?.() !== 0 && 'needs root, to make files that are not ours' };

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

/** A folder as /tmp is, made anew for each test. */
beforeEach(() => {
  rmSync(at('shared'), { recursive: true, force: true });
  mkdirSync(at('shared'));
  chmodSync(at('shared'), 0o1777);
  place.write('victim', 'precious');
});

const at = (name: string): string => join(place.folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const scan = (...args: readonly string[]) => place.run(['scan', 'targets.json', ...args]);
const mode = (name: string): number => statSync(at(name)).mode & 0o7777;

test('in a folder that everybody may write to, only what is ours or the owner of the folder counts as safe', () => {
  const shared = { uid: 0, mode: 0o41777 };
  assert.equal(isForeign({ uid: 1000 }, shared, 1000), false);
  assert.equal(isForeign({ uid: 0 }, shared, 1000), false);
  assert.equal(isForeign({ uid: 1001 }, shared, 1000), true);
  assert.equal(isForeign({ uid: 1001 }, { uid: 0, mode: 0o40777 }, 1000), true);
  assert.equal(isForeign({ uid: 1001 }, { uid: 0, mode: 0o40775 }, 1000), false);
  assert.equal(isForeign({ uid: 1001 }, shared, undefined), false);
});

test(
  'scan --output through a link of a stranger in such a folder: refused, nothing dialed, its target untouched',
  rootOnly,
  async () => {
    const before = place.connections();
    symlinkSync(at('victim'), at('shared/report'));
    lchownSync(at('shared/report'), stranger, stranger);
    symlinkSync(at('shared/report'), at('detour'));
    for (const [output, words] of [
      ['json=shared/report', /shared\/report is owned by another user, in a folder that everyone may write to/],
      ['ndjson=shared/report', /shared\/report is owned by another user/],
      ['json=detour', /detour leads to \S+\/shared\/report, which is owned by another user/],
    ] as const) {
      const { exitCode, stderr } = await scan('--output', output);
      assert.equal(exitCode, 4);
      assert.match(stderr, words);
    }
    assert.equal(place.connections(), before);
    assert.equal(read('victim'), 'precious');
  },
);

test("a stranger's file, pipe and folder there are not written into either", rootOnly, async () => {
  const before = place.connections();
  place.write('shared/file', '');
  execFileSync('mkfifo', [at('shared/pipe')]);
  mkdirSync(at('shared/run'));
  for (const name of ['file', 'pipe', 'run']) chownSync(at(`shared/${name}`), stranger, stranger);
  for (const args of [
    ['--output', 'json=shared/file'],
    ['--output', 'ndjson=shared/file'],
    ['--resume', 'shared/file'],
    ['--output', 'csv=shared/pipe'],
    ['--save-observations', 'shared/run'],
  ]) {
    const { exitCode, stderr } = await scan(...args);
    assert.equal(exitCode, 4, `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, /is owned by another user/);
  }
  assert.equal(place.connections(), before);
  assert.equal(read('shared/file'), '');
  assert.deepEqual(readdirSync(at('shared/run')), []);
});

test("what is ours there is written as anywhere, and so is what is the folder owner's", rootOnly, async () => {
  symlinkSync(at('victim'), at('shared/link'));
  assert.equal((await scan('--output', 'json=shared/link')).exitCode, 0);
  assert.ok(lstatSync(at('shared/link')).isSymbolicLink());
  assert.equal(JSON.parse(read('victim')).complete, true);
  chownSync(at('shared'), stranger, stranger);
  place.write('shared/report', 'old');
  chownSync(at('shared/report'), stranger, stranger);
  assert.equal((await scan('--output', 'json=shared/report')).exitCode, 0);
  assert.equal(JSON.parse(read('shared/report')).complete, true);
});

test('what is written beside is made anew, under a name that nobody knows: a link is not followed', async () => {
  symlinkSync(at('victim'), at(`shared/report.${process.pid}.partial`));
  const opened = await openReplacing(at('shared/report'));
  assert.ok(opened.ok);
  await opened.value.write('report');
  const [beside = ''] = readdirSync(at('shared')).filter((name) => name.endsWith('.partial'));
  assert.match(beside, new RegExp(`^report\\.${process.pid}\\.[0-9a-f]{8}\\.partial$`));
  assert.notEqual(nameBeside(at('shared/report')), nameBeside(at('shared/report')));
  await opened.value.finish();
  assert.equal(read('victim'), 'precious');
  assert.equal(read('shared/report'), 'report');
});

test('a link that points nowhere yet: the file is made there, and the link stays', async () => {
  symlinkSync('later.json', at('shared/link'));
  assert.equal((await scan('--output', 'json=shared/link')).exitCode, 0);
  assert.equal(readlinkSync(at('shared/link')), 'later.json');
  assert.equal(JSON.parse(read('shared/later.json')).complete, true);
});

test('links that go round in a circle: exit 4, nothing dialed', { timeout: 20_000 }, async () => {
  const before = place.connections();
  symlinkSync('b', at('shared/a'));
  symlinkSync('a', at('shared/b'));
  for (const format of ['json', 'ndjson']) {
    const { exitCode, stderr } = await scan('--output', `${format}=shared/a`);
    assert.equal(exitCode, 4);
    assert.match(stderr, /is a symbolic link that leads back to itself/);
  }
  assert.equal(place.connections(), before);
});

test('a report keeps the rights of the one it replaces, as far as the umask allows, and is never a program', async () => {
  const umask = process.umask();
  for (const [old, kept] of [
    [0o600, 0o600],
    [0o666, 0o666 & ~umask],
    [0o4777, 0o666 & ~umask],
  ] as const) {
    place.write('report.json', 'old');
    chmodSync(at('report.json'), old);
    assert.equal((await scan('--output', 'json=report.json')).exitCode, 0);
    assert.equal(mode('report.json'), kept & ~umask, old.toString(8));
  }
});
