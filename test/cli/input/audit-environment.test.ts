import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hostsFilePath } from '../../../src/cli/input/audit-environment.ts';

test('the hosts file is the one of the system, whatever stands in the environment of another', () => {
  assert.equal(hostsFilePath('linux', { SystemRoot: '/tmp/planted' }), '/etc/hosts');
  assert.equal(hostsFilePath('darwin', {}), '/etc/hosts');
  const expected = 'D:\\Windows\\System32\\drivers\\etc\\hosts';
  assert.equal(hostsFilePath('win32', { SystemRoot: 'D:\\Windows' }), expected);
  assert.equal(hostsFilePath('win32', {}), expected.replace('D:', 'C:'));
});
