import type { InStep } from '../async/in-step.ts';
import { sleep } from '../async/sleep.ts';
import { err, type Result } from '../model/result.ts';
import { type AddressFamilies, describeLack, type FamilyLack } from './address-families.ts';
import { type Connection, connectTcp, type ConnectRequest } from './connection.ts';
import type { ConnectionFailure } from './failure.ts';

export interface ConnectorOptions {
  /** What this machine can dial. */
  readonly families: AddressFamilies;
  /** Receives the local address of the first connection to each of the first addresses: the route decides it. */
  readonly onOpened?: ((localAddress: string) => void) | undefined;
}

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
 * What it lacks for good, an address of the family, is no shortage: such an address fails at once.
 */
export function createConnector(inStep: InStep, { families, onOpened }: ConnectorOptions): Connect {
  const dialed = new Set<string>();
  const noteLocalAddress = (connection: Connection, address: string): void => {
    if (onOpened === undefined || dialed.has(address) || dialed.size === maximumRoutes) return;
    dialed.add(address);
    const local = connection.localAddress();
    if (local !== undefined) onOpened(local);
  };
  return async (request) => {
    const excluded = families.only === undefined ? undefined : families.lackFor(request.address);
    if (excluded?.reason === 'excluded') return familyFailure(excluded, request.address);
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      const connected = await connectTcp(request, inStep);
      if (connected.ok) noteLocalAddress(connected.value, request.address);
      if (connected.ok) return connected;
      const { kind, message, isShortage } = connected.error;
      // The system was asked all the same: what it can dial is what counts, not what was concluded from its addresses.
      const lack = lackKinds.includes(kind) ? families.lackFor(request.address) : undefined;
      if (lack !== undefined) return familyFailure(lack, request.address);
      if (isShortage !== true) return connected;
      await sleep(waitMs, request.signal);
      if (request.signal.aborted) return err({ kind, message });
    }
  };
}

/** How a system says that it cannot dial an address (ENETUNREACH, EHOSTUNREACH; EADDRNOTAVAIL, EAFNOSUPPORT). */
const lackKinds: readonly ConnectionFailure['kind'][] = ['unreachable', 'socket-error'];

function familyFailure(lack: FamilyLack, address: string): Result<never, ConnectionFailure> {
  return err({ kind: 'no-address-family', message: describeLack(lack, address) });
}
