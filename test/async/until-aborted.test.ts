import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';

import { untilAborted } from '../../src/async/until-aborted.ts';

const forever = new Promise<string>(() => undefined);

test('the value arrives if it is there before the signal is aborted, and the signal is let go of', async () => {
  const { signal } = new AbortController();
  assert.equal(await untilAborted(Promise.resolve('value'), signal), 'value');
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('an aborted signal ends the wait, whether aborted before or meanwhile', async () => {
  const controller = new AbortController();
  const waiting = untilAborted(forever, controller.signal);
  controller.abort();
  assert.equal(await waiting, undefined);
  assert.equal(await untilAborted(Promise.resolve('value'), controller.signal), undefined);
});

test('an error arrives as one, and the signal is let go of', async () => {
  const { signal } = new AbortController();
  await assert.rejects(untilAborted(Promise.reject(new Error('broken')), signal), /broken/);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});
