/**
 * Prepares a string for comparison (RFC 5280 §7.1, RFC 4518): case folded, NFKC, invisible characters dropped, white space
 * at the ends dropped and folded to one space inside. Nothing is prohibited: two names with odd characters still compare.
 */
export function prepareString(text: string): string {
  const mapped = isPlainAscii(text) ? text.toLowerCase() : foldUnicode(text);
  return foldSpaces(mapped);
}

/** Printable ASCII, of which only the case needs folding. */
function isPlainAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** RFC 4518 §2.2 and §2.3; the two letters that lower-casing leaves apart and folding does not are ß and final sigma. */
function foldUnicode(text: string): string {
  return text
    .replace(/[\t\n\v\f\r\u0085\p{Z}]/gu, ' ')
    .replace(/\p{Cc}|\p{Cf}|\u034f|\u1806|[\u180b-\u180d]|[\ufe00-\ufe0f]|\ufffc/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .normalize('NFKC');
}

function foldSpaces(text: string): string {
  return text.includes('  ') || text.startsWith(' ') || text.endsWith(' ')
    ? text.replace(/ +/g, ' ').replace(/^ | $/g, '')
    : text;
}
