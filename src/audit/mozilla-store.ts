import { rootCertificates } from 'node:tls';

import type { TrustStore } from '../pki/path.ts';
import { createTrustStore } from '../pki/trust-store.ts';
import { decodeCertificate } from '../x509/decode-certificate.ts';

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
 * for certain is that it is no older than its newest root. Nothing is decoded before the first question. `name` is what the
 * operator calls it.
 */
export function createMozillaStore(name: string = mozillaStoreName): TrustStore {
  // The version is a constant of the runtime, not of the process we run in.
  const source = `${sourcePrefix}${process.version}`;
  let decoded: TrustStore | undefined;
  const store = (): TrustStore => {
    decoded ??= decodeRoots(source);
    return decoded;
  };
  return {
    name,
    source,
    get date() {
      return dateOf(store());
    },
    get fingerprints() {
      return store().fingerprints;
    },
    get anchors() {
      return store().anchors;
    },
    findBySubject: (name) => store().findBySubject(name),
    findByFingerprint: (sha256) => store().findByFingerprint(sha256),
  };
}

/** A root of a future Node that we cannot read is left out: the others still count. */
function decodeRoots(source: string): TrustStore {
  const about = { name: mozillaStoreName, source, date: null };
  const anchors = rootCertificates.map(derOf);
  const whole = createTrustStore({ ...about, anchors });
  if (whole.ok) return whole.value;
  const readable = createTrustStore({ ...about, anchors: anchors.filter((der) => decodeCertificate(der).ok) });
  if (readable.ok) return readable.value;
  throw new Error(readable.error.message);
}

/** The day the newest root was made, as `2025-01-31`. */
function dateOf({ fingerprints, findByFingerprint }: TrustStore): string | null {
  const made = fingerprints.map((sha256) => findByFingerprint(sha256)?.notBefore.getTime() ?? 0);
  const newest = made.reduce((a, b) => Math.max(a, b), 0);
  return newest === 0 ? null : new Date(newest).toISOString().slice(0, 10);
}

function derOf(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64'));
}
