import { createHash } from 'node:crypto';
import { Socket } from 'node:net';

import type { Dispatcher } from 'undici';

import { ok, type Result } from '../model/result.ts';
import { fetchAborted, type FetchFailure, fetchFailure } from './fetch-failure.ts';
import { describeDemand } from './proxy/http-connect.ts';
import { forwardingHeaders, type HttpProxyRoute, isForwarded, openHttpSocket } from './proxy/http-socket.ts';
import type { ProxyServer } from './proxy/proxy-server.ts';
import { isSystemError, socketFailure } from './socket-failure.ts';

/** What to ask of a server, and how much of an answer to take. */
export interface HttpRequest {
  /** Sent by POST; undefined: GET. */
  readonly body?: { readonly bytes: Uint8Array; readonly mediaType: string };
  /** Media type for the Accept header. */
  readonly accept: string;
  /** Of the body. */
  readonly maxBytes: number;
}

export interface HttpQuestion {
  readonly url: URL;
  /** An address to dial in place of those that the host of `url` resolves to, or the proxy to ask. */
  readonly way: { readonly address: string } | HttpProxyRoute;
  readonly request: HttpRequest;
  /** Time for the connection; undefined: what the client gives it. */
  readonly connectMs?: number | undefined;
  readonly signal: AbortSignal;
  /** Written while it happens, so that it holds what was seen before a failure. */
  readonly progress: HttpProgress;
  /** Called with all bytes that the socket brings, as they come. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  /** Called with those of the body, which are kept. */
  readonly onBody?: ((bytes: number) => void) | undefined;
}

/**
 * What a response may have around its body: status lines, headers, answers 1xx, sizes and extensions of chunks, trailers. Headers take
 * some hundred bytes; a body of 16 MiB in chunks of 4 KiB takes 32 KiB for their sizes.
 */
const MAX_BYTES_AROUND_A_BODY = 65_536;

export interface HttpProgress {
  status: number | null;
  /** Of the body. */
  bytes: number;
}

export type HttpAnswer =
  | { readonly kind: 'body'; readonly bytes: Uint8Array; readonly sha256: string }
  | { readonly kind: 'redirect'; readonly location: string };

/** Asks one address, or one proxy, once. Nothing is kept open afterwards. */
export async function askHttp(question: HttpQuestion): Promise<Result<HttpAnswer, FetchFailure>> {
  const { url, way, request, connectMs, signal } = question;
  if (signal.aborted) return fetchAborted(signal);
  const undici = await loadClient();
  if (!undici.ok) return undici;
  const { Agent, buildConnector } = undici.value;
  const dial = buildConnector({
    rejectUnauthorized: false,
    maxCachedSessions: 0,
    autoSelectFamily: false,
    ...(connectMs !== undefined && { timeout: connectMs }),
  });
  let hasDialed = false;
  const agent = new Agent({
    connect: (target, callback) => {
      // The HTTP client connects again, without end, if a server speaks before it was asked.
      if (hasDialed) return callback(new SpokeUnasked(), null);
      hasDialed = true;
      const onOpened: typeof callback = (...opened) => {
        const [, socket] = opened;
        // In an error there is none, whatever the type says.
        if (socket instanceof Socket) countBytes(socket, question);
        callback(...opened);
      };
      if ('address' in way) return dial({ ...target, hostname: way.address }, onOpened);
      void openHttpSocket(way, url, signal).then((opened) => {
        if (!opened.ok) callback(new ProxyFailed(opened.error.message), null);
        else if (url.protocol === 'https:') dial({ ...target, httpSocket: opened.value }, onOpened);
        else onOpened(null, opened.value);
      });
    },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const forwarder = 'proxy' in way && isForwarded(way.proxy, url) ? way.proxy : undefined;
  try {
    const response = await agent.request({
      origin: url.origin,
      path: forwarder === undefined ? `${url.pathname}${url.search}` : url.href,
      method: request.body === undefined ? 'GET' : 'POST',
      headers: { ...headersOf(request), ...(forwarder && forwardingHeaders(forwarder)) },
      body: request.body === undefined ? null : Buffer.from(request.body.bytes),
      signal,
    });
    if (forwarder !== undefined && response.statusCode === 407) return refusedBy(forwarder, response);
    return await readAnswer(response, question);
  } catch (error) {
    if (signal.aborted) return fetchAborted(signal);
    if (error instanceof SpokeUnasked)
      return fetchFailure('bad-response', 'The server spoke before it was asked, or closed the connection.');
    if (error instanceof ProxyFailed) return fetchFailure('connection-failed', error.message);
    return error instanceof TooManyBytes ? fetchFailure('too-large', error.message) : transportFailure(error);
  } finally {
    // The rest of the answer is not wanted, and a peer must not be able to keep us waiting for it.
    void agent.destroy().catch(() => undefined);
  }
}

class TooManyBytes extends Error {}

class SpokeUnasked extends Error {}

class ProxyFailed extends Error {}

/** Of all answers to a forwarded request, only 407 is certainly the proxy's own. */
function refusedBy(proxy: ProxyServer, { headers, body }: Dispatcher.ResponseData): Result<never, FetchFailure> {
  body.on('error', () => undefined);
  const offered = [headers['proxy-authenticate'] ?? []].flat().join(', ');
  const demand = describeDemand(proxy, offered === '' ? undefined : offered);
  return fetchFailure('connection-failed', `The proxy ${proxy.text} ${demand}.`);
}

/** The HTTP client counts bodies only, and reads anything around them for as long as it comes. */
function countBytes(socket: Socket, { request, onBytes }: HttpQuestion): void {
  const most = request.maxBytes + MAX_BYTES_AROUND_A_BODY;
  let counted = 0;
  socket.prependListener('readable', () => {
    const { bytesRead } = socket;
    onBytes?.(bytesRead - counted);
    counted = bytesRead;
    if (bytesRead <= most || socket.destroyed) return;
    const around = `the limit is ${request.maxBytes} for its body and ${MAX_BYTES_AROUND_A_BODY} around it`;
    socket.destroy(new TooManyBytes(`The response has at least ${bytesRead} bytes; ${around}.`));
  });
}

/** A process out of file descriptors loads no module any more; `Fetcher.prepare` does it in good time. */
async function loadClient(): Promise<Result<typeof import('undici'), FetchFailure>> {
  try {
    return ok(await import('undici'));
  } catch (error) {
    return fetchFailure('connection-failed', `The HTTP client could not be loaded: ${String(error)}.`);
  }
}

function headersOf({ accept, body }: HttpRequest): Record<string, string> {
  const headers = { accept, 'user-agent': 'certmuster', 'accept-encoding': 'identity' };
  return body === undefined ? headers : { ...headers, 'content-type': body.mediaType };
}

async function readAnswer(
  response: Dispatcher.ResponseData,
  { request, progress, onBody }: HttpQuestion,
): Promise<Result<HttpAnswer, FetchFailure>> {
  const { statusCode, headers, body } = response;
  // A destroyed body ends with an error, which would end the process if there were no listener.
  body.on('error', () => undefined);
  progress.status = statusCode;
  const location = redirectLocation(statusCode, headers['location'], request);
  if (location !== undefined) return ok({ kind: 'redirect', location });
  if (statusCode !== 200) return fetchFailure('http-status', `The server answered with status ${statusCode}.`);
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > request.maxBytes) return tooLarge(request, `announces ${announced} bytes`);
  const chunks: Uint8Array[] = [];
  const digest = createHash('sha256');
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    progress.bytes += chunk.length;
    digest.update(chunk);
    onBody?.(chunk.length);
    if (progress.bytes > request.maxBytes) return tooLarge(request, `has at least ${progress.bytes} bytes`);
  }
  return ok({ kind: 'body', bytes: joined(chunks, progress.bytes), sha256: digest.digest('hex') });
}

/** Lets go of each piece once it is copied. */
function joined(chunks: Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const [index, chunk] of chunks.entries()) {
    whole.set(chunk, offset);
    offset += chunk.length;
    chunks[index] = new Uint8Array(0);
  }
  return whole;
}

/** RFC 9110 §15.4: only 307 and 308 may repeat a POST, and the others would turn a question into something else. */
function redirectLocation(
  status: number,
  location: string | readonly string[] | undefined,
  { body }: HttpRequest,
): string | undefined {
  const followed = body === undefined ? [301, 302, 303, 307, 308] : [307, 308];
  return followed.includes(status) && typeof location === 'string' ? location : undefined;
}

function tooLarge({ maxBytes }: HttpRequest, what: string): Result<never, FetchFailure> {
  return fetchFailure('too-large', `The response ${what}; the limit is ${maxBytes}.`);
}

/** Errors of the socket have a system code; everything else is undici's complaint about what the server said. */
function transportFailure(error: unknown): Result<never, FetchFailure> {
  const known: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  if (known.code === 'UND_ERR_CONNECT_TIMEOUT') {
    return fetchFailure('timeout', 'The connection timed out.');
  }
  const { kind, message: text } = socketFailure(known);
  if (isSystemError(known)) return fetchFailure(kind === 'reset' ? 'bad-response' : 'connection-failed', text);
  return fetchFailure('bad-response', `The response is not valid HTTP: ${known.message}.`);
}
