import { execFileSync } from 'node:child_process';
import { type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A self-signed certificate with its key, on disk for servers and in memory for assertions. */
export interface TestCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly der: Uint8Array;
  readonly publicKey: KeyObject;
}

export interface CertificateFolder {
  readonly path: string;
  /** `newkey` as `openssl req` takes it, for instance `rsa:2048` or `ec:prime256v1` or `ed25519`. */
  make(name: string, newkey: string, ...more: readonly string[]): TestCertificate;
  remove(): void;
}

/** A folder of certificates made with the openssl command, to be removed after the tests. */
export function createCertificateFolder(): CertificateFolder {
  const path = mkdtempSync(join(tmpdir(), 'certmuster-tls-'));
  return {
    path,
    make: (name, newkey, ...more) => makeCertificate(path, name, newkey, more),
    remove: () => rmSync(path, { recursive: true }),
  };
}

function makeCertificate(path: string, name: string, newkey: string, more: readonly string[]): TestCertificate {
  const certificateFile = join(path, `${name}.pem`);
  const keyFile = join(path, `${name}.key`);
  const key = newkey.startsWith('ec:')
    ? ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${newkey.slice(3)}`]
    : ['-newkey', newkey];
  execFileSync(
    'openssl',
    // biome-ignore format: one option a group
    ['req', '-x509', ...key, '-nodes', '-days', '3650', '-subj', `/CN=${name}.test`, '-keyout', keyFile, '-out', certificateFile, ...more],
    { stdio: 'pipe' },
  );
  const certificate = new X509Certificate(readFileSync(certificateFile));
  const publicKey = certificate.publicKey;
  return { certificateFile, keyFile, der: new Uint8Array(certificate.raw), publicKey };
}
