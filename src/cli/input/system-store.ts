import type { ProcessContext } from '../process-context.ts';
import { exists } from './input-file.ts';

/** Where systems keep their bundle of roots: the places Go's crypto/x509 looks in (root_linux.go, root_bsd.go). */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/etc/ssl/cert.pem',
  '/opt/homebrew/etc/ca-certificates/cert.pem',
] as const;

const folders = ['/etc/ssl/certs', '/etc/pki/tls/certs'] as const;

/** Files or folders of the system's roots: SSL_CERT_FILE and SSL_CERT_DIR if set, else the first usual place that exists. */
export async function systemStorePaths(environment: ProcessContext['environment']): Promise<readonly string[]> {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: directories } = environment;
  const separator = environment['OS'] === 'Windows_NT' ? ';' : ':';
  const chosen = [...(file ? [file] : []), ...(directories ? directories.split(separator).filter(Boolean) : [])];
  if (chosen.length > 0) return chosen;
  for (const path of [...bundles, ...folders]) {
    if (await exists(path)) return [path];
  }
  return [];
}
