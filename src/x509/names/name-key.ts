import type { NameAttribute } from '../certificate.ts';
import { derTags } from '../der/der-tags.ts';
import { hexOf } from '../der/hex.ts';
import { prepareString } from './prepare-string.ts';

/**
 * The part of `Name.key` for one relative distinguished name. Its attributes are a set, so they are sorted. Every part starts
 * with its length, so that no text can imitate another key, and a key starts with another only if the name starts with the other
 * name.
 */
export function relativeNameKey(attributes: readonly NameAttribute[]): string {
  const [only] = attributes;
  const key =
    attributes.length === 1 && only !== undefined ? attributeKey(only) : attributes.map(attributeKey).sort().join('');
  return `${key.length}/${key}`;
}

/** Text of comparable types is prepared and compared whatever the type; other values are compared in bytes. */
function attributeKey({ oid, tag, text, der }: NameAttribute): string {
  const key = text !== undefined && comparableTags.has(tag) ? `${oid}=${prepareString(text)}` : `${oid}#${hexOf(der)}`;
  return `${key.length}:${key}`;
}

/**
 * RFC 5280 §7.1 asks for PrintableString and UTF8String; IA5String is there for domain components and e-mail addresses, whose
 * case does not matter either (§7.3, §4.1.2.6). Teletex, BMP and Universal strings compare in bytes.
 */
const comparableTags: ReadonlySet<number> = new Set([derTags.utf8String, derTags.printableString, derTags.ia5String]);
