/**
 * Longest text that is normalised. Ordering combining marks takes time that grows with the square of their number (ICU: 1.3 s for
 * 80,000), and a peer chooses the text. RFC 5280 A.1 allows names of 64 or 128 characters.
 */
const MAX_NORMALISED_LENGTH = 512;

/**
 * Prepares a string for comparison (RFC 5280 §7.1, RFC 4518): case folded, NFKC, invisible characters dropped, white space
 * at the ends dropped and folded to one space inside. No character is prohibited, so that names with odd characters compare
 * too. A text of more than 512 characters is folded, but not normalised.
 */
export function prepareString(text: string): string {
  if (singleWords.test(text)) return text.toLowerCase();
  return foldSpaces(foldUnicode(text));
}

/** Printable ASCII with single spaces inside, like most names: only the case needs folding. */
const singleWords = /^[!-~]+(?: [!-~]+)*$/;

/** RFC 4518 §2.2 and §2.3. Case folding differs from lower case in two letters: ß and final sigma. */
function foldUnicode(text: string): string {
  const form = (folded: string): string => (text.length > MAX_NORMALISED_LENGTH ? folded : folded.normalize('NFKC'));
  const visible = text
    .replace(/[\t\n\v\f\r\u0085\p{Z}]/gu, ' ')
    .replace(/\p{Cc}|\p{Cf}|\u034f|\u1806|[\u180b-\u180d]|[\ufe00-\ufe0f]|\ufffc/gu, '');
  return form(form(visible).toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ'));
}

function foldSpaces(text: string): string {
  return text.includes('  ') || text.startsWith(' ') || text.endsWith(' ')
    ? text.replace(/ +/g, ' ').replace(/^ | $/g, '')
    : text;
}
