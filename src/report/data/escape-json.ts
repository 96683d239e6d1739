/**
 * JSON.stringify escapes C0 controls and lone surrogates, but leaves what terminals and editors act on as well: DEL, C1
 * (where 0x9B starts an ANSI sequence), bidi and zero-width formats, U+2028 and U+2029, tags.
 */
const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Most text has nothing beyond `~`, and that is seen in a third of the time. */
const beyondPrintable = /[\u007f-\uffff]/;

/** Escapes such characters in JSON text as `\\uNNNN`; it parses to the same value. */
export function escapeJson(json: string): string {
  if (!beyondPrintable.test(json)) return json;
  return json.replace(unsafe, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
