import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import type { TargetsFile } from '../../src/model/targets-file.ts';
import { createAuthority, issueServerCertificate } from '../forge/certificate-authority.ts';
import type { IssuedCertificate } from '../forge/issue-certificate.ts';
import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';
import type { Animal, Stall } from './animal.ts';
import { animals } from './animals.ts';
import { Visit } from './visit.ts';

/** Every animal on a port of its own, and what an operator would write to audit them. */
export interface Zoo {
  /** One target an animal, in the order of `animals`; the trust store is `zoo`. */
  readonly targets: TargetsFile;
  /** PEM text by the file name that the targets file uses. */
  readonly trustFiles: ReadonlyMap<string, string>;
  /** Nothing is ever looked up: each target says its address. */
  readonly resolve: ReadonlyMap<string, readonly string[]>;
  readonly animals: readonly Animal[];
  /** What the animals present, for neighbours of theirs. */
  readonly presented: {
    readonly root: IssuedCertificate;
    readonly intermediate: IssuedCertificate;
    readonly leaf: IssuedCertificate;
    readonly key: KeyPair;
  };
  close(): Promise<void>;
}

const rootFile = 'zoo-root.pem';

/** Starts the zoo on loopback; an aborted signal closes it. Certificates are made for `now`. */
export async function startZoo(options: { readonly now: Date; readonly signal?: AbortSignal }): Promise<Zoo> {
  const [authority, key, otherKey] = await Promise.all([
    createAuthority({ organization: 'Zoo', now: options.now }),
    makeKeyPair('p-256'),
    makeKeyPair('p-256'),
  ]);
  const leaf = issueServerCertificate(authority, key, {
    names: ['*.zoo.test'],
    changes: { keyUsage: ['digitalSignature'] },
  });
  const { root, intermediate } = authority;
  const stall: Stall = { chain: [leaf.der, intermediate.der], key, otherKey, issuer: intermediate, now: options.now };
  const cages = await Promise.all(animals.map((animal) => startCage(animal, stall)));
  const close = async (): Promise<void> => {
    await Promise.all(cages.map((cage) => cage.close()));
  };
  options.signal?.addEventListener('abort', () => void close(), { once: true });
  if (options.signal?.aborted) await close();
  return {
    targets: {
      trustStores: { zoo: { files: [rootFile] } },
      targets: animals.map(({ name }, index) => ({
        host: `${name}.zoo.test`,
        port: cages[index]?.port ?? 0,
        address: loopback,
        policy: 'tls-server',
        trust: ['zoo'],
      })),
    },
    trustFiles: new Map([[rootFile, root.pem]]),
    resolve: new Map(),
    animals,
    presented: { root, intermediate, leaf, key },
    close,
  };
}

const loopback = '127.0.0.1';

interface Cage {
  readonly port: number;
  close(): Promise<void>;
}

async function startCage(animal: Animal, stall: Stall): Promise<Cage> {
  const sockets = new Set<Socket>();
  // Half open connections stay: some animals never answer a FIN.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // An animal whose visitor left in the middle has nothing more to do.
    animal.behave(new Visit(socket), stall).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, loopback, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeCage(server, sockets) };
}

function closeCage(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
