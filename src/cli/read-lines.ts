import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';

/** Lines of a file, read as they are asked for. Throws what the file system throws. */
export function readFileLines(path: string, onBytes?: (bytes: Uint8Array) => void): AsyncGenerator<string> {
  return readLines(createReadStream(path), onBytes);
}

/** Lines of a stream, without their ends: UTF-8, or UTF-16 as PowerShell's `>` writes it. The last one need not have any. */
export async function* readLines(stream: Readable, onBytes?: (bytes: Uint8Array) => void): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  // Pieces of a long line are joined once, when its end is seen.
  let pieces: string[] = [];
  for await (const chunk of stream) {
    const bytes: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    onBytes?.(bytes);
    decoder ??= new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8');
    const parts = decoder.decode(bytes, { stream: true }).split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      yield withoutReturn([...pieces, part].join(''));
      pieces = [];
    }
    if (rest !== '') pieces.push(rest);
  }
  const last = [...pieces, decoder?.decode() ?? ''].join('');
  if (last !== '') yield withoutReturn(last);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
