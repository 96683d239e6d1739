import type { Name, NameAttribute } from '../certificate.ts';
import { derTags } from '../der/der-tags.ts';
import { hexOf } from '../der/hex.ts';
import { prepareString } from './prepare-string.ts';

/**
 * The part of `Name.key` for one relative distinguished name. Its attributes are a set, so they are sorted. Every part starts
 * with its length, so that no text can imitate another key, and a key starts with another only if the name starts with the other
 * name.
 */
export function relativeNameKey(
  attributes: readonly NameAttribute[],
  isComparable: (tag: number) => boolean = isUsualStringTag,
): string {
  const [only] = attributes;
  const key =
    attributes.length === 1 && only !== undefined
      ? attributeKey(only, isComparable)
      : attributes
          .map((attribute) => attributeKey(attribute, isComparable))
          .sort()
          .join('');
  return `${key.length}/${key}`;
}

/** As `Name.key`, but texts of every string type compare as text. */
export function textKey({ relativeDistinguishedNames }: Name): string {
  return relativeDistinguishedNames.map((attributes) => relativeNameKey(attributes, isStringTag)).join('');
}

/** Whether values of this type are text. */
export function isStringTag(tag: number): boolean {
  return stringTags.has(tag);
}

/** Text of comparable types is prepared and compared whatever the type; other values are compared in bytes. */
function attributeKey({ oid, tag, text, der }: NameAttribute, isComparable: (tag: number) => boolean): string {
  const key = text !== undefined && isComparable(tag) ? `${oid}=${prepareString(text)}` : `${oid}#${hexOf(der)}`;
  return `${key.length}:${key}`;
}

/**
 * RFC 5280 §7.1 asks for PrintableString and UTF8String; IA5String is there for domain components and e-mail addresses, whose
 * case does not matter either (§7.3, §4.1.2.6). Teletex, BMP and Universal strings compare in bytes.
 */
function isUsualStringTag(tag: number): boolean {
  return usualStringTags.has(tag);
}

const usualStringTags: ReadonlySet<number> = new Set([derTags.utf8String, derTags.printableString, derTags.ia5String]);

const stringTags: ReadonlySet<number> = new Set([
  ...usualStringTags,
  derTags.numericString,
  derTags.visibleString,
  derTags.t61String,
  derTags.bmpString,
  derTags.universalString,
]);
