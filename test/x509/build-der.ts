/** Writes DER for tests, wrong on purpose where a test wants it: nothing is checked. */
export function der(tag: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  const length =
    content.length < 0x80
      ? [content.length]
      : content.length < 0x100
        ? [0x81, content.length]
        : content.length < 0x1_0000
          ? [0x82, content.length >> 8, content.length & 0xff]
          : [0x83, content.length >> 16, (content.length >> 8) & 0xff, content.length & 0xff];
  return new Uint8Array(Buffer.concat([Uint8Array.of(tag, ...length), content]));
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Uint8Array => der(0x31, ...parts);
export const octets = (...parts: readonly Uint8Array[]): Uint8Array => der(0x04, ...parts);
export const integer = (...bytes: readonly number[]): Uint8Array => der(0x02, Uint8Array.from(bytes));
export const boolean = (octet: number): Uint8Array => der(0x01, Uint8Array.of(octet));
export const bits = (unused: number, ...bytes: readonly number[]): Uint8Array =>
  der(0x03, Uint8Array.of(unused, ...bytes));
export const nullValue = Uint8Array.of(0x05, 0x00);
export const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s/g, ''), 'hex'));

/** An OBJECT IDENTIFIER with arcs below 2^28. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): readonly number[] {
  const octets = [arc & 0x7f];
  for (let left = arc >>> 7; left > 0; left >>>= 7) octets.unshift((left & 0x7f) | 0x80);
  return octets;
}

/** A name with one attribute for each relative distinguished name; text is a UTF8String unless given as an element. */
export function name(...attributes: readonly (readonly [string, string | Uint8Array])[]): Uint8Array {
  return sequence(...attributes.map((one) => set(attribute(...one))));
}

export function attribute(type: string, value: string | Uint8Array): Uint8Array {
  return sequence(oid(type), typeof value === 'string' ? der(0x0c, Buffer.from(value, 'utf8')) : value);
}

export function extension(type: string, value: Uint8Array, critical?: Uint8Array): Uint8Array {
  return sequence(oid(type), ...(critical === undefined ? [] : [critical]), octets(value));
}

/** Parts of a certificate to replace; each is a whole element, an empty array leaves the part out. */
export interface CertificateParts {
  readonly version?: Uint8Array;
  readonly serialNumber?: Uint8Array;
  readonly signatureAlgorithm?: Uint8Array;
  readonly issuer?: Uint8Array;
  readonly validity?: Uint8Array;
  readonly subject?: Uint8Array;
  readonly publicKey?: Uint8Array;
  readonly uniqueIdentifiers?: Uint8Array;
  readonly extensions?: readonly Uint8Array[];
  readonly signature?: Uint8Array;
}

/** A certificate whose signature means nothing. */
export function certificate(parts: CertificateParts = {}): Uint8Array {
  const algorithm = parts.signatureAlgorithm ?? sequence(oid('1.2.840.113549.1.1.11'), nullValue);
  const extensions = parts.extensions ?? [extension('2.5.29.19', sequence(), boolean(0xff))];
  const tbs = sequence(
    parts.version ?? der(0xa0, integer(2)),
    parts.serialNumber ?? integer(0x01, 0x02),
    algorithm,
    parts.issuer ?? name(['2.5.4.3', 'Issuer']),
    parts.validity ?? sequence(der(0x17, '250101000000Z'), der(0x17, '300101000000Z')),
    parts.subject ?? name(['2.5.4.3', 'www.contoso.com']),
    parts.publicKey ?? sequence(sequence(oid('1.3.101.112')), bits(0, ...new Array<number>(32).fill(7))),
    parts.uniqueIdentifiers ?? new Uint8Array(0),
    ...(extensions.length === 0 ? [] : [der(0xa3, sequence(...extensions))]),
  );
  return sequence(tbs, algorithm, parts.signature ?? bits(0, 1, 2, 3, 4));
}
