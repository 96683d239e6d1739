/**
 * dNSName constraints, RFC 5280 §4.2.1.10: `example.com` holds itself and everything below it. The RFC has no leading dot;
 * OpenSSL, Go and webpki agree that `.example.com` holds only what is below. The empty constraint holds everything.
 */

/** Whether a constraint can be read at all: no wildcard, no empty label, nothing but the characters of host names. */
export function isDnsConstraint(constraint: string): boolean {
  const name = constraint.startsWith('.') ? constraint.slice(1) : constraint;
  return constraint === '' || isHostName(name);
}

/** Whether a presented dNSName is well formed: labels of 1 to 63 letters, digits, hyphens or underscores, at most 253 together. */
export function isDnsName(name: string): boolean {
  return name.length <= 253 && dnsName.test(name);
}

const dnsName = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i;

/** As `isDnsName`, and no IP address written as text: the last label is not a number (RFC 3696 §2, WHATWG URL §3.5). */
export function isHostName(name: string): boolean {
  return isDnsName(name) && !/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/i.test(name);
}

/** As `isHostName`, or a wildcard in the left-most label of several. */
export function isHostNameOrWildcard(name: string): boolean {
  const dot = name.indexOf('.');
  const label = dot === -1 ? name : name.slice(0, dot);
  if (!label.includes('*')) return isHostName(name);
  return dot !== -1 && isHostName(name.replaceAll('*', 'a')) && !name.slice(label.length).includes('*');
}

/** A presented dNSName as it is compared. Everything is in lower case. */
export interface ComparableDnsName {
  readonly text: string;
  /** `example.com` for `*.example.com` and `w*.example.com`; undefined for a name without a wildcard. */
  readonly parent: string | undefined;
}

/** Reads a presented dNSName; undefined: it is malformed. */
export function readDnsName(name: string): ComparableDnsName | undefined {
  if (!isHostNameOrWildcard(name)) return undefined;
  const text = name.toLowerCase();
  return { text, parent: parentOfWildcard(text) };
}

/** Whether every name that a presented name can stand for lies inside the constraint, which is in lower case. */
export function isDnsPermitted({ text, parent }: ComparableDnsName, constraint: string): boolean {
  if (parent === undefined) return isInside(text, constraint);
  return isInside(parent, constraint) || (constraint.startsWith('.') && parent === constraint.slice(1));
}

/** Whether any name that a presented name can stand for lies inside the constraint, which is in lower case. */
export function isDnsExcluded(name: ComparableDnsName, constraint: string): boolean {
  const { text, parent } = name;
  if (parent === undefined) return isInside(text, constraint);
  if (isDnsPermitted(name, constraint)) return true;
  const dot = constraint.indexOf('.');
  return dot > 0 && constraint.slice(dot + 1) === parent;
}

function isInside(name: string, constraint: string): boolean {
  if (constraint === '') return true;
  if (constraint.startsWith('.')) return name.length > constraint.length && name.endsWith(constraint);
  return name === constraint || name.endsWith(`.${constraint}`);
}

function parentOfWildcard(name: string): string | undefined {
  const dot = name.indexOf('.');
  const label = dot === -1 ? name : name.slice(0, dot);
  return label.includes('*') ? name.slice(label.length + 1) : undefined;
}
