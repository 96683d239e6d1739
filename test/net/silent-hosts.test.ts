import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAsker } from '../../src/net/asker.ts';
import { createSilentHosts } from '../../src/net/silent-hosts.ts';
import { collectGarbage } from './collect-garbage.ts';

test('three time-outs make a host silent for their endpoint, and those of three endpoints for all', () => {
  const silentHosts = createSilentHosts();
  const own = newAsker();
  for (let count = 0; count < 3; count += 1) silentHosts.wasSilent('a', own);
  assert.match(silentHosts.describe('a', own) ?? '', /3 earlier fetches from this host timed out/);
  assert.equal(silentHosts.describe('a', newAsker()), undefined);
  for (let count = 0; count < 2; count += 1) silentHosts.wasSilent('a', newAsker());
  assert.match(silentHosts.describe('a', newAsker()) ?? '', /3 earlier fetches/);
  silentHosts.hasAnswered('a');
  assert.equal(silentHosts.describe('a', own), undefined);
});

test('the time-outs of one endpoint stay those of one once it is out of memory', async () => {
  const silentHosts = createSilentHosts();
  const gone = meetWithSilence();
  await collectGarbage();
  assert.equal(gone.deref(), undefined, 'it is not kept alive');
  assert.equal(silentHosts.describe('a', newAsker()), undefined);

  function meetWithSilence() {
    const asker = newAsker();
    for (let count = 0; count < 9; count += 1) silentHosts.wasSilent('a', asker);
    return new WeakRef(asker);
  }
});

function newAsker() {
  return createAsker(new AbortController());
}
