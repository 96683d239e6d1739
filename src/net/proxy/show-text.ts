/** Bytes of a quotation that are shown. */
const maxShownBytes = 120;

/** What a peer sent, a character a byte, in quotation marks: printable ASCII as it is, everything else as `\xNN`, because it may reach a terminal; cut when long. */
export function showText(text: string): string {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const shown = Array.from(bytes.subarray(0, maxShownBytes), showByte).join('');
  return bytes.length > maxShownBytes ? `"${shown}…"` : `"${shown}"`;
}

function showByte(byte: number): string {
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
