import { ByteReader } from '../bytes/byte-reader.ts';
import { extensionName } from '../tables/extension-types.ts';
import { abort } from '../handshake-error.ts';

export type Extension = readonly [type: number, content: Uint8Array];

/** Extensions by type, in wire order. */
export type Extensions = ReadonlyMap<number, Uint8Array>;

/** One extension in wire format. */
export function writeExtension([type, content]: Extension): Uint8Array {
  const bytes = new Uint8Array(4 + content.length);
  bytes.set([type >>> 8, type, content.length >>> 8, content.length]);
  bytes.set(content, 4);
  return bytes;
}

/** Reads an extension block with its length. Duplicates abort (RFC 8446 §4.2). `what` names the message. */
export function readExtensions(reader: ByteReader, what: string): Extensions {
  const content = reader.vector16();
  if (content.length === 0) return noExtensions;
  const block = new ByteReader(content, `The extension block of ${what}`);
  const extensions = new Map<number, Uint8Array>();
  while (block.remaining > 0) {
    const type = block.uint16();
    const content = block.vector16();
    if (extensions.has(type)) abort(`${what} has the extension ${extensionName(type)} twice.`);
    extensions.set(type, content);
  }
  return extensions;
}

export const noExtensions: ReadonlyMap<number, Uint8Array> = new Map();

/** RFC 8446 §4.2: a server must not send an extension that the client did not offer. */
export function rejectUnsolicitedExtensions(extensions: Extensions, offered: ReadonlySet<number>, what: string): void {
  for (const type of extensions.keys()) {
    if (!offered.has(type)) {
      abort(
        `${what} has the extension ${extensionName(type)}, which the hello did not offer.`,
        'unsupported_extension',
      );
    }
  }
}
