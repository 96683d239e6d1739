import { createHash } from 'node:crypto';

import { err, ok, type Result } from '../model/result.ts';
import { decodeCertificates } from '../x509/decode-certificates.ts';
import { describeFileError, type InputFile, readInputFile } from './input-file.ts';
import type { World } from './world.ts';

/** No chain of certificates is this long; standard input may be anything. */
const maxInputBytes = 16 * 1024 * 1024;

/** Certificates of a file, or of standard input, as they stand there. The error is a clause. */
export async function readChain(
  path: string,
  world: World,
): Promise<Result<{ readonly file: InputFile; readonly certificates: readonly Uint8Array[] }, string>> {
  const file = path === '-' ? await readStandardInput(world) : await readInputFile(path);
  if (!file.ok) return file;
  const certificates = decodeCertificates(file.value.bytes);
  if (!certificates.ok) return err(certificates.error.message);
  return ok({ file: file.value, certificates: certificates.value.map(({ der }) => der) });
}

async function readStandardInput({ stdin }: World): Promise<Result<InputFile, string>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of stdin) {
      pieces.push(piece);
      length += piece.length;
      if (length > maxInputBytes)
        return err(`is longer than ${maxInputBytes} bytes, which no chain of certificates is`);
    }
  } catch (error) {
    return err(describeFileError(error));
  }
  const bytes = Buffer.concat(pieces);
  return ok({ path: '-', bytes, sha256: createHash('sha256').update(bytes).digest('hex') });
}
