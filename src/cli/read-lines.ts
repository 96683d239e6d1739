import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Lines of a file, read as they are asked for. Throws what the file system throws. */
export async function* readFileLines(path: string, onBytes?: (bytes: Uint8Array) => void): AsyncGenerator<string> {
  const stream = createReadStream(path);
  if (onBytes !== undefined) stream.on('data', (chunk) => onBytes(Buffer.from(chunk)));
  yield* readLines(stream);
}

/** Lines of a stream, without their ends. */
export async function* readLines(stream: Readable): AsyncGenerator<string> {
  // readline swallows errors of its input; what it did not read has to be an error here.
  let failure: unknown;
  stream.on('error', (error) => {
    failure = error;
    lines.close();
  });
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  yield* lines;
  if (failure !== undefined) throw failure;
}
