import { createServer, type AddressInfo, type Socket } from 'node:net';

import type { Listener } from '../../../src/lab/tls-listener.ts';
import { type ClientHello, readClientHello } from './client-hello.ts';

/** How a peer reacts to a hello. */
export type Reaction =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** Nothing, and the connection stays open. */
  | { readonly kind: 'silence' }
  /** FIN without a word. */
  | { readonly kind: 'close' }
  | { readonly kind: 'reset' };

/** A TLS server that follows a script: it reads one hello and reacts. `connections` counts what has come in. */
export interface ScriptedPeer extends Listener {
  readonly connections: () => number;
}

/** Starts a scripted peer on a free port of `127.0.0.1`. */
export async function startScriptedPeer(react: (hello: ClientHello) => Reaction): Promise<ScriptedPeer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    play(socket, react);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { address, port } = server.address() as AddressInfo;
  return {
    address,
    port,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function play(socket: Socket, react: (hello: ClientHello) => Reaction): void {
  let received: Uint8Array = new Uint8Array();
  let hasReacted = false;
  socket.on('data', (bytes) => {
    if (hasReacted) return;
    received = Buffer.concat([received, bytes]);
    const hello = readClientHello(received);
    if (hello === undefined) return;
    hasReacted = true;
    perform(socket, react(hello));
  });
}

function perform(socket: Socket, reaction: Reaction): void {
  if (reaction.kind === 'send') socket.write(reaction.bytes);
  else if (reaction.kind === 'close') socket.end();
  else if (reaction.kind === 'reset') socket.resetAndDestroy();
}
