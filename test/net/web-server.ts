import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A web server on loopback that remembers what it was asked. */
export interface WebServer {
  readonly port: number;
  readonly address: string;
  /** `http://ADDRESS:PORT`, without a slash at its end. */
  readonly origin: string;
  readonly requests: IncomingMessage[];
  close(): Promise<void>;
}

/** Starts a server on an ephemeral port; with a key and a certificate it speaks https. */
export async function startWebServer(
  answer: RequestListener,
  options: { readonly address?: string; readonly tls?: { readonly key: string; readonly cert: string } } = {},
): Promise<WebServer> {
  const { address = '127.0.0.1', tls } = options;
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    answer(request, response);
  };
  const server: Server | SecureServer = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve) => {
    server.listen(0, address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address,
    origin: `${tls === undefined ? 'http' : 'https'}://${address}:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
