/**
 * Texts kept as bytes that the garbage collector never looks at. What lives long in its heap costs several times its size
 * there: V8 lets the heap grow to four times what was left of it before it collects again.
 */
export interface TextArena {
  /** Keeps a text of less than a mebibyte, and says where. */
  readonly add: (text: string) => number;
  readonly read: (place: number) => string;
}

/** Bytes taken from the system at once. */
const pieceBytes = 1_048_576;

/** A place is one number: its piece, its first byte in it, its length. */
const startUnit = 2 ** 20;
const pieceUnit = 2 ** 40;

export function createTextArena(): TextArena {
  const pieces: Buffer[] = [];
  let used = pieceBytes;
  return {
    add: (text) => {
      const length = Buffer.byteLength(text);
      if (length >= pieceBytes) throw new Error(`a text of ${length} bytes is too long to be kept`);
      if (used + length > pieceBytes) {
        pieces.push(Buffer.allocUnsafeSlow(pieceBytes));
        used = 0;
      }
      pieces.at(-1)?.write(text, used);
      const place = (pieces.length - 1) * pieceUnit + used * startUnit + length;
      used += length;
      return place;
    },
    read: (place) => {
      const start = Math.floor((place % pieceUnit) / startUnit);
      return pieces[Math.floor(place / pieceUnit)]?.toString('utf8', start, start + (place % startUnit)) ?? '';
    },
  };
}
