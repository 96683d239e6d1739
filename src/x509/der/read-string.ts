import type { DerElement, DerReader } from './der-reader.ts';
import { derTags } from './der-tags.ts';

/**
 * The text of a string element, with NUL and control characters kept; undefined if the type is not a string type or its bytes
 * are not text of that type. Old types and characters outside a type's set are recorded as odd.
 */
export function decodeString(
  element: DerElement,
  reader: DerReader,
  { bmpIsUsual = false }: { readonly bmpIsUsual?: boolean } = {},
): string | undefined {
  const { tag, content } = element;
  switch (tag) {
    case derTags.utf8String:
      return utf8Text(content, reader);
    case derTags.printableString:
      return printableText(content, reader);
    case derTags.ia5String:
    case derTags.numericString:
    case derTags.visibleString:
      return asciiText(content, reader);
    case derTags.t61String:
      reader.note('a T61String (TeletexString), read as Latin-1');
      return teletexText(content, reader);
    case derTags.bmpString:
      if (!bmpIsUsual) reader.note('a BMPString');
      return bmpText(content, reader);
    case derTags.universalString:
      reader.note('a UniversalString');
      return universalText(content, reader);
    default:
      return undefined;
  }
}

/** One character a byte. */
export function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/**
 * ASCII, one character a byte. Control characters are odd, and so are bytes from 0x80, which are read as Latin-1, so that the text
 * equals no ASCII name.
 */
export function asciiText(bytes: Uint8Array, reader: DerReader): string {
  const text = latin1Text(bytes);
  if (plainText.test(text)) return text;
  if (beyondAscii.test(text)) reader.note('an ASCII string holds bytes above 7f, read as Latin-1');
  if (controlCharacters.test(text)) reader.note('a string holds control characters');
  return text;
}

/** ASCII without control characters, like nearly all text in certificates. */
const plainText = /^[\u0020-\u007e]*$/;
const beyondAscii = /[\u0080-\u00ff]/;
const controlCharacters = /[\u0000-\u001f\u007f]/;

function printableText(bytes: Uint8Array, reader: DerReader): string {
  const text = latin1Text(bytes);
  if (!printableCharacters.test(text)) reader.note('a PrintableString holds characters outside its set');
  return text;
}

/** X.680 §41.4. */
const printableCharacters = /^[A-Za-z0-9 '()+,./:=?-]*$/;

function utf8Text(bytes: Uint8Array, reader: DerReader): string | undefined {
  const text = latin1Text(bytes);
  if (plainText.test(text)) return text;
  if (controlCharacters.test(text)) reader.note('a string holds control characters');
  if (!beyondAscii.test(text)) return text;
  try {
    return strictUtf8.decode(bytes);
  } catch {
    reader.note('a UTF8String that is not UTF-8');
    return undefined;
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function teletexText(bytes: Uint8Array, reader: DerReader): string {
  const text = latin1Text(bytes);
  if (controlCharacters.test(text)) reader.note('a string holds control characters');
  return text;
}

/** UCS-2, big-endian. Surrogate pairs, which the type does not have, are read as UTF-16, as Windows writes them. */
function bmpText(bytes: Uint8Array, reader: DerReader): string | undefined {
  if (bytes.length % 2 !== 0) {
    reader.note('a BMPString of an odd number of bytes');
    return undefined;
  }
  const text = Buffer.from(bytes).swap16().toString('utf16le');
  if (controlCharacters.test(text)) reader.note('a string holds control characters');
  return text;
}

function universalText(bytes: Uint8Array, reader: DerReader): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  for (let index = 0; index + 4 <= bytes.length; index += 4) {
    const point = view.getUint32(index);
    if (point > 0x10_ffff) break;
    text += String.fromCodePoint(point);
  }
  if (bytes.length % 4 === 0 && [...text].length === bytes.length / 4) return text;
  reader.note('a UniversalString that is not UCS-4');
  return undefined;
}
