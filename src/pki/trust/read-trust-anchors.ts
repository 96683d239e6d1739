import { anyExtendedKeyUsage } from '../../model/extended-key-usages.ts';
import { serverAuth } from '../../model/extended-key-usages.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { decodeCertificate } from '../../x509/decode-certificate.ts';
import { type CertificateEntry, decodeCertificates } from '../../x509/decode-certificates.ts';
import type { TrustSettings } from '../../x509/trust-settings.ts';
import { nameOf } from '../name-of.ts';
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
  /** What the operator should know, with file and entry: which certificates are no CAs, and which are left out. Whole sentences. */
  readonly notices: readonly string[];
}

/**
 * Reads anchors from files: PEM with any number of blocks, DER, or PKCS #7. A certificate that OpenSSL's trust settings do not trust
 * for TLS servers is no anchor. An error lists every problem of every file. A file with an entry that cannot be read is refused:
 * the store would be incomplete.
 */
export function readTrustAnchors(files: readonly TrustFile[]): Result<TrustAnchors, readonly TrustFileError[]> {
  const read = files.map(readFile);
  const problems = read.flatMap((file) => (file.ok ? [] : file.error));
  if (problems.length > 0) return err(problems);
  const certificates = read.flatMap((file) => (file.ok ? file.value : []));
  const notices = certificates.flatMap((certificate) => certificate.notice ?? []);
  return ok({
    anchors: certificates.flatMap(({ der, isTrusted }) => (isTrusted ? [der] : [])),
    notices: [
      ...shorten(
        notices.filter(({ about }) => about === 'untrusted'),
        'certificates that are not trusted for servers',
      ),
      ...shorten(
        notices.filter(({ about }) => about === 'anchor'),
        'trusted certificates',
      ),
    ],
  });
}

/** A certificate of a trust file. */
interface TrustEntry {
  readonly der: Uint8Array;
  readonly isTrusted: boolean;
  readonly notice: Notice | undefined;
}

interface Notice {
  readonly about: 'anchor' | 'untrusted';
  readonly message: string;
}

/** More are not read one by one. */
const maxNotices = 10;

function shorten(notices: readonly Notice[], others: string): readonly string[] {
  const messages = notices.slice(0, maxNotices).map(({ message }) => message);
  if (notices.length <= maxNotices) return messages;
  return [...messages, `The same applies to ${notices.length - maxNotices} more ${others}.`];
}

function readFile({ path, bytes }: TrustFile): Result<readonly TrustEntry[], readonly TrustFileError[]> {
  const entries = decodeCertificates(bytes);
  if (!entries.ok) {
    const { entry, message } = entries.error;
    const where = entry === undefined ? path : `${path}, block ${entry}`;
    return err([{ path, entry, message: `${where}: ${message}` }]);
  }
  const read = entries.value.map((entry) => readEntry(entry, `${path}, certificate ${entry.entry}`));
  const problems = read.flatMap((each, index) =>
    each.ok ? [] : [{ path, entry: entries.value[index]?.entry, message: each.error }],
  );
  return problems.length > 0 ? err(problems) : ok(read.flatMap((each) => (each.ok ? [each.value] : [])));
}

function readEntry({ der, trustSettings }: CertificateEntry, place: string): Result<TrustEntry, string> {
  const decoded = decodeCertificate(der);
  if (!decoded.ok) return err(`${place}: ${decoded.error.message}`);
  if (trustSettings?.ok === false) {
    return err(`${place}: The trust settings after the certificate are malformed: ${trustSettings.error.message}`);
  }
  const reason = trustSettings === undefined ? undefined : whyUntrusted(trustSettings.value);
  if (reason !== undefined) {
    const message = `${place}: ${nameOf(decoded.value)} is not trusted, because its trust settings ${reason}.`;
    return ok({ der, isTrusted: false, notice: { about: 'untrusted', message } });
  }
  const notice = anchorNotice(decoded.value);
  return ok({
    der,
    isTrusted: true,
    notice: notice === undefined ? undefined : { about: 'anchor', message: `${place}: ${notice}` },
  });
}

/** Why OpenSSL would not trust a certificate for TLS servers (`X509_check_trust`): anyExtendedKeyUsage counts as every use. */
function whyUntrusted({ trusted, rejected }: TrustSettings): string | undefined {
  const includesServers = (uses: readonly string[]): boolean =>
    uses.includes(serverAuth) || uses.includes(anyExtendedKeyUsage);
  if (includesServers(rejected)) return 'reject it for server authentication';
  return trusted === undefined || includesServers(trusted)
    ? undefined
    : 'trust it for other purposes only, not for server authentication';
}
