import type { Name } from './certificate.ts';
import { relativeNameKeys } from './name-key.ts';

/** Whether a name stands below a directory subtree, or is its root: the subtree starts it (RFC 5280 §4.2.1.10, §7.1). */
export function isNameWithin(subtree: Name, name: Name): boolean {
  if (subtree.relativeDistinguishedNames.length > name.relativeDistinguishedNames.length) return false;
  const keys = relativeNameKeys(name);
  return relativeNameKeys(subtree).every((key, index) => key === keys[index]);
}
