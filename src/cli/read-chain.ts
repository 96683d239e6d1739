import { createHash } from 'node:crypto';

import { err, ok, type Result } from '../model/result.ts';
import type { Certificate } from '../x509/certificate.ts';
import { decodeCertificate } from '../x509/decode-certificate.ts';
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
  const ders = certificates.value.map(({ der }) => der);
  return ok({ file: file.value, certificates: isOrdered(file.value.bytes) ? ders : leafFirst(ders) });
}

/** PEM blocks stand in the order in which a server would send them, which is judged; PKCS #7 keeps a SET. */
function isOrdered(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes('CERTIFICATE-----');
}

/** Where the first certificate is a CA's and exactly one is not, that one is the leaf. */
function leafFirst(ders: readonly Uint8Array[]): readonly Uint8Array[] {
  const decoded = ders.map((der) => decodeCertificate(der));
  const [first] = decoded;
  if (!first?.ok || !isCa(first.value)) return ders;
  const leaves = decoded.flatMap((each, index) => (each.ok && !isCa(each.value) ? [index] : []));
  const leaf = leaves.length === 1 ? ders[leaves[0] ?? 0] : undefined;
  return leaf === undefined ? ders : [leaf, ...ders.filter((der) => der !== leaf)];
}

function isCa({ extensions }: Certificate): boolean {
  const constraints = extensions.basicConstraints;
  return constraints?.ok === true && constraints.value.ca;
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
