const encoder = new TextEncoder();

/** Length in UTF-8, which is what monitors count. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** The text, or as much of it as fits with an ellipsis. */
export function cutToBytes(text: string, maxBytes: number): string {
  if (byteLength(text) <= maxBytes) return text;
  const kept = encoder.encode(text).slice(0, maxBytes - byteLength('…'));
  return `${new TextDecoder().decode(kept).replace(/\uFFFD+$/, '')}…`;
}
