import type { NameAttribute } from '../certificate.ts';
import { derTags } from '../der/der-tags.ts';
import { hexOf } from '../der/hex.ts';
import { prepareString } from '../der/prepare-string.ts';

/**
 * The part of `Name.key` that one relative distinguished name makes: its attributes are a set, so their order is lost. Lengths
 * stand before everything, so that no text imitates another key, and a key starts with another only where a name starts with
 * another.
 */
export function relativeNameKey(attributes: readonly NameAttribute[]): string {
  const [only] = attributes;
  const key =
    attributes.length === 1 && only !== undefined ? attributeKey(only) : attributes.map(attributeKey).sort().join('');
  return `${key.length}/${key}`;
}

/** Text of a comparable type counts as prepared, whatever its type; anything else counts in its bytes. */
function attributeKey({ oid, tag, text, der }: NameAttribute): string {
  const key = text !== undefined && comparableTags.has(tag) ? `${oid}=${prepareString(text)}` : `${oid}#${hexOf(der)}`;
  return `${key.length}:${key}`;
}

/**
 * RFC 5280 §7.1 asks for PrintableString and UTF8String; IA5String is there for domain components and e-mail addresses, whose
 * case does not matter either (§7.3, §4.1.2.6). Teletex, BMP and Universal strings compare in bytes.
 */
const comparableTags: ReadonlySet<number> = new Set([derTags.utf8String, derTags.printableString, derTags.ia5String]);
