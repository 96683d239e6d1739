import type { IncomingHttpHeaders } from 'node:http';

/** What a browser sent of where a request comes from, and where it is to go. */
export interface SiteRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly isTls: boolean;
  /** Scheme, host and port under which people reach the service, if that is not where it listens. */
  readonly publicOrigin: string | undefined;
  /** Whether it has the service do something, even with GET. */
  readonly hasEffect: boolean;
}

const hostPattern = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::\d{1,5})?$/i;

/**
 * Objects to a name that is not of this machine (421). Where nobody has to show anything, a page of another origin could have its own
 * name lead to loopback (DNS rebinding) and read everything; the name in Host gives it away. A clause, or undefined.
 */
export function objectToHost(host: string | undefined, publicOrigin: string | undefined): string | undefined {
  const name = hostPattern.exec(host ?? '')?.[1]?.toLowerCase();
  const isLocal = name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name ?? '');
  const isPublic = name !== undefined && publicOrigin !== undefined && new URL(publicOrigin).hostname === name;
  return isLocal || isPublic
    ? undefined
    : 'The Host header names another machine. Use 127.0.0.1 or localhost, or set http.publicUrl to the name in front of the service.';
}

/**
 * Objects to what a page of another site sent (CSRF, 403): with Sec-Fetch-Site where the browser sends it, else by Origin. A link to a
 * page may come from anywhere. Programs send neither. A sentence, or undefined.
 */
export function objectToSite(request: SiteRequest): string | undefined {
  const { headers, method, hasEffect } = request;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) {
    const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
    const isAllowed = site === 'same-origin' || site === 'none' || (isLink && method === 'GET' && !hasEffect);
    return isAllowed ? undefined : fromElsewhere;
  }
  const { origin } = headers;
  return origin === undefined || isOwn(origin, request) ? undefined : fromElsewhere;
}

const fromElsewhere = 'The request was sent by a page of another site. Open the page of the service itself.';

function isOwn(origin: string, { headers: { host }, isTls, publicOrigin }: SiteRequest): boolean {
  return origin === publicOrigin || (host !== undefined && origin === `${isTls ? 'https' : 'http'}://${host}`);
}
