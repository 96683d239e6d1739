import { isDnsName } from './dns-constraint.ts';

/** URI constraints, RFC 5280 §4.2.1.10: `host` is that host alone, `.host` everything below it and not itself. */
export function isUriConstraint(constraint: string): boolean {
  return constraint === '' || isDnsName(constraint.startsWith('.') ? constraint.slice(1) : constraint);
}

/**
 * The host of a URI's authority, lower case. Undefined if there is none, or if it is an IP address or not a DNS name: RFC 5280
 * refuses each of them once URIs are constrained.
 */
export function hostOfUri(uri: string): string | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1];
  if (authority === undefined) return undefined;
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .toLowerCase();
  return isDnsName(host) && !/^[0-9.]+$/.test(host) ? host : undefined;
}

/** Whether a host lies inside the constraint. */
export function isUriHostWithin(host: string, constraint: string): boolean {
  const outer = constraint.toLowerCase();
  if (outer === '') return true;
  return outer.startsWith('.') ? host.length > outer.length && host.endsWith(outer) : host === outer;
}
