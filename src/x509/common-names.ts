import type { Name } from './certificate.ts';

/** Every common name (2.5.4.3) with readable text, in the order of the encoding: the most significant first. */
export function commonNames(name: Name): readonly string[] {
  return name.relativeDistinguishedNames
    .flat()
    .filter(({ oid }) => oid === '2.5.4.3')
    .flatMap(({ text }) => (text === undefined ? [] : [text]));
}
