import { rootCertificates } from 'node:tls';

import type { TrustStore } from '../path/path.ts';
import { groupBySubject, lazy } from './trust-store.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { decodeCertificate } from '../../x509/decode-certificate.ts';
import { type CertificatePeek, peekCertificate } from '../../x509/peek-certificate.ts';
import { sha256Hex } from '../../x509/der/sha256-hex.ts';

/** The name under which trust lists and reports speak of the Mozilla store. */
export const mozillaStoreName = 'mozilla';

/** How the source of every Mozilla store begins, whatever Node bundled it and whatever name a targets file gave it. */
const sourcePrefix = 'Mozilla, as bundled with Node ';

/** What whoever reads a report has to know of the store; see docs/trust.md. */
export const mozillaStoreNotice =
  'The date of the Mozilla store is that of its newest root. Its distrust-after dates are not in it: a certificate issued past one counts as publicly trusted here and not in a browser.';

/** Whether a store is Mozilla's, also one read back from a saved run. */
export function isMozillaStore({ source }: Pick<TrustStore, 'source'>): boolean {
  return source.startsWith(sourcePrefix);
}

/**
 * The Mozilla root store as Node bundles it. Node says neither its date nor its NSS version at run time; what can be said
 * for certain is that it is no older than its newest root. Nothing is read before the first question, and a root is decoded
 * when a path asks for it: a run needs none, or a few of 150. `name` is what the operator calls it.
 */
export function createMozillaStore(name: string = mozillaStoreName): TrustStore {
  const roots = lazy(readRoots);
  const byFingerprint = lazy(() => new Map(roots().map((root) => [sha256Hex(root.der), root])));
  const bySubject = lazy(() => groupBySubject(roots()));
  return {
    name,
    // The version is a constant of the runtime, not of the process we run in.
    source: `${sourcePrefix}${process.version}`,
    get date() {
      return newestDay(roots());
    },
    get fingerprints() {
      return [...byFingerprint().keys()];
    },
    get anchors() {
      return roots().flatMap(({ der, decode }) => (decode() === undefined ? [] : [der]));
    },
    findBySubject: (subject) => (bySubject().get(subject.key) ?? []).flatMap(({ decode }) => decode() ?? []),
    findByFingerprint: (sha256) => byFingerprint().get(sha256)?.decode(),
  };
}

/** A root, decoded at most once. */
interface Root extends CertificatePeek {
  readonly der: Uint8Array;
  readonly decode: () => Certificate | undefined;
}

/** A root of a future Node that we cannot read is left out: the others still count. */
function readRoots(): readonly Root[] {
  return rootCertificates.map(derOf).flatMap((der) => {
    const peek = peekCertificate(der);
    if (!peek.ok) return [];
    const decoded = lazy(() => decodeCertificate(der));
    const decode = (): Certificate | undefined => {
      const certificate = decoded();
      return certificate.ok ? certificate.value : undefined;
    };
    return [{ ...peek.value, der, decode }];
  });
}

/** As `2025-01-31`. */
function newestDay(roots: readonly Root[]): string | null {
  const newest = roots.reduce((day, { notBefore }) => Math.max(day, notBefore.getTime()), 0);
  return newest === 0 ? null : new Date(newest).toISOString().slice(0, 10);
}

function derOf(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64'));
}
