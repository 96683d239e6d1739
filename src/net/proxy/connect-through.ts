import { err, ok, type Result } from '../../model/result.ts';
import type { Connection, ConnectRequest } from '../connection.ts';
import { abortKind, type ConnectionFailure } from '../failure.ts';
import type { ResolveName } from '../name-resolver.ts';
import { askHttpProxy } from './http-connect.ts';
import { authorityOf, type ProxyServer, type ProxyTarget } from './proxy-server.ts';
import { createProxyTalk, type ProxyConversation, type ProxyTalk } from './proxy-talk.ts';
import { createProxyQuote } from './quote-proxy.ts';
import { loginsOf } from './quote-proxy.ts';
import { askSocksProxy } from './socks5.ts';

/** What reaching a proxy takes. */
export interface ProxyDialer {
  readonly resolve: ResolveName;
  /** Opens a TCP connection to an address. */
  readonly connect: (request: ConnectRequest) => Promise<Result<Connection, ConnectionFailure>>;
}

type Reached = Result<Connection, ConnectionFailure>;

/** Addresses of a proxy that are tried. */
const maxAddressesTried = 4;

/** Time for the connection to an address of a proxy after which others remain. */
const connectShareMs = 3_000;

/**
 * Opens a connection to `target` through a proxy. What follows the proxy's answer at once belongs to the target, and is there to be
 * read. Whatever fails on this way is the proxy's failure, unless the operator has interrupted the run.
 */
export async function connectThrough(
  proxy: ProxyServer,
  target: ProxyTarget,
  dialer: ProxyDialer,
  signal: AbortSignal,
): Promise<Reached> {
  const reached = await reachProxy(proxy, dialer, signal);
  if (!reached.ok) return reached;
  const connection = reached.value;
  const talk = createProxyTalk(conversationWith(proxy, target), createProxyQuote(proxy));
  connection.write(talk.start());
  const answered = await listen(connection, talk);
  if (answered.ok) {
    // Web servers that do not know CONNECT may agree to it and show the request on a page, which would be quoted as the server's.
    connection.failOn(loginsOf(proxy), ofProxy(proxy, echoes));
    return ok(connection);
  }
  connection.destroy();
  const { error } = answered;
  if ('kind' in error) return err(describeBreak(proxy, target, error, signal));
  return err(ofProxy(proxy, error.message));
}

/** Opens a connection to the proxy itself. */
export async function reachProxy(
  proxy: ProxyServer,
  { resolve, connect }: ProxyDialer,
  signal: AbortSignal,
): Promise<Reached> {
  const addresses = await resolve(proxy.host, signal);
  if (!addresses.ok) {
    const { kind, message } = addresses.error;
    return err(kind === 'aborted' ? { kind, message } : ofProxy(proxy, `has no address: ${clause(message)}`));
  }
  const tried = addresses.value.slice(0, maxAddressesTried);
  let last: ConnectionFailure = { kind: 'proxy', message: 'The proxy has no address.' };
  for (const [index, address] of tried.entries()) {
    const connectMs = index < tried.length - 1 ? connectShareMs : undefined;
    const connected = await connect({ address, port: proxy.port, signal, connectMs });
    if (connected.ok) return connected;
    last = connected.error;
    if (signal.aborted) break;
  }
  if (last.kind === 'aborted') return err(last);
  const why = last.kind === 'timeout' ? 'it did not accept the connection in time' : clause(last.message);
  return err(ofProxy(proxy, `cannot be reached: ${why}`));
}

function conversationWith(proxy: ProxyServer, target: ProxyTarget): ProxyConversation {
  return proxy.scheme === 'http' ? askHttpProxy(proxy, target) : askSocksProxy(proxy, target);
}

/** Carries bytes between the conversation and the proxy until the way is open. */
async function listen(
  connection: Connection,
  talk: ProxyTalk,
): Promise<Result<void, ConnectionFailure | { readonly message: string }>> {
  for (;;) {
    const read = await connection.read();
    if (!read.ok) return read;
    const step = talk.receive(read.value);
    if (step.kind === 'refused') return err(step.refusal);
    if (step.kind === 'open') {
      connection.unread(step.rest);
      return ok(undefined);
    }
    if (step.send !== undefined) connection.write(step.send);
  }
}

const echoes = 'sends back the login that it was given, and so opens no way to the server; name another proxy';

/** The connection to the proxy ended before it had answered. */
function describeBreak(
  proxy: ProxyServer,
  target: ProxyTarget,
  { kind, message }: ConnectionFailure,
  signal: AbortSignal,
): ConnectionFailure {
  if (kind === 'aborted') return { kind, message };
  const asked = `to the request for ${authorityOf(target)}`;
  if (kind === 'timeout' && signal.aborted && abortKind(signal) === 'timeout')
    return ofProxy(proxy, `did not answer ${asked} within the time limit; it may still be waiting for that server`);
  return ofProxy(proxy, `gave no answer ${asked}: ${clause(message)}`);
}

function ofProxy({ text }: ProxyServer, message: string): ConnectionFailure {
  return { kind: 'proxy', message: `The proxy ${text} ${message}.` };
}

/** A sentence as what follows a colon. */
function clause(sentence: string): string {
  return sentence.replace(/\.$/, '').replace(/^The (?=connection|peer|server|time limit)/, 'the ');
}
