import { constants } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';

import { clientKey } from './access/client-address.ts';
import { httpBounds } from './http-bounds.ts';
import type { TlsPlan } from './http-plan.ts';

/** Makes a server of Node with bounds on what clients may hold open. */
export function createNodeServer(tls: TlsPlan | undefined, listener: RequestListener): Server {
  const bounds = {
    maxHeaderSize: httpBounds.maxHeaderBytes,
    headersTimeout: httpBounds.headersTimeoutMs,
    requestTimeout: httpBounds.requestTimeoutMs,
    connectionsCheckingInterval: httpBounds.checkEveryMs,
    // Missing ones are refused with the other faults of a request.
    requireHostHeader: false,
    keepAliveTimeout: httpBounds.keepAliveMs,
  };
  const server = tls === undefined ? createServer(bounds, listener) : startTls(tls, bounds, listener);
  server.maxConnections = httpBounds.maxConnections;
  server.maxRequestsPerSocket = httpBounds.maxRequestsPerConnection;
  server.setTimeout(httpBounds.idleTimeoutMs);
  limitPerAddress(server);
  return server;
}

/** Has new connections use another certificate or other authorities; those that are open go on. */
export function replaceTls(server: Server, tls: TlsPlan): void {
  (server as TlsServer).setSecureContext(contextOf(tls));
}

function startTls(tls: TlsPlan, bounds: object, listener: RequestListener): Server {
  const { handshakeTimeoutMs: handshakeTimeout } = httpBounds;
  // Whoever shows no accepted certificate gets an answer that says so, and may still ask for /healthz.
  const clients = { requestCert: tls.clients !== undefined, rejectUnauthorized: false };
  return createTlsServer({ ...bounds, ...contextOf(tls), ...clients, handshakeTimeout }, listener);
}

function contextOf({ certificate, key, clients }: TlsPlan): TlsOptions {
  return {
    cert: certificate,
    key,
    minVersion: 'TLSv1.2',
    // A resumed session would be let in by a certificate that was judged long ago.
    secureOptions: constants.SSL_OP_NO_TICKET,
    ...(clients === undefined ? {} : { ca: clients.authorities }),
  };
}

function limitPerAddress(server: Server): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = clientKey(socket.remoteAddress);
    const count = (open.get(address) ?? 0) + 1;
    if (count > httpBounds.maxConnectionsPerAddress) {
      socket.destroy();
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
