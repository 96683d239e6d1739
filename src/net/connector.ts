import type { InStep } from '../async/in-step.ts';
import { sleep } from '../async/sleep.ts';
import type { Result } from '../model/result.ts';
import { type Connection, connectTcp, type ConnectRequest } from './connection.ts';
import type { ConnectionFailure } from './failure.ts';

/** Opens a TCP connection; see `connectTcp`. */
export type Connect = (request: ConnectRequest) => Promise<Result<Connection, ConnectionFailure>>;

/** Other handshakes take some milliseconds; after a few of these waits many have ended. */
const firstWaitMs = 20;
const longestWaitMs = 1_000;

/** Addresses whose route is asked for. A machine has a handful of local addresses. */
const maximumRoutes = 1_024;

/**
 * Makes what opens the connections of a run. If this system itself has run short of what a socket takes (open files, buffers,
 * local ports), a connection waits for other sockets to be closed and is tried again, for as long as its signal allows.
 * `onOpened` receives the local address of the first connection to each of the first addresses: the route decides it.
 */
export function createConnector(inStep: InStep, onOpened?: (localAddress: string) => void): Connect {
  const dialed = new Set<string>();
  const noteLocalAddress = (connection: Connection, address: string): void => {
    if (onOpened === undefined || dialed.has(address) || dialed.size === maximumRoutes) return;
    dialed.add(address);
    const local = connection.localAddress();
    if (local !== undefined) onOpened(local);
  };
  return async (request) => {
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      const connected = await connectTcp(request, inStep);
      if (connected.ok) noteLocalAddress(connected.value, request.address);
      if (connected.ok || connected.error.isShortage !== true) return connected;
      await sleep(waitMs, request.signal);
      const { kind, message } = connected.error;
      if (request.signal.aborted) return { ok: false, error: { kind, message } };
    }
  };
}
