import { mutateBytes } from './mutate-bytes.ts';
import type { Random } from './random.ts';

/** DER as a tree: what holds elements is taken apart, OCTET and BIT STRINGs that hold DER included. */
interface Node {
  tag: number;
  /** Octets before the elements inside: the count of unused bits of a BIT STRING. */
  prefix: Uint8Array;
  inside: Node[] | undefined;
  content: Uint8Array;
}

const deepest = 24;

/**
 * Changes what DER says and keeps its lengths right, so that the change reaches the readers behind the first one. Bytes
 * that are no DER, and one time in six any, are changed as bytes.
 */
export function mutateDer(der: Uint8Array, random: Random): Uint8Array {
  const root = random.onceIn(6) ? undefined : parseOne(der, 0);
  if (root === undefined) return mutateBytes(der, random);
  for (let left = 1 + random.below(random.onceIn(2) ? 3 : 1); left > 0; left -= 1) changeTree(root, random);
  return write(root);
}

/** Parts of a certificate, CRL or OCSP response: what is signed, the algorithm, the signature. */
export function partsOf(der: Uint8Array): readonly Uint8Array[] {
  return parseOne(der, 0)?.inside?.map(write) ?? [];
}

function changeTree(root: Node, random: Random): void {
  const all: { readonly node: Node; readonly siblings: Node[] }[] = [];
  const visit = (siblings: Node[]): void => {
    for (const node of siblings) {
      all.push({ node, siblings });
      if (node.inside !== undefined) visit(node.inside);
    }
  };
  visit([root]);
  const { node, siblings } = random.pick(all);
  const at = siblings.indexOf(node);
  switch (random.below(9)) {
    case 0:
      if (siblings.length > 1) siblings.splice(at, 1);
      break;
    case 1:
      siblings.splice(at, 0, copy(node));
      break;
    case 2:
      siblings.splice(at, 0, copy(random.pick(all).node));
      break;
    case 3:
      node.tag = random.onceIn(2) ? node.tag ^ (1 << random.below(8)) : random.pick(tags);
      break;
    case 4:
      siblings.push(...siblings.splice(at, 1));
      break;
    case 5: {
      const other = random.pick(all).node;
      Object.assign(node, copy(other));
      break;
    }
    case 6:
      for (let times = random.below(random.onceIn(10) ? 300 : 6); times > 0; times -= 1)
        siblings.splice(at, 0, copy(node));
      break;
    default:
      node.content = isTime(node) && random.onceIn(2) ? random.pick(times) : mutateBytes(contentOf(node), random);
      node.inside = undefined;
      node.prefix = new Uint8Array();
  }
}

/** Times whose like is rarely hit by chance: at both ends of what can be written, and past them by an offset. */
const times = [
  ...['00000101000000Z', '00000101000000+2359', '99991231235959Z', '99991231235959-2359', '99991231235959+0000'],
  ...['19700101000000Z', '20380119031408Z', '20240229120000Z', '500101000000Z', '491231235959Z', '4912312359-2359'],
].map((text) => new Uint8Array(Buffer.from(text)));

function isTime({ tag }: Node): boolean {
  return tag === 0x17 || tag === 0x18;
}

const tags = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80, 0x81, 0x82,
  0x86, 0x87, 0xa0, 0xa1, 0xa3, 0xa4,
] as const;

function parseOne(bytes: Uint8Array, depth: number): Node | undefined {
  const all = parseAll(bytes, depth);
  return all?.length === 1 ? all[0] : undefined;
}

function parseAll(bytes: Uint8Array, depth: number): Node[] | undefined {
  const nodes: Node[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1];
    if (first === undefined || (tag & 0x1f) === 0x1f || first === 0x80 || first > 0x83) return undefined;
    const octets = first < 0x80 ? 0 : first & 0x7f;
    let length = octets === 0 ? first : 0;
    for (let index = 0; index < octets; index += 1) length = length * 256 + (bytes[at + 2 + index] ?? 0);
    const start = at + 2 + octets;
    if (start + length > bytes.length) return undefined;
    nodes.push(nodeOf(tag, bytes.subarray(start, start + length), depth));
    at = start + length;
  }
  return nodes.length === 0 ? undefined : nodes;
}

function nodeOf(tag: number, content: Uint8Array, depth: number): Node {
  const prefixLength = tag === 0x03 && content[0] === 0 ? 1 : 0;
  const mayHold = (tag & 0x20) !== 0 || tag === 0x04 || prefixLength === 1;
  const inside = mayHold && depth < deepest ? parseAll(content.subarray(prefixLength), depth + 1) : undefined;
  return { tag, prefix: content.subarray(0, inside === undefined ? 0 : prefixLength), inside, content };
}

function contentOf({ inside, prefix, content }: Node): Uint8Array {
  return inside === undefined ? content : new Uint8Array(Buffer.concat([prefix, ...inside.map(write)]));
}

function write(node: Node): Uint8Array {
  const content = contentOf(node);
  const { length } = content;
  const head =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : length < 0x10000
          ? [0x82, length >> 8, length & 0xff]
          : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
  return new Uint8Array(Buffer.concat([Uint8Array.of(node.tag, ...head), content]));
}

function copy({ tag, prefix, inside, content }: Node): Node {
  return { tag, prefix, inside: inside?.map(copy), content };
}
