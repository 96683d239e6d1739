import type { Name } from '../../x509/certificate.ts';
import { isStringTag, textKey } from '../../x509/names/name-key.ts';

/**
 * Whether a directory name can be compared: every part of it has an attribute (X.501 §9.3), and every text is text of its type.
 */
export function isReadableDirectoryName({ relativeDistinguishedNames }: Name): boolean {
  return relativeDistinguishedNames.every(
    (attributes) =>
      attributes.length > 0 && attributes.every(({ tag, text }) => text !== undefined || !isStringTag(tag)),
  );
}

/**
 * A name whose key compares texts of every string type as text. RFC 5280 §7.1 leaves open how old types compare; for excluded
 * subtrees they count as text, or an excluded organization could be written as a BMPString.
 */
export function withTextKey(name: Name): Name {
  return { ...name, key: textKey(name) };
}
