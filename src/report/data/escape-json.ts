/**
 * JSON.stringify escapes C0 controls and lone surrogates, but leaves what terminals and editors act on as well: DEL, C1
 * (where 0x9B starts an ANSI sequence), bidi and zero-width formats, U+2028 and U+2029, tags.
 */
const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** C0 controls, which JSON.stringify escapes, apart. */
const beyondAscii = /[\u007f-\uffff]/;

/** Escapes such characters in JSON text as `\uNNNN`; it parses to the same value. */
export function escapeJson(json: string): string {
  // Most texts are ASCII, which is quicker to see than what the pattern of categories looks for.
  return beyondAscii.test(json)
    ? json.replace(unsafe, (character) => character.split('').map(escapeUnit).join(''))
    : json;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
