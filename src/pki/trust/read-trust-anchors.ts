import { err, ok, type Result } from '../../model/result.ts';
import { decodeCertificate } from '../../x509/decode-certificate.ts';
import { decodeCertificates } from '../../x509/decode-certificates.ts';
import { anchorNotice } from './anchor-notice.ts';

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

/** The certificates of trust files. */
export interface TrustAnchors {
  /** DER, in order. */
  readonly anchors: readonly Uint8Array[];
  /** Which of them are no CA certificates, with file and entry: whole sentences. */
  readonly notices: readonly string[];
}

/**
 * Reads anchors from files: PEM with any number of blocks, DER, or PKCS #7. An error lists every problem of every file. A file with
 * an entry that cannot be read is refused: the store would be incomplete.
 */
export function readTrustAnchors(files: readonly TrustFile[]): Result<TrustAnchors, readonly TrustFileError[]> {
  const read = files.map(readFile);
  const problems = read.flatMap((file) => (file.ok ? [] : file.error));
  if (problems.length > 0) return err(problems);
  const anchors = read.flatMap((file) => (file.ok ? file.value.anchors : []));
  return ok({ anchors, notices: shorten(read.flatMap((file) => (file.ok ? file.value.notices : []))) });
}

/** More are not read one by one. */
const maxNotices = 10;

function shorten(notices: readonly string[]): readonly string[] {
  if (notices.length <= maxNotices) return notices;
  return [
    ...notices.slice(0, maxNotices),
    `The same applies to ${notices.length - maxNotices} more trusted certificates.`,
  ];
}

function readFile({ path, bytes }: TrustFile): Result<TrustAnchors, readonly TrustFileError[]> {
  const entries = decodeCertificates(bytes);
  if (!entries.ok) {
    const { entry, message } = entries.error;
    const where = entry === undefined ? path : `${path}, block ${entry}`;
    return err([{ path, entry, message: `${where}: ${message}` }]);
  }
  const problems: TrustFileError[] = [];
  const notices: string[] = [];
  for (const { der, entry } of entries.value) {
    const place = `${path}, certificate ${entry}`;
    const decoded = decodeCertificate(der);
    if (!decoded.ok) problems.push({ path, entry, message: `${place}: ${decoded.error.message}` });
    else {
      const notice = anchorNotice(decoded.value);
      if (notice !== undefined) notices.push(`${place}: ${notice}`);
    }
  }
  return problems.length > 0 ? err(problems) : ok({ anchors: entries.value.map(({ der }) => der), notices });
}
