import type { Random } from './random.ts';

const interesting = [0x00, 0x01, 0x02, 0x03, 0x7f, 0x80, 0x81, 0x84, 0xff, 0x16, 0x15, 0x14, 0x17, 0x0b, 0x30] as const;

/** One to four changes: bytes overwritten, cut out, doubled, put in, or the tail cut off. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = bytes;
  for (let left = 1 + random.below(random.onceIn(2) ? 4 : 1); left > 0; left -= 1) mutated = change(mutated, random);
  return mutated;
}

function change(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length === 0) return random.bytes(1 + random.below(8));
  const at = random.below(bytes.length);
  const head = bytes.subarray(0, at);
  const length = 1 + random.below(random.onceIn(8) ? 400 : 8);
  switch (random.below(8)) {
    case 0:
      return joined(head, bytes.subarray(at + length));
    case 1:
      return joined(head, bytes.subarray(at, at + length), bytes.subarray(at));
    case 2:
      return joined(head, random.bytes(length), bytes.subarray(at));
    case 3:
      return random.onceIn(4) ? head : joined(head, random.bytes(length), bytes.subarray(at + length));
    case 4:
      return joined(head, Uint8Array.of((bytes[at] ?? 0) ^ (1 << random.below(8))), bytes.subarray(at + 1));
    case 5: {
      const from = random.below(bytes.length);
      return joined(head, bytes.subarray(from, from + length), bytes.subarray(at));
    }
    default:
      return joined(head, Uint8Array.of(random.pick(interesting)), bytes.subarray(at + 1));
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
