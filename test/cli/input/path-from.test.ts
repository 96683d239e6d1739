import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { test } from 'node:test';

import { pathFrom } from '../../../src/cli/input/path-from.ts';

test('a path in a file is one in the folder of that file', () => {
  assert.equal(pathFrom('lists', 'root.pem', posix), 'lists/root.pem');
  assert.equal(pathFrom('.', '../root.pem', posix), '../root.pem');
  assert.equal(pathFrom('C:\\lists', 'certs\\root.pem', win32), 'C:\\lists\\certs\\root.pem');
  assert.equal(pathFrom('C:\\lists', '../certs/root.pem', win32), 'C:\\certs\\root.pem');
  assert.equal(pathFrom('\\\\server\\share\\lists', 'root.pem', win32), '\\\\server\\share\\lists\\root.pem');
});

test('one from a root stays: of POSIX, or on Windows of a drive, a share, a long path, or the current drive', () => {
  assert.equal(pathFrom('lists', '/etc/root.pem', posix), '/etc/root.pem');
  for (const text of [
    'D:\\certs\\root.pem',
    'D:/certs/root.pem',
    'D:root.pem',
    '\\\\server\\share\\root.pem',
    '//server/share/root.pem',
    '\\\\?\\C:\\certs\\root.pem',
    '\\certs\\root.pem',
  ]) {
    assert.equal(pathFrom('C:\\lists', text, win32), text);
  }
});
