import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

import { textEncodingOf } from '../../model/decode-text.ts';

/** An observation with every CRL that was fetched fits many times over; JavaScript takes texts of twice this length. */
const maxLineCharacters = 268_435_456;

/**
 * Lines of a file, read as they are asked for. Throws what the file system throws, and refuses anything but a file: lists are
 * read twice, and a pipe without a writer would never come to its end.
 */
export async function* readFileLines(path: string, onBytes?: (bytes: Uint8Array) => void): AsyncGenerator<string> {
  const stats = await stat(path);
  const isRead = stats.isFile() || stats.isDirectory();
  if (!isRead) throw new Error('it is not a file; use - to read a pipe as standard input');
  yield* readLines(createReadStream(path), onBytes);
}

/**
 * Lines of a stream, without their ends: UTF-8 or UTF-16 (`textEncodingOf`). The last one need not have any. A
 * line of more than `maxCharacters` is cut there, which makes it a wrong one, and costs no more memory.
 */
export async function* readLines(
  stream: AsyncIterable<Uint8Array | string>,
  onBytes?: (bytes: Uint8Array) => void,
  maxCharacters: number = maxLineCharacters,
): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  // Pieces of a long line are joined once, when its end is seen.
  let pieces: string[] = [];
  let characters = 0;
  const add = (piece: string): void => {
    const kept = piece.slice(0, Math.max(0, maxCharacters - characters));
    if (kept !== '') pieces.push(kept);
    characters += kept.length;
  };
  const takeLine = (): string => {
    const line = withoutReturn(pieces.join(''));
    pieces = [];
    characters = 0;
    return line;
  };
  for await (const bytes of withWholeStart(stream)) {
    onBytes?.(bytes);
    decoder ??= new TextDecoder(textEncodingOf(bytes));
    const parts = decoder.decode(bytes, { stream: true }).split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      add(part);
      yield takeLine();
    }
    add(rest);
  }
  add(decoder?.decode() ?? '');
  if (characters > 0) yield takeLine();
}

/** The stream in bytes. The first piece has at least two, which tell the encoding; a pipe may bring them one by one. */
async function* withWholeStart(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of stream) {
    const bytes: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (start === undefined) yield bytes;
    else if (start.length + bytes.length < 2) start = Buffer.concat([start, bytes]);
    else {
      yield start.length === 0 ? bytes : Buffer.concat([start, bytes]);
      start = undefined;
    }
  }
  if (start !== undefined && start.length > 0) yield start;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
