import { createHash } from 'node:crypto';

import { untilAborted } from '../../async/until-aborted.ts';
import { decodeText } from '../../model/decode-text.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { startsDocument } from '../../targets/documents/starts-document.ts';
import type { ProcessContext } from '../process-context.ts';
import { describeFileError, maxTextFileBytes, type TextFile } from './input-file.ts';

type Chunks = AsyncIterable<Uint8Array | string>;

/** What standard input holds: a targets file, which was read whole, or the stream of a list. */
export type StandardInput =
  | { readonly kind: 'document'; readonly file: Result<TextFile, string> }
  /** `isEmpty`: it has ended, and there was nothing but blank lines and comments. */
  | { readonly kind: 'list'; readonly chunks: Chunks; readonly isEmpty: boolean }
  | { readonly kind: 'unreadable'; readonly error: string };

/** A first line is this long at most; what is longer is a list. */
const maxFirstLineBytes = 65_536;

/** Reads standard input as far as its first line that says something, and to its end if that begins a targets file. */
export async function openStandardInput(context: ProcessContext): Promise<StandardInput> {
  try {
    return await readStart(context);
  } catch (error) {
    return { kind: 'unreadable', error: describeFileError(error) };
  }
}

async function readStart({ stdin, signal }: ProcessContext): Promise<StandardInput> {
  let isEmpty = false;
  const chunks: AsyncIterator<Uint8Array | string> = (stdin as Chunks)[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let length = 0;
  while (length < maxFirstLineBytes) {
    const pending = chunks.next();
    const next = await untilAborted(pending, signal);
    if (next === undefined) return { kind: 'list', chunks: follow(seen, chunks, pending), isEmpty };
    if (next.done !== true) {
      const bytes = toBytes(next.value);
      seen.push(bytes);
      length += bytes.length;
    }
    const line = firstLine(decodeText(Buffer.concat(seen)), next.done === true);
    if (line !== undefined && startsDocument(line)) return { kind: 'document', file: await readRest(seen, chunks) };
    isEmpty = line === undefined && next.done === true;
    if (line !== undefined || next.done === true) break;
  }
  return { kind: 'list', chunks: follow(seen, chunks), isEmpty };
}

/** Undefined: it has not come yet, or there is none. */
function firstLine(text: string, isWhole: boolean): string | undefined {
  const lines = text.split('\n');
  if (!isWhole) lines.pop();
  return lines.map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('#'));
}

async function* follow(
  seen: readonly Uint8Array[],
  chunks: AsyncIterator<Uint8Array | string>,
  pending?: Promise<IteratorResult<Uint8Array | string>>,
): AsyncGenerator<Uint8Array | string> {
  yield* seen;
  const next = await pending;
  if (next?.done === true) return;
  if (next !== undefined) yield next.value;
  yield* { [Symbol.asyncIterator]: () => chunks };
}

async function readRest(
  seen: readonly Uint8Array[],
  chunks: AsyncIterator<Uint8Array | string>,
): Promise<Result<TextFile, string>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of follow(seen, chunks)) {
    const bytes = toBytes(chunk);
    pieces.push(bytes);
    length += bytes.length;
    if (length > maxTextFileBytes) return err(`is longer than ${maxTextFileBytes} bytes, the limit`);
  }
  const bytes = Buffer.concat(pieces);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return ok({ path: '-', bytes, sha256, text: decodeText(bytes) });
}

function toBytes(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
