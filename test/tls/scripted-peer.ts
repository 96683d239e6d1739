import { createHash, type KeyObject, sign } from 'node:crypto';

import { ByteReader } from '../../src/tls/byte-reader.ts';
import { ascii, concatenate, uint16, uint24, uint8, vector16, vector8 } from '../../src/tls/byte-writer.ts';
import { cipherSuite } from '../../src/tls/cipher-suites.ts';
import { type Extension, writeExtension } from '../../src/tls/extensions.ts';
import { writeHandshakeMessage } from '../../src/tls/handshake-message.ts';
import { writeRecords } from '../../src/tls/record.ts';
import { deriveHandshakeKeys, finishedVerifyData, type TrafficKeys } from '../../src/tls/tls13-keys.ts';
import { createTls13Opener, createTls13Sealer } from '../../src/tls/tls13-protection.ts';
import { seededBytes, seededOptions } from './seeded.ts';

/** Building blocks of a server's side, right or wrong on purpose. */

export interface HelloFields {
  readonly version?: number;
  readonly random?: Uint8Array;
  readonly sessionId?: Uint8Array;
  readonly suite?: number;
  readonly compression?: number;
  readonly extensions?: readonly Extension[];
}

/** A ServerHello message; by default TLS 1.2 with RSA and AES-128-SHA, and no extension. */
export function serverHello(fields: HelloFields = {}): Uint8Array {
  const body = concatenate([
    uint16(fields.version ?? 0x0303),
    fields.random ?? new Uint8Array(32).fill(0x5e),
    vector8(fields.sessionId ?? new Uint8Array(0)),
    uint16(fields.suite ?? 0x002f),
    uint8(fields.compression ?? 0),
    fields.extensions === undefined ? new Uint8Array(0) : writeExtensions(fields.extensions),
  ]);
  return writeHandshakeMessage(0x02, body);
}

/** A Certificate message of SSL 3.0 to TLS 1.2. */
export function certificate(...chain: readonly Uint8Array[]): Uint8Array {
  const list = concatenate(chain.map((der) => concatenate([uint24(der.length), der])));
  return writeHandshakeMessage(0x0b, concatenate([uint24(list.length), list]));
}

export const serverHelloDone = writeHandshakeMessage(0x0e, new Uint8Array(0));

/** Handshake messages in one plaintext record. */
export function handshake(...messages: readonly Uint8Array[]): Uint8Array {
  return writeRecords(0x16, 0x0303, concatenate(messages));
}

/** A record of any type and content, an empty one included. */
export function record(type: number, ...content: readonly number[]): Uint8Array {
  return concatenate([uint8(type), uint16(0x0301), uint16(content.length), Uint8Array.from(content)]);
}

/** What a server needs to know of a hello. */
export function readClientHello(sent: Uint8Array) {
  const outer = new ByteReader(sent, 'record');
  outer.bytes(3);
  const message = outer.vector16();
  const reader = new ByteReader(message.subarray(4), 'ClientHello');
  reader.uint16();
  const random = reader.bytes(32);
  const sessionId = reader.vector8();
  reader.vector16();
  reader.vector8();
  const extensions = new ByteReader(reader.vector16(), 'extensions');
  const found = new Map<number, Uint8Array>();
  while (extensions.remaining > 0) found.set(extensions.uint16(), extensions.vector16());
  return { message, random, sessionId, extensions: found };
}

/** A TLS 1.3 server that keeps the transcript and seals what it is told to say. */
export interface Tls13Peer {
  /** ServerHello as a record; sets up the keys. */
  hello(fields?: HelloFields): Uint8Array;
  /** Adds messages to the transcript and seals them in one record. */
  say(...messages: readonly Uint8Array[]): Uint8Array;
  /** As `say`, one record a byte. */
  spell(message: Uint8Array): Uint8Array;
  /** Seals any content as it is. */
  seal(type: number, content: Uint8Array): Uint8Array;
  /** CertificateVerify over the transcript so far. `options` as `crypto.sign` takes them. */
  verify(scheme: number, hash: string | undefined, key: KeyObject, options?: object): Uint8Array;
  finished(): Uint8Array;
  /** Opens what the client sealed. */
  open(type: number, payload: Uint8Array): { readonly type: number; readonly payload: Uint8Array };
}

const suite = cipherSuite(0x1301);

export function createTls13Peer(clientHello: Uint8Array): Tls13Peer {
  const client = readClientHello(clientHello);
  const own = seededOptions('server').keyShare('x25519');
  const transcript: Uint8Array[] = [client.message];
  let keys: { readonly client: TrafficKeys; readonly server: TrafficKeys } | undefined;
  let sealer = (_type: number, _content: Uint8Array): Uint8Array => new Uint8Array(0);
  let opener: ReturnType<typeof createTls13Opener> | undefined;
  const digest = (): Uint8Array => createHash('sha256').update(concatenate(transcript)).digest();

  return {
    hello: (fields = {}) => {
      const share: Extension = [0x33, concatenate([uint16(0x1d), vector16(own.publicKey)])];
      const message = serverHello({
        suite: suite.code,
        random: seededBytes('server random')(32),
        sessionId: client.sessionId,
        extensions: [[0x2b, uint16(0x0304)], share],
        ...fields,
      });
      transcript.push(message);
      const secret = own.deriveSecret(client.extensions.get(0x33)?.subarray(6) ?? new Uint8Array(0));
      keys = deriveHandshakeKeys(suite, secret ?? new Uint8Array(0), digest());
      sealer = createTls13Sealer(suite, keys.server);
      opener = createTls13Opener(suite, keys.client);
      return handshake(message);
    },
    say: (...messages) => {
      transcript.push(...messages);
      return sealer(0x16, concatenate(messages));
    },
    spell: (message) => {
      transcript.push(message);
      return concatenate(Array.from(message, (byte) => sealer(0x16, Uint8Array.of(byte))));
    },
    seal: (type, content) => sealer(type, content),
    verify: (scheme, hash, key, options = {}) => {
      const context = ascii('TLS 1.3, server CertificateVerify');
      const signed = concatenate([new Uint8Array(64).fill(0x20), context, uint8(0), digest()]);
      const signature = sign(hash, signed, { key, ...options });
      return writeHandshakeMessage(0x0f, concatenate([uint16(scheme), vector16(signature)]));
    },
    finished: () =>
      writeHandshakeMessage(0x14, finishedVerifyData(suite, keys?.server.secret ?? new Uint8Array(0), digest())),
    open: (type, payload) => {
      if (opener === undefined) throw new Error('no keys yet');
      return opener({ type, version: 0x0303, payload });
    },
  };
}

export function encryptedExtensions(...extensions: readonly Extension[]): Uint8Array {
  return writeHandshakeMessage(0x08, writeExtensions(extensions));
}

/** An extension block with its length. */
export function writeExtensions(extensions: readonly Extension[]): Uint8Array {
  return vector16(...extensions.map(writeExtension));
}

export interface EntryFields {
  readonly der: Uint8Array;
  readonly extensions?: readonly Extension[];
}

/** A TLS 1.3 Certificate message. */
export function certificateEntries(entries: readonly EntryFields[], context = new Uint8Array(0)): Uint8Array {
  const list = concatenate(
    entries.map(({ der, extensions = [] }) => {
      return concatenate([uint24(der.length), der, writeExtensions(extensions)]);
    }),
  );
  return writeHandshakeMessage(0x0b, concatenate([vector8(context), uint24(list.length), list]));
}
