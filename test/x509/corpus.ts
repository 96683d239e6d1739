import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { gunzipSync } from 'node:zlib';

import type { Certificate } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { limboCorpus } from '../corpora.ts';

interface LimboCase {
  readonly peer_certificate: string;
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
}

/** Node's own root store, decoded by us. */
export function decodedRoots(): readonly Certificate[] {
  return decodeAll(rootCertificates);
}

/** Every different certificate of the path validation corpus and of Node's own root store, decoded by us. */
export function decodedCorpus(): readonly Certificate[] {
  const text = gunzipSync(readFileSync(limboCorpus.path)).toString('utf8');
  const { testcases } = JSON.parse(text) as { readonly testcases: readonly LimboCase[] };
  const presented = testcases.flatMap((one) => [
    one.peer_certificate,
    ...one.trusted_certs,
    ...one.untrusted_intermediates,
  ]);
  return decodeAll([...presented, ...rootCertificates]);
}

/** Decodes each different one; throws where one does not decode. */
function decodeAll(pems: readonly string[]): readonly Certificate[] {
  const texts = new Set(pems.map((pem) => pem.replace(/-----[^-]+-----|\s/g, '')));
  return [...texts].map((text) => {
    const decoded = decodeCertificate(Buffer.from(text, 'base64'));
    if (!decoded.ok) throw new Error(`${decoded.error.message} (byte ${decoded.error.offset})`);
    return decoded.value;
  });
}
