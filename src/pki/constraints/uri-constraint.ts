import { isHostName } from './dns-constraint.ts';

/** URI constraints, RFC 5280 §4.2.1.10: `host` is that host alone, `.host` everything below it and not itself. */
export function isUriConstraint(constraint: string): boolean {
  return constraint === '' || isHostName(constraint.startsWith('.') ? constraint.slice(1) : constraint);
}

/**
 * The host of a URI's authority, lower case. Undefined if it is no URI (RFC 3986 §3), if it has no host, or if that is an IP address
 * or not a DNS name: RFC 5280 refuses each of them once URIs are constrained. Clients find different hosts in what is no URI, such as
 * `https://a.example\@b.example/`.
 */
export function hostOfUri(uri: string): string | undefined {
  const host = uriWithAuthority.exec(uri)?.[1]?.toLowerCase();
  return host !== undefined && isHostName(host) ? host : undefined;
}

/** Scheme, user information, host (group 1), port, path, query and fragment. */
const uriWithAuthority =
  /^[a-z][a-z0-9+.-]*:\/\/(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9a-f]{2})*@)?([a-z0-9._-]+)(?::\d*)?(?:\/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*)?(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?$/i;

/** Whether a host lies inside the constraint, both in lower case. */
export function isUriHostWithin(host: string, constraint: string): boolean {
  if (constraint === '') return true;
  return constraint.startsWith('.')
    ? host.length > constraint.length && host.endsWith(constraint)
    : host === constraint;
}
