import type { Name } from '../certificate.ts';

/** Whether a name stands below a directory subtree, or is its root: the subtree starts it (RFC 5280 §4.2.1.10, §7.1). */
export function isNameWithin(subtree: Name, name: Name): boolean {
  return name.key.startsWith(subtree.key);
}
