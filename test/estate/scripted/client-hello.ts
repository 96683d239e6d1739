/** What a scripted peer looks at in a ClientHello (RFC 5246 §7.4.1.2). */
export interface ClientHello {
  /** `client_version`, for instance 0x0303. */
  readonly version: number;
  readonly random: Uint8Array;
  readonly suites: readonly number[];
  /** Types in order; undefined: the hello ends before the extensions field. */
  readonly extensions: readonly number[] | undefined;
  /** Length of the handshake message with its four octets of header: what old servers count. */
  readonly length: number;
}

/** Reads a ClientHello that fills one record; undefined while octets are missing. */
export function readClientHello(received: Uint8Array): ClientHello | undefined {
  const view = Buffer.from(received);
  if (view.length < 5 || view.length < 5 + view.readUInt16BE(3)) return undefined;
  const message = view.subarray(5, 5 + view.readUInt16BE(3));
  let at = 4;
  const take = (length: number): Buffer => {
    const part = message.subarray(at, at + length);
    if (part.length !== length) throw new Error('a ClientHello that ends early');
    at += length;
    return part;
  };
  const version = take(2).readUInt16BE();
  const random = take(32);
  take(take(1).readUInt8());
  const suites = codes(take(take(2).readUInt16BE()));
  take(take(1).readUInt8());
  if (at === message.length) return { version, random, suites, extensions: undefined, length: message.length };
  const end = at + 2 + take(2).readUInt16BE();
  const extensions: number[] = [];
  while (at < end) {
    extensions.push(take(2).readUInt16BE());
    take(take(2).readUInt16BE());
  }
  return { version, random, suites, extensions, length: message.length };
}

function codes(octets: Buffer): readonly number[] {
  return Array.from({ length: octets.length / 2 }, (_, index) => octets.readUInt16BE(index * 2));
}
