import type { Name } from '../certificate.ts';

/** Every common name (2.5.4.3) with readable text, in the order of the encoding: the most significant first. */
export function commonNames(name: Name): readonly string[] {
  const names: string[] = [];
  for (const attributes of name.relativeDistinguishedNames) {
    for (const { oid, text } of attributes) if (oid === '2.5.4.3' && text !== undefined) names.push(text);
  }
  return names;
}
