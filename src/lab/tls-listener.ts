import { type AddressInfo, createServer as createPlainServer, type Server as PlainServer, type Socket } from 'node:net';
import {
  createSecureContext,
  createServer,
  type SecureContextOptions,
  type Server as TlsServer,
  type TlsOptions,
} from 'node:tls';

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
  /** What is said in plain text first: resolves to the stream on which TLS begins, undefined to hang up. Absent: TLS begins at once. */
  readonly beforeTls?: (socket: Socket) => Promise<NodeJS.ReadWriteStream | undefined>;
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
  const { address, port = 0, byServerName, clientAuthorities, beforeTls, settings = {} } = options;
  const contextOf = (own: Presentation) => createSecureContext({ ...settings, ...identity(own) });
  const contexts = new Map([...(byServerName ?? [])].map(([name, own]) => [name, contextOf(own)]));
  const server = createServer({
    ...settings,
    ...identity(options),
    ...(clientAuthorities === undefined ? {} : { requestCert: true, rejectUnauthorized: false }),
    ...(clientAuthorities?.length ? { ca: clientAuthorities.map(({ pem }) => pem) } : {}),
    SNICallback: (name, done) => done(null, contexts.get(name.toLowerCase())),
  });
  const listening = beforeTls === undefined ? server : listenInPlainText(beforeTls, server);
  const sockets = new Set<{ destroy(): unknown }>();
  listening.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    socket.end();
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    listening.once('error', reject);
    listening.listen(port, address, resolve);
  });
  const bound = listening.address() as AddressInfo;
  return {
    address: bound.address,
    port: bound.port,
    close: () =>
      new Promise((resolve) => {
        listening.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Hands each connection to the TLS server when the words before TLS are said. */
function listenInPlainText(beforeTls: NonNullable<TlsListenerOptions['beforeTls']>, server: TlsServer): PlainServer {
  return createPlainServer((socket) => {
    socket.on('error', () => socket.destroy());
    beforeTls(socket).then(
      (stream) => (stream === undefined ? socket.destroy() : server.emit('connection', stream)),
      () => socket.destroy(),
    );
  });
}

function identity({ chain, key }: Presentation): SecureContextOptions {
  return { cert: chain.map(({ pem }) => pem).join(''), key: key.pem };
}
