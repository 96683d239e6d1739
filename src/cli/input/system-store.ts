import { posix, win32 } from 'node:path';
import process from 'node:process';
import tls from 'node:tls';

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

/** Where the roots of a system are. */
export type SystemStore =
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  /** In a store that is no file; `name`: what people call it. */
  | { readonly kind: 'certificates'; readonly name: string; readonly pem: string }
  /** The error, a clause. */
  | { readonly kind: 'none'; readonly why: string };

/** What it needs of the system. */
export interface StoreSystem {
  readonly platform: NodeJS.Platform;
  /** Certificates in PEM of the store of Windows or macOS; undefined: this Node is older than 22.15. */
  readonly readStore: ((type: 'system') => readonly string[]) | undefined;
}

const thisSystem: StoreSystem = {
  platform: process.platform,
  readStore: (tls as { readonly getCACertificates?: StoreSystem['readStore'] }).getCACertificates,
};

/**
 * Finds the system's roots: SSL_CERT_FILE and SSL_CERT_DIR if set, else the store of Windows or macOS, else the first usual file or folder
 * that exists. On Windows no usual place is looked at: `/etc` would be a folder of the current drive, which anybody can make.
 */
export async function findSystemStore(
  environment: ProcessContext['environment'],
  { platform, readStore }: StoreSystem = thisSystem,
): Promise<SystemStore> {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: directories } = environment;
  const { delimiter } = platform === 'win32' ? win32 : posix;
  const chosen = [...(file ? [file] : []), ...(directories ? directories.split(delimiter).filter(Boolean) : [])];
  if (chosen.length > 0) return { kind: 'paths', paths: chosen };
  const name = storeNames[platform];
  if (name !== undefined && readStore !== undefined) {
    return { kind: 'certificates', name, pem: readStore('system').join('\n') };
  }
  if (platform === 'win32') {
    const next = 'use it, or set SSL_CERT_FILE or SSL_CERT_DIR';
    return { kind: 'none', why: `the Windows certificate store can be read only by Node.js 22.15 or newer; ${next}` };
  }
  for (const path of [...bundles, ...folders]) {
    if (await exists(path)) return { kind: 'paths', paths: [path] };
  }
  return { kind: 'none', why: 'no system store was found; set SSL_CERT_FILE or SSL_CERT_DIR' };
}

const storeNames: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'the Windows certificate store',
  darwin: 'the macOS keychains',
};
