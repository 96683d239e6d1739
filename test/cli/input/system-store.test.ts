import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findSystemStore, type StoreSystem } from '../../../src/cli/input/system-store.ts';

const windows: StoreSystem = { platform: 'win32', readStore: () => ['one', 'two'] };
const olderWindows: StoreSystem = { ...windows, readStore: undefined };
const linux: StoreSystem = { platform: 'linux', readStore: () => ['one'] };

test('what the environment names comes first, folders apart as the system has it', async () => {
  const environment = { SSL_CERT_FILE: 'C:\\roots.pem', SSL_CERT_DIR: 'C:\\roots;D:\\more' };
  const paths = ['C:\\roots.pem', 'C:\\roots', 'D:\\more'];
  assert.deepEqual(await findSystemStore(environment, windows), { kind: 'paths', paths });
  // A variable that only looks like Windows is none of its signs.
  const foreign = { OS: 'Windows_NT', SSL_CERT_DIR: '/a;b:/c' };
  assert.deepEqual(await findSystemStore(foreign, linux), { kind: 'paths', paths: ['/a;b', '/c'] });
});

test('Windows and macOS have a store that is no file', async () => {
  const found = await findSystemStore({}, windows);
  assert.deepEqual(found, { kind: 'certificates', name: 'the Windows certificate store', pem: 'one\ntwo' });
  assert.equal((await findSystemStore({}, { ...windows, platform: 'darwin' })).kind, 'certificates');
});

test('an older Node cannot read the store of Windows, and no folder of the current drive stands in for it', async () => {
  const found = await findSystemStore({}, olderWindows);
  assert.equal(found.kind, 'none');
  assert.match(found.kind === 'none' ? found.why : '', /Node\.js 22\.15 or newer; .*SSL_CERT_FILE/);
});

test('Linux has its roots in files, whatever Node could read from a store', async () => {
  const found = await findSystemStore({}, linux);
  assert.notEqual(found.kind, 'certificates');
  if (found.kind === 'paths') assert.match(found.paths.join(), /^\/(?:etc|usr|opt)\/[^,]+$/);
});
