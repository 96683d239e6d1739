import { rootCertificates } from 'node:tls';

import { createTrustStore } from '../pki/trust-store.ts';
import type { TrustStore } from '../pki/path.ts';
import { decodeCertificate } from '../x509/decode-certificate.ts';

/** The name under which trust lists and reports speak of the Mozilla store. */
export const mozillaStoreName = 'mozilla';

/**
 * The Mozilla root store as Node bundles it. Which date it is of Node does not say, only its own version; Mozilla's
 * distrust-after dates are not in it. Nothing is decoded before the first question.
 */
export function createMozillaStore(): TrustStore {
  // The version is a constant of the runtime, not of the process we run in.
  const source = `Mozilla, as bundled with Node ${process.version}`;
  let decoded: TrustStore | undefined;
  const store = (): TrustStore => {
    decoded ??= decodeRoots(source);
    return decoded;
  };
  return {
    name: mozillaStoreName,
    source,
    date: null,
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

function derOf(pem: string): Uint8Array {
  return new Uint8Array(Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64'));
}
