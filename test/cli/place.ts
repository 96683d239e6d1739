import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { startTlsListener } from '../../src/lab/tls-listener.ts';
import type { RunOptions } from './certmuster.ts';
import { certmuster, type Transcript } from './certmuster.ts';

/** A sound virtual server `im.contoso.com` on loopback, and a folder with the files that belong to it. */
export interface Place {
  /** Holds `root.pem`, `chain.pem` (leaf and intermediate), `leaf.der` and `targets.json`. */
  readonly folder: string;
  readonly port: number;
  /** `https://im.contoso.com:PORT`. */
  readonly url: string;
  /** TLS connections that reached the listener so far. */
  readonly connections: () => number;
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly read: (name: string) => string;
  /** Runs the command line in the folder. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Transcript>;
  readonly close: () => Promise<void>;
}

/** Sets it up with certificates for `now`. */
export async function openPlace(now = new Date()): Promise<Place> {
  const [authority, key] = await Promise.all([
    createAuthority({ organization: 'Contoso', now }),
    makeKeyPair('rsa-2048'),
  ]);
  const names = ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com'];
  const leaf = await issueServerCertificate(authority, key, { names });
  const chain = [leaf, authority.intermediate];
  const listener = await startTlsListener({ address: '127.0.0.1', chain, key });
  const gate = await startGate(listener.port);
  const folder = mkdtempSync(join(tmpdir(), 'certmuster-cli-'));
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  write('root.pem', authority.root.pem);
  write('chain.pem', chain.map(({ pem }) => pem).join(''));
  write('leaf.der', leaf.der);
  const port = gate.port;
  const url = `https://im.contoso.com:${port}`;
  write('targets.json', JSON.stringify(targetsFile(url, port)));
  return {
    folder,
    port,
    url,
    connections: gate.connections,
    write,
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    run: (args, options) => certmuster(args, { cwd: folder, ...options }),
    close: async () => {
      await gate.close();
      await listener.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A deployment of one server, with nothing wrong in it. */
export function targetsFile(url: string, httpsPort: number) {
  const store = ['contoso'];
  return {
    trustStores: { contoso: { files: ['root.pem'] } },
    deployments: [
      {
        name: 'contoso',
        trust: { internal: store, external: store, mtls: store },
        virtualServers: [{ url, servers: [{ fqdn: 'cwa01.contoso.local', address: '127.0.0.1', httpsPort }] }],
      },
    ],
  };
}

/** Passes bytes on to the listener and counts who comes: "nothing was dialed" has to be seen, not believed. */
async function startGate(to: number) {
  const { connect } = await import('node:net');
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    const onward = connect(to, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  });
  const port = await listen(server);
  return { port, connections: () => count, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

/** A peer that takes connections and never says a word. */
export async function startSilentPeer(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.resume();
  });
  const port = await listen(server);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
