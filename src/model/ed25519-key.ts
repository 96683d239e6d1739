/** SubjectPublicKeyInfo of an Ed25519 key before its 32 bytes: RFC 8410 §4. */
const header = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);
const keyBytes = 32;

/** What the base64 of every such key begins with: the header fills whole groups of it. */
const beginning = Buffer.from(header).toString('base64');

/** Whether a text is meant as the base64 of an Ed25519 public key, right or not. */
export function looksLikeEd25519Key(text: string): boolean {
  return text.startsWith(beginning);
}

/** SubjectPublicKeyInfo (DER) of an Ed25519 key in base64; undefined: it is not one. */
export function decodeEd25519Key(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  const isOne = bytes.length === header.length + keyBytes && header.every((byte, index) => bytes[index] === byte);
  return isOne && Buffer.from(bytes).toString('base64') === text ? bytes : undefined;
}
