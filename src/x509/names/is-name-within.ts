import type { Name } from '../certificate.ts';

/** Whether a name is in a directory subtree, its root included: the name starts with the subtree (RFC 5280 §4.2.1.10, §7.1). */
export function isNameWithin(subtree: Name, name: Name): boolean {
  return name.key.startsWith(subtree.key);
}
