import { type Part, readBytes } from './conversation.ts';
import { PacketReader } from './packet-reader.ts';

/** A BER element: its identifier octet, and its contents. */
export interface BerElement {
  readonly tag: number;
  readonly contents: Uint8Array;
}

/** The length octets of X.690 §8.1.3: the length; undefined if it is indefinite, reserved, or beyond what a number holds exactly. */
export function* readBerLength(awaits: string): Part<number | undefined> {
  const first = (yield* readBytes(1, awaits))[0] as number;
  if (first < 0x80) return first;
  const count = first & 0x7f;
  if (count === 0 || count === 0x7f) return undefined;
  return numberOf(yield* readBytes(count, awaits));
}

/** Splits the contents of a constructed element into its elements; undefined if they do not fill it. */
export function splitBer(contents: Uint8Array): readonly BerElement[] | undefined {
  const reader = new PacketReader(contents);
  const elements: BerElement[] = [];
  while (reader.remaining > 0) {
    const tag = reader.uint8();
    const length = takeLength(reader);
    // RFC 4511 has no tag of more than one octet.
    if (length === undefined || (tag & 0x1f) === 0x1f) return undefined;
    elements.push({ tag, contents: reader.bytes(length) });
  }
  return reader.isCut ? undefined : elements;
}

function takeLength(reader: PacketReader): number | undefined {
  const first = reader.uint8();
  if (first < 0x80) return first;
  const count = first & 0x7f;
  return count === 0 || count === 0x7f ? undefined : numberOf(reader.bytes(count));
}

/** A number without sign, with any leading zeros; undefined beyond 2^31, where everything is too long. */
export function numberOf(octets: Uint8Array): number | undefined {
  let value = 0;
  for (const octet of octets) {
    value = value * 0x100 + octet;
    if (value > 0x7fff_ffff) return undefined;
  }
  return value;
}
