import type { DerReader } from './der-reader.ts';
import { derTags } from './der-tags.ts';

/**
 * Longest OBJECT IDENTIFIER read, in content bytes. OpenSSL refuses to print beyond 586 bits an arc and mbedTLS stops at 128
 * sub-identifiers; a UUID arc (2.25.…) takes 20 bytes.
 */
const MAX_OID_BYTES = 128;

/** Arcs up to here are summed as numbers without loss, seven bits at a time. */
const LARGEST_SAFE_PREFIX = 2 ** 46;

/** Reads an OBJECT IDENTIFIER as dotted decimals; unfinished and padded arcs are refused (X.690 §8.19.2). */
export function readObjectIdentifier(reader: DerReader, what: string, tag: number = derTags.objectIdentifier): string {
  const content = reader.content(tag, what);
  if (content.length > MAX_OID_BYTES) {
    reader.fail('budget', `The OBJECT IDENTIFIER ${what} has ${content.length} bytes, more than ${MAX_OID_BYTES}.`);
    return '';
  }
  const dotted = decodeObjectIdentifier(content);
  if (dotted === undefined) reader.fail('bad-value', `The OBJECT IDENTIFIER ${what} is malformed.`);
  return dotted ?? '';
}

function decodeObjectIdentifier(content: Uint8Array): string | undefined {
  if (content.length === 0 || (content[content.length - 1] ?? 0) >= 0x80) return undefined;
  let dotted = '';
  let arc = 0;
  let large: bigint | undefined;
  let startsArc = true;
  for (const octet of content) {
    if (startsArc && octet === 0x80) return undefined;
    const bits = octet & 0x7f;
    if (large !== undefined) large = (large << 7n) | BigInt(bits);
    else if (arc >= LARGEST_SAFE_PREFIX) large = (BigInt(arc) << 7n) | BigInt(bits);
    else arc = arc * 0x80 + bits;
    startsArc = octet < 0x80;
    if (!startsArc) continue;
    dotted = dotted === '' ? firstTwoArcs(arc, large) : `${dotted}.${large ?? arc}`;
    arc = 0;
    large = undefined;
  }
  return dotted;
}

/** X.690 §8.19.4: the first sub-identifier holds two arcs, and only below 2 may the second reach beyond 39. */
function firstTwoArcs(arc: number, large: bigint | undefined): string {
  if (large !== undefined) return `2.${large - 80n}`;
  const first = Math.min(2, Math.floor(arc / 40));
  return `${first}.${arc - first * 40}`;
}
