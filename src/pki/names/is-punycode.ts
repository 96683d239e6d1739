/** Parameters of RFC 3492 §5. */
const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialN = 0x80;
const maxCodePoint = 0x10ffff;

/**
 * Whether text, an A-label without its `xn--`, decodes by RFC 3492 §6.2. Newer versions of the URL parser cannot be asked: they
 * accept broken Punycode in ASCII hosts.
 */
export function isPunycode(text: string): boolean {
  const delimiter = text.lastIndexOf('-');
  const digits = text.slice(delimiter + 1).toLowerCase();
  if (digits === '') return false;
  let length = Math.max(0, delimiter);
  let at = 0;
  let n = initialN;
  let i = 0;
  let bias = initialBias;
  while (at < digits.length) {
    const before = i;
    let weight = 1;
    for (let k = base; ; k += base) {
      const digit = digitOf(digits.charCodeAt(at));
      if (digit === undefined) return false;
      at += 1;
      i += digit * weight;
      if (i > Number.MAX_SAFE_INTEGER) return false;
      const t = Math.min(tMax, Math.max(tMin, k - bias));
      if (digit < t) break;
      weight *= base - t;
    }
    length += 1;
    bias = adapt(i - before, length, before === 0);
    n += Math.floor(i / length);
    if (n > maxCodePoint) return false;
    i = (i % length) + 1;
  }
  return true;
}

/** `a` to `z` are 0 to 25, `0` to `9` are 26 to 35; NaN, past the end, is none. */
function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26;
  return undefined;
}

/** RFC 3492 §6.1. */
function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / damp) : Math.floor(delta / 2);
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((base - tMin) * tMax) / 2; k += base) rest = Math.floor(rest / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}
