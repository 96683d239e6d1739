import { groupBy } from '../../model/group-by.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Certificate, Name } from '../../x509/certificate.ts';
import { decodeCertificate } from '../../x509/decode-certificate.ts';
import type { TrustStore } from '../path/path.ts';

export interface TrustStoreInput {
  readonly name: string;
  readonly source: string;
  readonly date: string | null;
  /** DER, one certificate each. */
  readonly anchors: readonly Uint8Array[];
  /** See `TrustStore`. Default: none. */
  readonly distrustAfter?: TrustStore['distrustAfter'];
}

/** Why a store could not be made. */
export interface TrustStoreError {
  readonly kind: 'broken-anchor';
  /** 1 for the first. */
  readonly entry: number;
  /** A whole sentence that names store and entry. */
  readonly message: string;
}

/**
 * Makes a store of anchors. They are decoded here; the indexes by name and by fingerprint wait until a path asks for
 * them. A certificate given twice is one anchor.
 */
export function createTrustStore({
  name,
  source,
  date,
  anchors,
  distrustAfter = {},
}: TrustStoreInput): Result<TrustStore, TrustStoreError> {
  const decoded: Certificate[] = [];
  for (const [index, der] of anchors.entries()) {
    const certificate = decodeCertificate(der);
    if (!certificate.ok) {
      const message = `Entry ${index + 1} of trust store ${name} (${source}) is not a readable certificate: ${certificate.error.message}`;
      return err({ kind: 'broken-anchor', entry: index + 1, message });
    }
    decoded.push(certificate.value);
  }
  return ok(storeOf({ name, source, date, distrustAfter }, decoded));
}

function storeOf(
  about: Pick<TrustStore, 'name' | 'source' | 'date' | 'distrustAfter'>,
  decoded: readonly Certificate[],
): TrustStore {
  const byFingerprint = lazy(() => new Map(decoded.map((certificate) => [certificate.sha256, certificate])));
  const bySubject = lazy(() => groupBySubject(byFingerprint().values()));
  return {
    ...about,
    get fingerprints() {
      return [...byFingerprint().keys()];
    },
    get anchors() {
      return [...byFingerprint().values()].map(({ der }) => der);
    },
    findBySubject: (subject) => bySubject().get(subject.key) ?? [],
    findByFingerprint: (sha256) => byFingerprint().get(sha256),
  };
}

/** Certificates, or what is known of them, by the `key` of their subject. */
export function groupBySubject<T extends { readonly subject: Name }>(
  certificates: Iterable<T>,
): ReadonlyMap<string, readonly T[]> {
  return groupBy(certificates, ({ subject }) => subject.key);
}

/** Makes it when it is first asked for. */
export function lazy<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
