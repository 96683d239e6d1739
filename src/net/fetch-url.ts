import { isIP } from 'node:net';

import type { FetchRecord } from '../model/fetch-record.ts';
import { ok, type Result } from '../model/result.ts';
import { type AddressFamilies, describeLack } from './address-families.ts';
import type { AddressPolicy } from './address-policy.ts';
import { type HttpAnswer, type HttpProgress, type HttpRequest, askHttp } from './ask-http.ts';
import { fetchAborted, type FetchFailure, fetchFailure } from './fetch-failure.ts';
import type { ResolveName } from './name-resolver.ts';
import type { DialGuard } from './dial-guard.ts';
import { type FetchProxies, findHttpProxy, type HttpProxyRoute } from './proxy/http-socket.ts';
import { repeatsPassword } from './proxy/quote-proxy.ts';

/** What to ask, and how much of an answer to take. */
export interface FetchRequest extends HttpRequest {
  readonly url: string;
  /** URL of the proxy to ask, or `environment`; absent: none. */
  readonly proxy?: string | undefined;
}

export interface FetchOptions {
  readonly policy: AddressPolicy;
  readonly resolve: ResolveName;
  readonly families: AddressFamilies;
  /** What this machine may dial at all; absent: whatever the policy allows. */
  readonly guard?: DialGuard | undefined;
  /** Absent: nothing is fetched through a proxy. */
  readonly proxies?: FetchProxies | undefined;
  /** Milliseconds since any fixed instant, never going back. */
  readonly monotonicMs: () => number;
  /** Ends the fetch; see `abortKind`. */
  readonly signal: AbortSignal;
  /** Absent: all requests begin at once and are not counted. */
  readonly control?: FetchControl | undefined;
}

/** Lets the requests of a fetch begin, redirects included, and counts what they bring. */
export interface FetchControl {
  /** Waits until a request to this host (with port) may begin; an error: it never will. */
  readonly begin: (host: string) => Promise<Result<EndRequest, FetchFailure>>;
  readonly onBytes: (bytes: number) => void;
  readonly onBody: (bytes: number) => void;
}

/** Ends a request. `answer`: what the host did with it. */
export type EndRequest = (answer: 'answered' | 'silent' | 'failed') => void;

export interface Fetched {
  readonly record: FetchRecord;
  /** Undefined if the outcome is not `fetched`. */
  readonly body: Uint8Array | undefined;
  /** Of the body. */
  readonly sha256: string | undefined;
}

/** RFC 2068 §10.3 recommended at most five; what a certificate points to is usually there without any. */
export const MAX_REDIRECTS = 5;

/** Longest URL followed: what RFC 9110 §4.1 asks all implementations to support. */
const MAX_URL_CHARACTERS = 8_000;

/** Addresses of one name that are tried. A name with one dead address of two is common, one with five is not. */
const MAX_ADDRESSES_TRIED = 4;

/** Time for the connection to an address after which others remain: three silent ones leave the last 6 of its 15 seconds. */
const CONNECT_SHARE_MS = 3_000;

/**
 * Fetches one URL that a certificate names: http and https only, no credentials, no cookies, no retry. At every
 * redirect the name is resolved anew, and the very address that the policy allowed is dialed. A proxy, if there is one, is handed the
 * name and resolves it: then only addresses that stand in the URL, and names that are internal by themselves, are refused. The certificate of an https
 * server is not verified: what is fetched is signed by itself, and to verify it would need the evidence being fetched
 * (RFC 5280 §8). Never rejects.
 */
export async function fetchUrl(request: FetchRequest, options: FetchOptions): Promise<Fetched> {
  const startedMs = options.monotonicMs();
  const progress: Progress = { redirects: [], address: null, proxy: undefined, status: null, bytes: 0 };
  const result = await followRedirects(request, options, progress);
  const { outcome, message } = result.ok
    ? { outcome: 'fetched' as const, message: `${result.value.bytes.length} bytes were fetched.` }
    : result.error;
  const body = result.ok ? result.value : undefined;
  const { proxy, ...seen } = progress;
  const record: FetchRecord = {
    method: request.body === undefined ? 'GET' : 'POST',
    url: request.url,
    ...seen,
    ...(proxy === undefined ? {} : { proxy }),
    outcome,
    message,
    durationMs: options.monotonicMs() - startedMs,
  };
  return { record, body: body?.bytes, sha256: body?.sha256 };
}

/** The part of the record that is known however the fetch ends. */
interface Progress extends HttpProgress {
  redirects: string[];
  address: string | null;
  /** Undefined: none was asked. */
  proxy: string | undefined;
}

async function followRedirects(
  request: FetchRequest,
  options: FetchOptions,
  progress: Progress,
): Promise<Result<Extract<HttpAnswer, { kind: 'body' }>, FetchFailure>> {
  let text = request.url;
  for (;;) {
    const url = parseFetchUrl(text);
    if (!url.ok) return url;
    const answer = await askInTurn(url.value, { request, options, progress });
    if (!answer.ok) return answer;
    if (answer.value.kind === 'body') return ok(answer.value);
    if (progress.redirects.length === MAX_REDIRECTS) {
      return fetchFailure('too-many-redirects', `The server redirects more than ${MAX_REDIRECTS} times.`);
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
    return fetchFailure('refused', `The URL has ${text.length} characters, more than ${MAX_URL_CHARACTERS}.`);
  }
  if (!URL.canParse(text)) return fetchFailure('refused', 'This is not an absolute URL.');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return fetchFailure('not-followed', `URLs with the scheme ${url.protocol} are not fetched, only http: and https:.`);
  }
  if (url.username !== '' || url.password !== '')
    return fetchFailure('refused', 'The URL contains credentials, so it is not fetched.');
  url.hash = '';
  return ok(url);
}

interface Question {
  readonly request: FetchRequest;
  readonly options: FetchOptions;
  readonly progress: Progress;
}

async function askInTurn(url: URL, question: Question): Promise<Result<HttpAnswer, FetchFailure>> {
  const begun = await question.options.control?.begin(url.host);
  if (begun?.ok === false) return begun;
  const answer = await ask(url, question);
  begun?.value(answer.ok ? 'answered' : endOf(answer.error));
  return answer;
}

function endOf({ outcome }: FetchFailure): 'answered' | 'silent' | 'failed' {
  if (outcome === 'timeout') return 'silent';
  return outcome === 'http-status' || outcome === 'too-large' ? 'answered' : 'failed';
}

async function ask(url: URL, { request, options, progress }: Question): Promise<Result<HttpAnswer, FetchFailure>> {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  progress.proxy = undefined;
  const proxy = findHttpProxy(request.proxy, url, options.proxies);
  if (proxy !== undefined) return await askByProxy(proxy, { host, url }, { request, options, progress });
  const addresses = await permittedAddresses(host, portOf(url), options);
  if (!addresses.ok) return addresses;
  let last: Result<HttpAnswer, FetchFailure> = fetchFailure('connection-failed', 'The host has no address.');
  const tried = addresses.value.slice(0, MAX_ADDRESSES_TRIED);
  for (const [index, address] of tried.entries()) {
    progress.address = address;
    progress.status = null;
    progress.bytes = 0;
    const connectMs = index < tried.length - 1 ? CONNECT_SHARE_MS : undefined;
    last = await askHttp({
      url,
      way: { address },
      request,
      connectMs,
      signal: options.signal,
      progress,
      ...bytesOf(options),
    });
    if (last.ok || options.signal.aborted || !isOfAddress(last.error)) return last;
  }
  if (last.ok || addresses.value.length === tried.length) return last;
  const { outcome, message } = last.error;
  return fetchFailure(outcome, `${message} Only ${tried.length} of ${addresses.value.length} addresses were tried.`);
}

/** The proxy resolves the name, so that only what stands in the URL can be judged. */
async function askByProxy(
  route: HttpProxyRoute,
  { host, url }: { readonly host: string; readonly url: URL },
  { request, options, progress }: Question,
): Promise<Result<HttpAnswer, FetchFailure>> {
  const { policy, signal } = options;
  const reason = isIP(host) === 0 ? policy.refuseName(host) : policy.refuse(host, host);
  if (reason !== undefined)
    return fetchFailure('refused', `Not fetched: ${host}; ${reason}. To allow it, use --fetch-allow.`);
  const { proxy } = route;
  const guarded = guardPlace(options.guard, proxy.host, proxy.port) ?? guardPlace(options.guard, host, portOf(url));
  if (guarded !== undefined) return fetchFailure('refused', `Not fetched: ${guarded}.`);
  progress.address = null;
  progress.proxy = route.proxy.text;
  progress.status = null;
  progress.bytes = 0;
  const answer = await askHttp({ url, way: route, request, signal, progress, ...bytesOf(options) });
  if (answer.ok && answer.value.kind === 'redirect' && repeatsPassword(route.proxy, answer.value.location)) {
    return fetchFailure(
      'bad-response',
      `The proxy ${route.proxy.text} redirects to a URL with its own password in it, which is neither followed nor shown; have the proxy repaired.`,
    );
  }
  return answer;
}

function bytesOf({ control }: FetchOptions): Partial<Pick<FetchControl, 'onBytes' | 'onBody'>> {
  return control === undefined ? {} : { onBytes: control.onBytes, onBody: control.onBody };
}

/** Whether another address of the name may do better. */
function isOfAddress({ outcome }: FetchFailure): boolean {
  return outcome === 'connection-failed' || outcome === 'bad-response' || outcome === 'timeout';
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** Why the guard refuses a place that is not looked up here; undefined: it does not. */
export function guardPlace(guard: DialGuard | undefined, host: string, port: number): string | undefined {
  return isIP(host) === 0 ? guard?.refuseName(host, port) : guard?.refuse(undefined, host, port);
}

async function permittedAddresses(
  host: string,
  port: number,
  { policy, guard, resolve, families, signal }: FetchOptions,
): Promise<Result<readonly string[], FetchFailure>> {
  const resolved = await resolve(host, signal);
  if (!resolved.ok) {
    const { kind, message } = resolved.error;
    if (kind === 'timeout' || kind === 'aborted')
      return signal.aborted ? fetchAborted(signal) : fetchFailure(kind, message);
    return fetchFailure('name-not-resolved', message);
  }
  const name = isIP(host) === 0 ? host : undefined;
  const guarded = resolved.value.map((address) => guard?.refuse(name, address, port));
  const [refused] = guarded;
  if (refused !== undefined && guarded.every((each) => each !== undefined))
    return fetchFailure('refused', `Not fetched: ${host === resolved.value[0] ? '' : `${host}: `}${refused}.`);
  const refusals = resolved.value
    .filter((_, index) => guarded[index] === undefined)
    .map((address) => ({ address, reason: policy.refuse(host, address) }));
  const permitted = refusals.filter(({ reason }) => reason === undefined).map(({ address }) => address);
  const [first] = refusals;
  const dialable = permitted.filter((address) => families.lackFor(address) === undefined);
  if (dialable.length > 0 || first === undefined) return ok(dialable);
  const [undialable] = permitted;
  const lack = undialable === undefined ? undefined : families.lackFor(undialable);
  if (undialable !== undefined && lack !== undefined)
    return fetchFailure('connection-failed', `Not fetched: ${describeLack(lack, undialable)}`);
  const where = isIP(host) === 0 ? `${host} resolves to ${first.address}` : first.address;
  return fetchFailure('refused', `Not fetched: ${where}; ${first.reason}. To allow it, use --fetch-allow.`);
}
