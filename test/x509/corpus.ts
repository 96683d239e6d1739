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

/** Every different certificate of the path validation corpus and of Node's own root store, as DER. */
export function corpusCertificates(): readonly Uint8Array[] {
  const pems = readLimbo().flatMap((one) => [
    one.peer_certificate,
    ...one.trusted_certs,
    ...one.untrusted_intermediates,
  ]);
  return [...new Set([...pems, ...rootCertificates].map(base64Of))].map(
    (text) => new Uint8Array(Buffer.from(text, 'base64')),
  );
}

/** Where the corpus is: beside the checkout, or where `CERTMUSTER_LIMBO` says. */
export function limboPath(): string {
  return process.env['CERTMUSTER_LIMBO'] ?? repositoryPath('../shared/limbo/limbo-dev.json.gz');
}

function readLimbo(): readonly LimboCase[] {
  const path = limboPath();
  if (!existsSync(path)) {
    throw new Error(`The x509-limbo corpus is not at ${path}. Put it there or set CERTMUSTER_LIMBO to its path.`);
  }
  return (JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as { readonly testcases: LimboCase[] }).testcases;
}

function base64Of(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '');
}

/** The corpus decoded by us; throws where a certificate does not decode. */
export function decodedCorpus(): readonly Certificate[] {
  return corpusCertificates().map((der) => {
    const decoded = decodeCertificate(der);
    if (!decoded.ok) throw new Error(`${decoded.error.message} (byte ${decoded.error.offset})`);
    return decoded.value;
  });
}
