/** How the text of a file is encoded. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/**
 * Tells the encoding of a text by its first two bytes: a byte order mark, as PowerShell's `>` and the Notepad of Windows write it, or a
 * zero byte beside an ASCII character, which UTF-8 never has there (RFC 4627 §3). UTF-8 if there are fewer.
 */
export function textEncodingOf([first, second]: Uint8Array): TextEncoding {
  if (first === undefined || second === undefined) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (isAscii(first) && second === 0) return 'utf-16le';
  return first === 0 && isAscii(second) ? 'utf-16be' : 'utf-8';
}

/** A text in UTF-8 or UTF-16; a byte order mark goes. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(textEncodingOf(bytes)).decode(bytes);
}

function isAscii(byte: number): boolean {
  return byte > 0 && byte < 0x80;
}
