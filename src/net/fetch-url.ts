import { isIP } from 'node:net';

import type { Dispatcher } from 'undici';

import type { FetchOutcome, FetchRecord } from '../model/fetch-record.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { AddressPolicy } from './address-policy.ts';
import { abortKind } from './failure.ts';
import type { ResolveName } from './name-resolver.ts';
import { socketFailure } from './socket-failure.ts';

/** What to ask, and how much of an answer to take. */
export interface FetchRequest {
  readonly url: string;
  /** Sent by POST; undefined: GET. */
  readonly body?: { readonly bytes: Uint8Array; readonly mediaType: string };
  /** Media type for the Accept header. */
  readonly accept: string;
  readonly maxBytes: number;
}

export interface FetchOptions {
  readonly policy: AddressPolicy;
  readonly resolve: ResolveName;
  /** Milliseconds since any fixed instant, never going back. */
  readonly monotonicMs: () => number;
  /** Ends the fetch; see `abortKind`. */
  readonly signal: AbortSignal;
}

export interface Fetched {
  readonly record: FetchRecord;
  /** Undefined where the outcome is not `fetched`. */
  readonly body: Uint8Array | undefined;
}

/** RFC 2068 §10.3 recommended at most five; what certificates point to is usually at the first place. */
export const MAX_REDIRECTS = 5;

/** Longest URL followed: what RFC 9110 §4.1 asks everyone to support. */
export const MAX_URL_CHARACTERS = 8_000;

/** Addresses of one name that are tried. A name with one dead address of two is common, one with five is not. */
const MAX_ADDRESSES_TRIED = 4;

/**
 * Fetches one URL that a certificate names: http and https only, no credentials, no cookies, no proxy, no retry. At every
 * redirect the name is resolved anew, and the very address that the policy allowed is dialled. The certificate of an https
 * server is not verified: what is fetched is signed by itself, and to verify it would need the evidence being fetched
 * (RFC 5280 §8). Never rejects.
 */
export async function fetchUrl(request: FetchRequest, options: FetchOptions): Promise<Fetched> {
  const startedMs = options.monotonicMs();
  const progress: Progress = { redirects: [], address: null, status: null, bytes: 0 };
  const result = await followRedirects(request, options, progress);
  const { outcome, message } = result.ok
    ? { outcome: 'fetched' as const, message: `${result.value.length} bytes were fetched.` }
    : result.error;
  const record: FetchRecord = {
    method: request.body === undefined ? 'GET' : 'POST',
    url: request.url,
    ...progress,
    outcome,
    message,
    durationMs: options.monotonicMs() - startedMs,
  };
  return { record, body: result.ok ? result.value : undefined };
}

/** The part of the record that is known however the fetch ends. */
interface Progress {
  redirects: string[];
  address: string | null;
  status: number | null;
  bytes: number;
}

export interface FetchFailure {
  readonly outcome: Exclude<FetchOutcome, 'fetched'>;
  /** A whole sentence. */
  readonly message: string;
}

async function followRedirects(
  request: FetchRequest,
  options: FetchOptions,
  progress: Progress,
): Promise<Result<Uint8Array, FetchFailure>> {
  let text = request.url;
  for (;;) {
    const url = parseFetchUrl(text);
    if (!url.ok) return url;
    const answer = await ask(url.value, { request, options, progress });
    if (!answer.ok) return answer;
    if (answer.value.kind === 'body') return ok(answer.value.bytes);
    if (progress.redirects.length === MAX_REDIRECTS) {
      return failure('too-many-redirects', `More than ${MAX_REDIRECTS} redirects stand before the answer.`);
    }
    text = URL.canParse(answer.value.location, url.value.href)
      ? new URL(answer.value.location, url.value.href).href
      : answer.value.location;
    progress.redirects.push(text.slice(0, MAX_URL_CHARACTERS));
  }
}

/** Reads a URL as one that we would follow. */
export function parseFetchUrl(text: string): Result<URL, FetchFailure> {
  if (text.length > MAX_URL_CHARACTERS) {
    return failure('refused', `The URL has ${text.length} characters, more than ${MAX_URL_CHARACTERS}.`);
  }
  if (!URL.canParse(text)) return failure('refused', 'This is not an absolute URL.');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return failure('not-followed', `URLs of the scheme ${url.protocol} are not followed, only http: and https:.`);
  }
  if (url.username !== '' || url.password !== '') return failure('refused', 'The URL carries credentials.');
  url.hash = '';
  return ok(url);
}

interface Question {
  readonly request: FetchRequest;
  readonly options: FetchOptions;
  readonly progress: Progress;
}

type Answer =
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  | { readonly kind: 'redirect'; readonly location: string };

async function ask(url: URL, question: Question): Promise<Result<Answer, FetchFailure>> {
  const { options, progress } = question;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const addresses = await permittedAddresses(host, options);
  if (!addresses.ok) return addresses;
  let last: Result<Answer, FetchFailure> = failure('connection-failed', 'There was no address to dial.');
  for (const address of addresses.value.slice(0, MAX_ADDRESSES_TRIED)) {
    progress.address = address;
    progress.status = null;
    progress.bytes = 0;
    last = await askAt(address, url, question);
    if (last.ok || last.error.outcome !== 'connection-failed') return last;
  }
  return last;
}

async function permittedAddresses(
  host: string,
  { policy, resolve, signal }: FetchOptions,
): Promise<Result<readonly string[], FetchFailure>> {
  const resolved = await resolve(host, signal);
  if (!resolved.ok) {
    const { kind, message } = resolved.error;
    if (kind === 'timeout' || kind === 'aborted') return signal.aborted ? abortFailure(signal) : failure(kind, message);
    return failure('name-not-resolved', message);
  }
  const refusals = resolved.value.map((address) => ({ address, reason: policy.refuse(host, address) }));
  const permitted = refusals.filter(({ reason }) => reason === undefined).map(({ address }) => address);
  const [first] = refusals;
  if (permitted.length > 0 || first === undefined) return ok(permitted);
  const where = isIP(host) === 0 ? `${host} stands at ${first.address}` : first.address;
  return failure('refused', `Not dialled: ${where}; ${first.reason}. Allow it with --fetch-allow if it is meant.`);
}

async function askAt(address: string, url: URL, question: Question): Promise<Result<Answer, FetchFailure>> {
  const { request, options } = question;
  const { signal } = options;
  if (signal.aborted) return abortFailure(signal);
  const undici = await loadClient();
  if (!undici.ok) return undici;
  const { Agent, buildConnector } = undici.value;
  const dial = buildConnector({ rejectUnauthorized: false, maxCachedSessions: 0, autoSelectFamily: false });
  const agent = new Agent({
    connect: (target, callback) => dial({ ...target, hostname: address }, callback),
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    const response = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.body === undefined ? 'GET' : 'POST',
      headers: headersOf(request),
      body: request.body === undefined ? null : Buffer.from(request.body.bytes),
      signal,
    });
    return await readAnswer(response, question);
  } catch (error) {
    return signal.aborted ? abortFailure(signal) : transportFailure(error);
  } finally {
    // Whatever is still on the way is not wanted, and a peer must not be able to keep us waiting for it.
    void agent.destroy().catch(() => undefined);
  }
}

/** A process out of file descriptors loads no module any more; `Fetcher.prepare` does it in good time. */
async function loadClient(): Promise<Result<typeof import('undici'), FetchFailure>> {
  try {
    return ok(await import('undici'));
  } catch (error) {
    return failure('connection-failed', `The HTTP client could not be loaded: ${String(error)}.`);
  }
}

function headersOf({ accept, body }: FetchRequest): Record<string, string> {
  const headers = { accept, 'user-agent': 'certmuster', 'accept-encoding': 'identity' };
  return body === undefined ? headers : { ...headers, 'content-type': body.mediaType };
}

async function readAnswer(
  response: Dispatcher.ResponseData,
  { request, progress }: Question,
): Promise<Result<Answer, FetchFailure>> {
  const { statusCode, headers, body } = response;
  // Nobody may be left listening to the body's end: a destroyed one ends with an error.
  body.on('error', () => undefined);
  progress.status = statusCode;
  const location = redirectLocation(statusCode, headers['location'], request);
  if (location !== undefined) return ok({ kind: 'redirect', location });
  if (statusCode !== 200) return failure('http-status', `The server answered with status ${statusCode}.`);
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > request.maxBytes) return tooLarge(request, `announces ${announced} bytes`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    progress.bytes += chunk.length;
    if (progress.bytes > request.maxBytes) return tooLarge(request, `goes on after ${progress.bytes} bytes`);
  }
  return ok({ kind: 'body', bytes: new Uint8Array(Buffer.concat(chunks)) });
}

/** RFC 9110 §15.4: only 307 and 308 may repeat a POST, and the others would turn a question into something else. */
function redirectLocation(
  status: number,
  location: string | readonly string[] | undefined,
  { body }: FetchRequest,
): string | undefined {
  const followed = body === undefined ? [301, 302, 303, 307, 308] : [307, 308];
  return followed.includes(status) && typeof location === 'string' ? location : undefined;
}

function tooLarge({ maxBytes }: FetchRequest, what: string): Result<never, FetchFailure> {
  return failure('too-large', `The answer ${what}; at most ${maxBytes} are taken.`);
}

function abortFailure(signal: AbortSignal): Result<never, FetchFailure> {
  return abortKind(signal) === 'timeout'
    ? failure('timeout', 'The time for this fetch ran out.')
    : failure('aborted', 'The run was interrupted.');
}

/** Errors of the socket have a system code; everything else is undici's complaint about what the server said. */
function transportFailure(error: unknown): Result<never, FetchFailure> {
  const known: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  if (known.code === 'UND_ERR_CONNECT_TIMEOUT') {
    return failure('timeout', 'The connection could not be made in time.');
  }
  const { kind, message: text } = socketFailure(known);
  if (kind !== 'socket-error') return failure(kind === 'reset' ? 'bad-response' : 'connection-failed', text);
  return failure('bad-response', `The server did not answer as HTTP demands: ${known.message}.`);
}

function failure(outcome: FetchFailure['outcome'], message: string): Result<never, FetchFailure> {
  return err({ outcome, message });
}
