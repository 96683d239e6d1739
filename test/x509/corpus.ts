import { existsSync, readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { gunzipSync } from 'node:zlib';

import type { Certificate } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { repositoryPath } from '../repository-path.ts';

interface LimboCase {
  readonly peer_certificate: string;
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
}

/** Beside the checkout, or where `CERTMUSTER_LIMBO` says. */
const limboPath = process.env['CERTMUSTER_LIMBO'] ?? repositoryPath('../shared/limbo/limbo-dev.json.gz');

/** Why the tests over the corpus do not run; false where they do. A path that was given and is wrong is no reason. */
export const corpusIsMissing =
  existsSync(limboPath) || process.env['CERTMUSTER_LIMBO'] !== undefined
    ? false
    : `THE X509-LIMBO CORPUS IS NOT AT ${limboPath}: NOTHING WAS COMPARED WITH IT. Set CERTMUSTER_LIMBO.`;

/** Node's own root store, decoded by us. */
export function decodedRoots(): readonly Certificate[] {
  return decodeAll(rootCertificates);
}

/** Every different certificate of the path validation corpus and of Node's own root store, decoded by us. */
export function decodedCorpus(): readonly Certificate[] {
  const text = gunzipSync(readFileSync(limboPath)).toString('utf8');
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
