import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpPeer {
  readonly url: URL;
  readonly received: readonly Received[];
}

/** A receiver on loopback. `answer` is given the request when its body has come; absent: 200. */
export async function startHttpPeer(
  context: TestContext,
  answer: RequestListener = (_request, response) => void response.end('ok'),
  tls?: { readonly key: string; readonly cert: string },
): Promise<HttpPeer> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      answer(request, response);
    });
  };
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http${tls === undefined ? '' : 's'}://127.0.0.1:${port}/hook/T0PSECRET?key=K3Y`), received };
}
