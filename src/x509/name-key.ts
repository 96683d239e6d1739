import type { Name, NameAttribute } from './certificate.ts';
import { derTags } from './der-tags.ts';
import { hexOf } from './hex.ts';
import { prepareString } from './prepare-string.ts';

/** A text that is equal for two names exactly where `namesEqual` says so: for maps. It is made for machines, not for people. */
export function nameKey(name: Name): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = JSON.stringify(relativeNameKeys(name));
  keys.set(name, key);
  return key;
}

const keys = new WeakMap<Name, string>();

/** One key for each relative distinguished name, in order; the attributes of one are a set, so their order is lost. */
export function relativeNameKeys(name: Name): readonly string[] {
  const known = relativeKeys.get(name);
  if (known !== undefined) return known;
  const made = name.relativeDistinguishedNames.map((attributes) => JSON.stringify(attributes.map(attributeKey).sort()));
  relativeKeys.set(name, made);
  return made;
}

/** A name under many directory constraints is prepared once, not once for each comparison. */
const relativeKeys = new WeakMap<Name, readonly string[]>();

/** Text of a comparable type counts as prepared, whatever its type; anything else counts in its bytes. */
function attributeKey({ oid, tag, text, der }: NameAttribute): string {
  return text !== undefined && comparableTags.has(tag) ? `${oid}=${prepareString(text)}` : `${oid}#${hexOf(der)}`;
}

/**
 * RFC 5280 §7.1 asks for PrintableString and UTF8String; IA5String is there for domain components and e-mail addresses, whose
 * case does not matter either (§7.3, §4.1.2.6). Teletex, BMP and Universal strings compare in bytes.
 */
const comparableTags: ReadonlySet<number> = new Set([derTags.utf8String, derTags.printableString, derTags.ia5String]);
