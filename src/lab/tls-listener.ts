import type { AddressInfo } from 'node:net';
import { createSecureContext, createServer, type SecureContextOptions, type TlsOptions } from 'node:tls';

import type { KeyPair } from './key-pair.ts';

/** What a listener presents: the certificates in wire order, and the key of the first one. */
export interface Presentation {
  readonly chain: readonly PresentedCertificate[];
  readonly key: KeyPair;
}

/** A certificate in both of its forms. */
export interface PresentedCertificate {
  readonly der: Uint8Array;
  readonly pem: string;
}

export interface TlsListenerOptions extends Presentation {
  /** Address to listen on. */
  readonly address: string;
  /** Default: any free one. */
  readonly port?: number;
  /** What is presented instead to clients that send this server name. */
  readonly byServerName?: ReadonlyMap<string, Presentation>;
  /** Ask for a client certificate, naming these authorities; an empty list names none. */
  readonly clientAuthorities?: readonly PresentedCertificate[];
  /** Further settings of node:tls, for instance `maxVersion` or `ciphers`. */
  readonly settings?: TlsOptions;
}

export interface Listener {
  readonly address: string;
  readonly port: number;
  /** Closes the socket and every connection. */
  close(): Promise<void>;
}

/** Starts a TLS server on loopback that shakes hands and hangs up. */
export async function startTlsListener(options: TlsListenerOptions): Promise<Listener> {
  const { address, port = 0, byServerName, clientAuthorities, settings = {} } = options;
  const contextOf = (own: Presentation) => createSecureContext({ ...settings, ...identity(own) });
  const contexts = new Map([...(byServerName ?? [])].map(([name, own]) => [name, contextOf(own)]));
  const server = createServer({
    ...settings,
    ...identity(options),
    ...(clientAuthorities === undefined ? {} : { requestCert: true, rejectUnauthorized: false }),
    ...(clientAuthorities?.length ? { ca: clientAuthorities.map(({ pem }) => pem) } : {}),
    SNICallback: (name, done) => done(null, contexts.get(name.toLowerCase())),
  });
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    socket.end();
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  const bound = server.address() as AddressInfo;
  return {
    address: bound.address,
    port: bound.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function identity({ chain, key }: Presentation): SecureContextOptions {
  return { cert: chain.map(({ pem }) => pem).join(''), key: key.pem };
}
