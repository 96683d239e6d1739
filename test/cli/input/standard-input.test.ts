import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import { openStandardInput } from '../../../src/cli/input/standard-input.ts';
import type { ProcessContext } from '../../../src/cli/process-context.ts';

const open = (stdin: Readable, signal = new AbortController().signal) =>
  openStandardInput({ stdin, signal } as ProcessContext);

async function join(chunks: AsyncIterable<Uint8Array | string>): Promise<string> {
  const pieces: string[] = [];
  for await (const chunk of chunks) pieces.push(String(typeof chunk === 'string' ? chunk : Buffer.from(chunk)));
  return pieces.join('');
}

test('a list is handed on whole, however it is cut', async () => {
  for (const chunks of [['a:443\nb:443\n'], ['#', ' x\n\n', 'a', ':443\nb', ':443'], ['']]) {
    const input = await open(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));
    assert.equal(input.kind, 'list');
    if (input.kind === 'list') assert.equal(await join(input.chunks), chunks.join(''));
  }
});

test('a targets file is read to its end, however it is cut', async () => {
  const input = await open(
    Readable.from(['# x\ntarg', 'ets:', '\n- host: a', '\n'].map((chunk) => Buffer.from(chunk))),
  );
  assert.equal(input.kind, 'document');
  if (input.kind === 'document') assert.equal(input.file.ok && input.file.value.text, '# x\ntargets:\n- host: a\n');
});

test('a first line without end is that of a list', async () => {
  const input = await open(Readable.from(Array.from({ length: 3 }, () => Buffer.alloc(50_000, 'a'))));
  assert.equal(input.kind, 'list');
  if (input.kind === 'list') assert.equal((await join(input.chunks)).length, 150_000);
});

test('an interruption before the first line ends the wait, and loses nothing', async () => {
  const controller = new AbortController();
  const stdin = new Readable({ read: () => undefined });
  const waiting = open(stdin, controller.signal);
  controller.abort();
  const input = await waiting;
  stdin.push('a:443\n');
  stdin.push(null);
  assert.equal(input.kind, 'list');
  if (input.kind === 'list') assert.equal(await join(input.chunks), 'a:443\n');
});
