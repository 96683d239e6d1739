import assert from 'node:assert/strict';
import { linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';

import { findOverwrites } from '../../../src/cli/output/find-overwrites.ts';
import { fileIdentity, pathIdentity } from '../../../src/cli/output/file-identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'certmuster-identity-'));
const at = (name: string): string => join(folder, name);
writeFileSync(at('targets.json'), '{}');
writeFileSync(at('other.json'), '{}');
symlinkSync(at('targets.json'), at('link.json'));
linkSync(at('targets.json'), at('hard.json'));
after(() => rmSync(folder, { recursive: true }));

test('a file is the same by every name that leads to it, and no other is', () => {
  for (const name of ['./targets.json', 'link.json', 'hard.json', `../${basename(folder)}/targets.json`]) {
    assert.equal(fileIdentity(join(folder, name)), fileIdentity(at('targets.json')), name);
  }
  assert.notEqual(fileIdentity(at('other.json')), fileIdentity(at('targets.json')));
});

test('what does not exist, and what is no file, is known by its path', () => {
  assert.equal(fileIdentity(at('new.json')), at('new.json'));
  assert.equal(fileIdentity(folder), folder);
  assert.equal(fileIdentity('/dev/null'), '/dev/null');
});

test('an output that leads to an input by another name is refused', () => {
  const [problem] = findOverwrites([{ format: 'json', path: at('link.json') }], [{ path: at('targets.json') }], 'scan');
  assert.match(problem?.message ?? '', /link\.json is an input of this scan/);
  assert.deepEqual(
    findOverwrites([{ format: 'json', path: at('new.json') }], [{ path: at('targets.json') }], 'scan'),
    [],
  );
});

test('paths of Windows are the same in either case, with either separator, and by drive or share', () => {
  const of = (path: string): string => pathIdentity(path, 'win32');
  assert.equal(of('C:\\Runs\\Report.JSON'), of('c:/runs/report.json'));
  assert.equal(of('C:\\Runs\\..\\a.json'), of('C:\\A.json'));
  assert.equal(of('\\\\Server\\Share\\a.json'), of('//server/share/a.json'));
  assert.notEqual(of('C:\\a.json'), of('D:\\a.json'));
  assert.notEqual(pathIdentity('/a.json', 'linux'), pathIdentity('/A.json', 'linux'));
  assert.equal(pathIdentity('/a.json', 'darwin'), pathIdentity('/A.json', 'darwin'));
});
