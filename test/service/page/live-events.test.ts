import assert from 'node:assert/strict';
import { test } from 'node:test';

import { servePage } from './service-for.ts';

/** Reads a stream of events until it holds a text. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: RegExp): Promise<string> {
  let text = '';
  while (!wanted.test(text)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream ended after ${text}`);
    text += Buffer.from(value).toString();
  }
  return text;
}

async function follow(url: string) {
  const response = await fetch(`${url}/events`);
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.ok(response.body);
  return response.body.getReader();
}

test('each event is the whole state, however many endpoints finished meanwhile', async (context) => {
  const { url, board } = await servePage(context);
  const reader = await follow(url);
  const first = await readUntil(reader, /data: .*\n\n/);
  assert.match(first, /"running":\[\]/);
  board.start('contoso', new Date(), 1_000);
  for (let at = 0; at < 1_000; at += 1) board.endpoint('contoso', { verdict: at < 10 ? 'fail' : 'pass' });
  const progress = await readUntil(reader, /"done":1000/);
  assert.ok((progress.match(/^data:/gm)?.length ?? 0) <= 3, progress);
  assert.match(progress, /\{"schedule":"contoso","done":1000,"count":1000,"failing":10\}/);
  board.end('contoso', { run: 7, error: null });
  assert.match(await readUntil(reader, /"ended":"/), /"ended":"contoso: run 7 has ended\.","running":\[\]/);
  await reader.cancel();
});

test('only so many are followed at once, and those beyond are answered and closed', async (context) => {
  const { url } = await servePage(context);
  const readers = await Promise.all(Array.from({ length: 200 }, () => follow(url)));
  await Promise.all(readers.map((reader) => readUntil(reader, /data:/)));
  const refused = await fetch(`${url}/events`);
  assert.equal(refused.status, 503);
  await Promise.all(readers.map((reader) => reader.cancel()));
});

test('when the service stops the streams end, so that nothing holds it up', async (context) => {
  const { url, close } = await servePage(context);
  const reader = await follow(url);
  await readUntil(reader, /data:/);
  const closed = close();
  for (;;) if ((await reader.read()).done) break;
  await closed;
});
