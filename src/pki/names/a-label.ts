import { decodePunycode } from './decode-punycode.ts';

/** What keeps a label that starts with `xn--` from being an A-label, as a clause that follows the label. */
export type ALabelDefect =
  | 'is not Punycode'
  | 'encodes ASCII only'
  | 'is not in Unicode Normalization Form C'
  | 'encodes characters or hyphens that IDNA2008 does not allow there';

/**
 * What is wrong with a label that starts with `xn--`, whatever its case; undefined: nothing. It is sound if it is Punycode of a text
 * beyond ASCII (RFC 5890 §2.3.2.1) that is normalized and stable and has no hyphen or combining mark where none may be (RFC 5891
 * §4.2, RFC 5892 §2.2). Rules that follow the version of Unicode (unassigned characters, symbols) and those on the order of letters
 * are left out: CA/B Forum 1.6.1 asks of a P-label only that it is Punycode.
 */
export function findALabelDefect(label: string): ALabelDefect | undefined {
  const text = decodePunycode(label.slice('xn--'.length));
  if (text === undefined || text === '') return 'is not Punycode';
  if (/^[\u0000-\u007f]*$/.test(text)) return 'encodes ASCII only';
  if (text.normalize('NFC') !== text) return 'is not in Unicode Normalization Form C';
  return isOutsideIdna.test(text) ? 'encodes characters or hyphens that IDNA2008 does not allow there' : undefined;
}

/**
 * A character that folding or compatibility normalization changes, upper case among them; the four that RFC 5892 §2.6 and appendix A
 * allow nevertheless apart. Or a combining mark in first place, or hyphens in first, last, or third and fourth place.
 */
const isOutsideIdna = /(?![ßς\u200c\u200d])\p{Changes_When_NFKC_Casefolded}|^\p{M}|^-|-$|^..--/u;
