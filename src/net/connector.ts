import type { InStep } from '../async/in-step.ts';
import { sleep } from '../async/sleep.ts';
import { err, type Result } from '../model/result.ts';
import type { ProxyProtocolVersion } from '../model/vocabulary.ts';
import { type AddressFamilies, describeLack, type FamilyLack } from './address-families.ts';
import { type Connection, connectTcp, type ConnectRequest } from './connection.ts';
import type { ConnectionFailure } from './failure.ts';
import type { ResolveName } from './name-resolver.ts';
import { connectThrough } from './proxy/connect-through.ts';
import type { ProxyBook } from './proxy/proxy-book.ts';
import { proxyHeader } from './proxy-protocol.ts';

export interface ConnectorOptions {
  /** What this machine can dial. */
  readonly families: AddressFamilies;
  /** Receives the local address of the first connection to each of the first addresses: the route decides it. */
  readonly onOpened?: ((localAddress: string) => void) | undefined;
  /** The proxies of the run, and who finds their addresses; absent: nothing is dialed through a proxy. */
  readonly proxies?: { readonly book: ProxyBook; readonly resolve: ResolveName } | undefined;
}

/** Where to connect to, and by which way. */
export interface RouteRequest extends ConnectRequest {
  /** URL of the proxy to go through; then `address` may be a name, which the proxy resolves. Absent: directly. */
  readonly proxy?: string | undefined;
  /** The header to send first; absent: none. */
  readonly proxyProtocol?: ProxyProtocolVersion | undefined;
}

/** Opens a TCP connection; see `connectTcp`. */
export type Connect = (request: RouteRequest) => Promise<Result<Connection, ConnectionFailure>>;

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
export function createConnector(inStep: InStep, { families, onOpened, proxies }: ConnectorOptions): Connect {
  const dialed = new Set<string>();
  const noteLocalAddress = (connection: Connection, address: string): void => {
    if (onOpened === undefined || dialed.has(address) || dialed.size === maximumRoutes) return;
    dialed.add(address);
    const local = connection.localAddress();
    if (local !== undefined) onOpened(local);
  };
  const connectOnceFree: Connect = async (request) => {
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      const connected = await connectTcp(request, inStep);
      if (connected.ok) noteLocalAddress(connected.value, request.address);
      if (connected.ok || connected.error.isShortage !== true) return connected;
      const { kind, message } = connected.error;
      // What the system lacks for good is told by the caller.
      if (lackKinds.includes(kind) && families.lackFor(request.address)?.reason === 'missing') return connected;
      await sleep(waitMs, request.signal);
      if (request.signal.aborted) return err({ kind, message });
    }
  };
  const connectDirectly: Connect = async (request) => {
    const connected = await connectOnceFree(request);
    if (connected.ok || !lackKinds.includes(connected.error.kind)) return connected;
    // The system was asked all the same: what it can dial is what counts, not what was concluded from its addresses.
    const lack = families.lackFor(request.address);
    return lack === undefined ? connected : familyFailure(lack, request.address);
  };
  // What this machine can dial does not matter behind a proxy, and `-4` and `-6` are about what is audited, not about the proxy.
  const connectByProxy = async (url: string, { address, port, signal }: ConnectRequest) => {
    if (proxies === undefined) throw new Error('an endpoint has a proxy, and the run has none');
    const { book, resolve } = proxies;
    const dialer = { resolve, connect: connectOnceFree };
    return await connectThrough(book.find(url), { host: address, port }, dialer, signal);
  };
  return async (request) => {
    const { address, proxy, proxyProtocol } = request;
    const excluded = families.only === undefined ? undefined : families.lackFor(address);
    if (excluded?.reason === 'excluded') return familyFailure(excluded, address);
    const connected = proxy === undefined ? await connectDirectly(request) : await connectByProxy(proxy, request);
    if (connected.ok && proxyProtocol !== undefined) {
      // The ends of a connection to a proxy are not those of the one that it opened.
      connected.value.write(proxyHeader(proxyProtocol, proxy === undefined ? connected.value.ends() : undefined));
    }
    return connected;
  };
}

/** How a system says that it cannot dial an address (ENETUNREACH, EHOSTUNREACH; EADDRNOTAVAIL, EAFNOSUPPORT). */
const lackKinds: readonly ConnectionFailure['kind'][] = ['unreachable', 'socket-error'];

function familyFailure(lack: FamilyLack, address: string): Result<never, ConnectionFailure> {
  return err({ kind: 'no-address-family', message: describeLack(lack, address) });
}
