import type { Result } from '../model/result.ts';
import { type Connection, connectTcp, type ConnectRequest } from './connection.ts';
import type { ConnectionFailure } from './failure.ts';

/** Others need some milliseconds for a handshake; after a few of these waits many have ended. */
const firstWaitMs = 20;
const longestWaitMs = 1_000;

/**
 * Opens a TCP connection. Where this system itself has run short of what a socket takes (open files, buffers, local ports)
 * it waits for other sockets to be closed and tries again, for as long as the signal allows.
 */
export async function connectPatiently(request: ConnectRequest): Promise<Result<Connection, ConnectionFailure>> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    const connected = await connectTcp(request);
    if (connected.ok || connected.error.isShortage !== true) return connected;
    await wait(waitMs, request.signal);
    const { kind, message } = connected.error;
    if (request.signal.aborted) return { ok: false, error: { kind, message } };
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    if (signal.aborted) wake();
    else signal.addEventListener('abort', wake);
  });
}
