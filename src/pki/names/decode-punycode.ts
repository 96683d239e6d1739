/** Parameters of RFC 3492 §5. */
const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialN = 0x80;
const maxCodePoint = 0x10ffff;

/** Longest text that is decoded: a label (RFC 1035 §2.3.4). Decoding takes time that grows with the square of the length. */
const maximumLength = 63;

/**
 * Decodes text, an A-label without its `xn--`, by RFC 3492 §6.2, ASCII letters in lower case. Undefined: it is nothing that encoding
 * (§6.3) writes, because it breaks off, runs over, holds something other than letters and digits, or starts with the delimiter.
 * Newer versions of the URL parser cannot be asked: they accept broken Punycode in ASCII hosts.
 */
export function decodePunycode(text: string): string | undefined {
  if (text.length > maximumLength) return undefined;
  const delimiter = text.lastIndexOf('-');
  const digits = text.slice(delimiter + 1).toLowerCase();
  const basic = text.slice(0, Math.max(0, delimiter)).toLowerCase();
  if (delimiter === 0 || !/^[\u0000-\u007f]*$/.test(basic)) return undefined;
  const points = [...basic].map((character) => character.codePointAt(0) ?? 0);
  let at = 0;
  let n = initialN;
  let i = 0;
  let bias = initialBias;
  while (at < digits.length) {
    const before = i;
    let weight = 1;
    for (let k = base; ; k += base) {
      const digit = digitOf(digits.charCodeAt(at));
      if (digit === undefined) return undefined;
      at += 1;
      i += digit * weight;
      if (i > Number.MAX_SAFE_INTEGER) return undefined;
      const t = Math.min(tMax, Math.max(tMin, k - bias));
      if (digit < t) break;
      weight *= base - t;
    }
    const length = points.length + 1;
    bias = adapt(i - before, length, before === 0);
    n += Math.floor(i / length);
    if (n > maxCodePoint || isSurrogate(n)) return undefined;
    i %= length;
    points.splice(i, 0, n);
    i += 1;
  }
  return String.fromCodePoint(...points);
}

/** `a` to `z` are 0 to 25, `0` to `9` are 26 to 35; NaN, past the end, is none. */
function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  return undefined;
}

function isSurrogate(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff;
}

/** RFC 3492 §6.1. */
function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / damp) : Math.floor(delta / 2);
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((base - tMin) * tMax) / 2; k += base) rest = Math.floor(rest / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}
