import type { Name } from '../certificate.ts';

/**
 * Whether two names are the same by RFC 5280 §7.1: case and white space of text do not matter, nor does the order inside a
 * relative distinguished name; the order of these does. Two empty names are equal.
 */
export function namesEqual(a: Name, b: Name): boolean {
  return a.key === b.key;
}
