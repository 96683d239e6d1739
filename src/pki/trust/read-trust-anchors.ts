import { err, ok, type Result } from '../../model/result.ts';
import { decodeCertificate } from '../../x509/decode-certificate.ts';
import { type CertificateEntry, decodeCertificates } from '../../x509/decode-certificates.ts';

/** A file with anchors, read by the caller. */
export interface TrustFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What is wrong with a trust file. */
export interface TrustFileError {
  readonly path: string;
  /** Number of the certificate or PEM block in the file, from 1; undefined: the file as a whole. */
  readonly entry: number | undefined;
  /** A whole sentence that names file and entry. */
  readonly message: string;
}

/**
 * Reads anchors from files: PEM with any number of blocks, DER, or PKCS #7. Gives the DER of every certificate in order,
 * or every problem of every file. A file with an entry that cannot be read is refused: the store would be incomplete.
 */
export function readTrustAnchors(
  files: readonly TrustFile[],
): Result<readonly Uint8Array[], readonly TrustFileError[]> {
  const read = files.map(readFile);
  const problems = read.flatMap((file) => (file.ok ? [] : file.error));
  return problems.length > 0 ? err(problems) : ok(read.flatMap((file) => (file.ok ? file.value : [])));
}

function readFile({ path, bytes }: TrustFile): Result<readonly Uint8Array[], readonly TrustFileError[]> {
  const entries = decodeCertificates(bytes);
  if (!entries.ok) {
    const { entry, message } = entries.error;
    const where = entry === undefined ? path : `${path}, block ${entry}`;
    return err([{ path, entry, message: `${where}: ${message}` }]);
  }
  const problems = entries.value.flatMap((entry) => findProblem(path, entry));
  return problems.length > 0 ? err(problems) : ok(entries.value.map(({ der }) => der));
}

function findProblem(path: string, { der, entry }: CertificateEntry): readonly TrustFileError[] {
  const decoded = decodeCertificate(der);
  return decoded.ok ? [] : [{ path, entry, message: `${path}, certificate ${entry}: ${decoded.error.message}` }];
}
