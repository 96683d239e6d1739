import { ByteReader } from '../bytes/byte-reader.ts';
import type { NoteViolation } from '../note-violation.ts';
import { extensionName } from '../tables/extension-types.ts';

export type Extension = readonly [type: number, content: Uint8Array];

/** Extensions by type, in wire order. */
export type Extensions = ReadonlyMap<number, Uint8Array>;

/** Where extensions stand, for sentences and as the rule that they keep. */
export interface ExtensionPlace {
  /** The message, for instance `ServerHello`. */
  readonly what: string;
  /** The section that says which extensions may stand there. */
  readonly rule: string;
}

/** One extension in wire format. */
export function writeExtension([type, content]: Extension): Uint8Array {
  const bytes = new Uint8Array(4 + content.length);
  const { length } = content;
  bytes[0] = type >>> 8;
  bytes[1] = type;
  bytes[2] = length >>> 8;
  bytes[3] = length;
  bytes.set(content, 4);
  return bytes;
}

/** Reads an extension block with its length, as `readExtensionBlock`. */
export function readExtensions(reader: ByteReader, place: ExtensionPlace, note: NoteViolation): Extensions {
  return readExtensionBlock(reader.vector16(), place, note);
}

/** Reads an extension block. Of a type that stands there twice (RFC 8446 §4.2 forbids it) the first one counts. */
export function readExtensionBlock(
  content: Uint8Array,
  { what, rule }: ExtensionPlace,
  note: NoteViolation,
): Extensions {
  if (content.length === 0) return noExtensions;
  const block = new ByteReader(content, `The extension block of ${what}`);
  const extensions = new Map<number, Uint8Array>();
  while (block.remaining > 0) {
    const type = block.uint16();
    const content = block.vector16();
    if (!extensions.has(type)) extensions.set(type, content);
    else note({ rule, message: `${what} has the extension ${extensionName(type)} twice.` });
  }
  return extensions;
}

export const noExtensions: ReadonlyMap<number, Uint8Array> = new Map();

/**
 * RFC 8446 §4.2: a server must not send an extension that the client did not offer, nor one in a message where it does not
 * belong (`allowed`; undefined: in TLS 1.2 there is no such rule).
 */
export function noteForeignExtensions(
  extensions: Extensions,
  {
    what,
    rule,
    offered,
    allowed,
  }: ExtensionPlace & {
    readonly offered: ReadonlySet<number>;
    readonly allowed?: ReadonlySet<number>;
  },
  note: NoteViolation,
): void {
  if (extensions.size === 0) return;
  const types = [...extensions.keys()];
  const unsolicited = types.filter((type) => !offered.has(type));
  const misplaced = allowed === undefined ? [] : types.filter((type) => offered.has(type) && !allowed.has(type));
  if (unsolicited.length > 0) {
    note({ rule, message: `${what} has ${listNames(unsolicited)}, which the hello did not offer.` });
  }
  if (misplaced.length > 0) {
    note({ rule, message: `${what} has ${listNames(misplaced)}, which must not stand there.` });
  }
}

/** Extensions named in one sentence; a server may send thousands. */
const maxNamed = 8;

function listNames(types: readonly number[]): string {
  const named = types.slice(0, maxNamed).map(extensionName);
  const more = types.length - named.length;
  const last = more > 0 ? `${more} more` : named.pop();
  const all = named.length === 0 ? `${last}` : `${named.join(', ')} and ${last}`;
  return `the ${types.length === 1 ? 'extension' : 'extensions'} ${all}`;
}
