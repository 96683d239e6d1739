import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A server on loopback that handles each connection by a script. */
export interface ScriptedServer {
  readonly port: number;
  /** How many connections came. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Starts one. `address` is 127.0.0.1 unless it is given. */
export async function startScripted(script: (socket: Socket) => void, address = '127.0.0.1'): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    script(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, address, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A proxy that works, with names of its own. */
export interface WorkingProxy extends ScriptedServer {
  /** What it was asked for: `HOST:PORT`, or the first line of a request that it forwarded. */
  readonly asked: string[];
  /** The bytes that clients sent before the tunnel stood. */
  readonly heard: () => string;
}

/** An HTTP proxy that knows where its names lead: `port` of 127.0.0.1. It forwards requests with a URL, too. */
export async function startHttpProxy(names: Readonly<Record<string, number>>, login?: string): Promise<WorkingProxy> {
  const asked: string[] = [];
  let heard = '';
  const server = await startScripted((socket) => {
    let head = '';
    const onData = (data: Buffer): void => {
      head += data.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', onData);
      heard += head;
      const [first = ''] = head.split('\r\n');
      const [method = '', place = ''] = first.split(' ');
      const isTunnel = method === 'CONNECT';
      const authority = isTunnel ? place : new URL(place).host;
      asked.push(isTunnel ? authority : first);
      const expected = login === undefined ? undefined : Buffer.from(login).toString('base64');
      if (
        expected !== undefined &&
        !head.includes(`\r\nProxy-Authorization: Basic ${expected}\r\n`) &&
        !head.includes(`\r\nproxy-authorization: Basic ${expected}\r\n`)
      ) {
        socket.end('HTTP/1.1 407 Who are you?\r\nProxy-Authenticate: Basic realm="t"\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const port = names[authority];
      if (port === undefined) {
        socket.end('HTTP/1.1 503 No such host\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const onward = connect(port, '127.0.0.1');
      onward.on('error', () => socket.destroy());
      if (isTunnel) socket.write('HTTP/1.1 200 OK\r\n\r\n');
      else onward.write(head.replace(place, new URL(place).pathname));
      socket.pipe(onward).pipe(socket);
    };
    socket.on('data', onData);
  });
  return { ...server, asked, heard: () => heard };
}
