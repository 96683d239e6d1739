import { createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';

export type FleetKeyKind = 'p-256' | 'rsa-2048';

/** Keys made at once: what libuv's threads can work on. */
const atOnce = 8;

/**
 * Makes `count` key pairs. RSA pairs take minutes to make, so all are kept in the system's temporary folder for the next run.
 * They protect nothing: no benchmark server is reachable from outside.
 */
export async function fleetKeys(kind: FleetKeyKind, count: number): Promise<readonly KeyPair[]> {
  const folder = join(tmpdir(), 'certmuster-bench-keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${kind}.json`);
  const pems: string[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  while (pems.length < count) {
    const batch = Math.min(atOnce, count - pems.length);
    const made = await Promise.all(Array.from({ length: batch }, () => makeKeyPair(kind)));
    pems.push(...made.map(({ pem }) => pem));
    if (pems.length % 200 === 0) writeFileSync(file, JSON.stringify(pems), { mode: 0o600 });
  }
  writeFileSync(file, JSON.stringify(pems), { mode: 0o600 });
  return pems.slice(0, count).map((pem) => readKeyPair(kind, pem));
}

function readKeyPair(kind: FleetKeyKind, pem: string): KeyPair {
  const privateKey = createPrivateKey(pem);
  return { kind, privateKey, spki: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }), pem };
}
