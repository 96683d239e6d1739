/**
 * What a terminal might act on instead of showing: controls (Cc: ANSI, newlines, bells), formats (Cf: bidi overrides,
 * zero-width characters, tags), line and paragraph separators, lone surrogates, private use and unassigned code points,
 * and blanks that only look like the space.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** A pile of more combining marks than any orthography uses would climb over the lines above. */
const pile = /(\p{M}{4})\p{M}+/gu;

/**
 * Makes text that a stranger wrote (a certificate's name, a server's greeting) safe to show: every code point that is not
 * plainly visible stands as `\u{202e}`. Output holds no newline.
 */
export function escapeForTerminal(text: string): string {
  return text.replace(unsafe, showCodePoint).replace(pile, '$1\\u{...}');
}

function showCodePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
