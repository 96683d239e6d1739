import { ByteReader } from '../bytes/byte-reader.ts';
import { type Tls12Cipher, vectorBytes } from '../records/tls12-ciphers.ts';

/** What one direction of a connection from SSL 3.0 to TLS 1.2 is protected with. */
export interface Tls12Keys {
  readonly version: number;
  readonly cipher: Tls12Cipher;
  readonly macKey: Uint8Array;
  readonly key: Uint8Array;
  /** Initial vector of SSL 3.0 and TLS 1.0, salt of GCM; empty for the others. */
  readonly iv: Uint8Array;
}

/** Derives the key block and splits it (RFC 5246 §6.3): MAC keys, keys, vectors; the client's before the server's. */
export function splitKeyBlock(
  version: number,
  cipher: Tls12Cipher,
  keyBlock: (length: number) => Uint8Array,
): { readonly client: Tls12Keys; readonly server: Tls12Keys } {
  const ivBytes = vectorBytes(cipher, version);
  const { macBytes, keyBytes } = cipher;
  const reader = new ByteReader(keyBlock(2 * (macBytes + keyBytes + ivBytes)), 'The key block');
  const [clientMac, serverMac] = [reader.bytes(macBytes), reader.bytes(macBytes)];
  const [clientKey, serverKey] = [reader.bytes(keyBytes), reader.bytes(keyBytes)];
  const [clientIv, serverIv] = [reader.bytes(ivBytes), reader.bytes(ivBytes)];
  return {
    client: { version, cipher, macKey: clientMac, key: clientKey, iv: clientIv },
    server: { version, cipher, macKey: serverMac, key: serverKey, iv: serverIv },
  };
}
