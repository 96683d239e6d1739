/**
 * What a terminal might act on instead of showing: controls (Cc: ANSI, newlines, bells), formats (Cf: bidi overrides,
 * zero-width characters, tags), line and paragraph separators, lone surrogates, private use and unassigned code points,
 * and blanks that only look like the space.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** More combining marks than any orthography uses would be drawn over the lines above. */
const pile = /(\p{M}{4})\p{M}+/gu;

/**
 * Makes untrusted text (a name in a certificate, a server's banner) safe to show: every code point that is not visible
 * as such is written as `\u{202e}`. Output holds no newline.
 */
export function escapeForTerminal(text: string): string {
  return text.replace(unsafe, showCodePoint).replace(pile, '$1\\u{...}');
}

function showCodePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
