import { connect, type Socket } from 'node:net';

import { err, ok, type Result } from '../model/result.ts';
import { socketFailure } from './socket-failure.ts';

/** Connects to a host that the operator named. The socket is destroyed by the signal, also later. The error is a clause. */
export function openSocket(
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Result<Socket, string>> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    socket.once('connect', () => resolve(ok(socket)));
    // For as long as it lives: an error without a listener ends the process.
    socket.on('error', (error) => resolve(err(describe(error))));
  });
}

function describe(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return 'its name cannot be resolved';
  return socketFailure(error).message.replace(/\.$/, '');
}
