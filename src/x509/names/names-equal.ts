import type { Name } from '../certificate.ts';

/**
 * Whether two names are equal by RFC 5280 §7.1: regardless of case, of white space, and of the order inside a relative
 * distinguished name; the order of relative distinguished names matters. Two empty names are equal.
 */
export function namesEqual(a: Name, b: Name): boolean {
  return a.key === b.key;
}
