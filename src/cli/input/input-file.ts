import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';

import { decodeText } from '../../model/decode-text.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { readWhole } from './read-whole.ts';

/** A file read whole. */
export interface InputFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** For the report's `inputs`. */
  readonly sha256: string;
}

/** The Mozilla store has a quarter of a megabyte in PEM; no bundle of certificates comes near. */
export const maxCertificateFileBytes = 16_777_216;

/** A targets file of a million servers has some 100 MB, and JavaScript takes texts of half a gigabyte. */
export const maxTextFileBytes = 268_435_456;

/** Reads a file of certificates. The error is a clause for the operator. */
export async function readInputFile(
  path: string,
  maxBytes: number = maxCertificateFileBytes,
): Promise<Result<InputFile, string>> {
  try {
    const read = await readWhole(path, maxBytes);
    if (!read.ok) return read;
    const bytes = read.value;
    return ok({ path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') });
  } catch (error) {
    return err(describeFileError(error));
  }
}

/** A file of text. */
export interface TextFile extends InputFile {
  readonly text: string;
}

/** Reads a file of text. */
export async function readTextFile(path: string): Promise<Result<TextFile, string>> {
  const file = await readInputFile(path, maxTextFileBytes);
  return file.ok ? ok({ ...file.value, text: decodeText(file.value.bytes) }) : file;
}

/** A file of JSON, as it stands and parsed. */
export interface JsonFile extends TextFile {
  readonly json: unknown;
}

/** Reads and parses a JSON file. */
export async function readJsonFile(path: string): Promise<Result<JsonFile, string>> {
  const file = await readTextFile(path);
  if (!file.ok) return file;
  const { text } = file.value;
  try {
    return ok({ ...file.value, json: JSON.parse(text) });
  } catch (error) {
    return err(`is not JSON: ${locate(error instanceof Error ? error.message : String(error), text)}`);
  }
}

/** V8 counts characters; people count lines. */
function locate(message: string, text: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined || message.includes('line ')) return message;
  const before = text.slice(0, Number(position)).split('\n');
  return `${message} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

const fileErrors: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'cannot be read or written: permission denied',
  EPERM: 'cannot be read or written: permission denied',
  EISDIR: 'is a folder',
  ENOTDIR: 'has a path in which one part is not a folder',
  ENOSPC: 'cannot be written: the disk is full',
  EROFS: 'is on a read-only disk',
  EBUSY: 'cannot be written: another program has it open; close it there, or name another file',
  ELOOP: 'is a symbolic link that leads back to itself',
};

/** Whether there is a file or folder of that name which this process can reach. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/** What the operating system reports of a file, as a clause to follow its name. */
export function describeFileError(error: unknown): string {
  if (!(error instanceof Error)) return `cannot be used: ${String(error)}`;
  const { code = '' } = error as NodeJS.ErrnoException;
  return fileErrors[code] ?? `cannot be used: ${error.message}`;
}
