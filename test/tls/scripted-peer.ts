import { createHash, type KeyObject, sign } from 'node:crypto';

import {
  handshake,
  type ServerHelloFields,
  serverHello as writeServerHello,
  writeExtensions,
} from '../zoo/server-messages.ts';
import { ByteReader } from '../../src/tls/bytes/byte-reader.ts';
import { ascii, concatenate, uint16, uint8, vector16, vector24, vector8 } from '../../src/tls/bytes/byte-writer.ts';
import { cipherSuite } from '../../src/tls/tables/cipher-suites.ts';
import type { Extension } from '../../src/tls/messages/extensions.ts';
import { writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import { deriveHandshakeKeys, finishedVerifyData, type TrafficKeys } from '../../src/tls/keys/tls13-keys.ts';
import { createTls13Opener, createTls13Sealer } from '../../src/tls/records/tls13-protection.ts';
import { seededBytes, seededOptions } from './seeded.ts';

/** Building blocks of a server's side, right or wrong on purpose. */

/** A ServerHello message with the same random each time; by default TLS 1.2 with RSA and AES-128-SHA, and no extension. */
export function serverHello(fields: ServerHelloFields = {}): Uint8Array {
  return writeServerHello({ random: new Uint8Array(32).fill(0x5e), ...fields });
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
  hello(fields?: ServerHelloFields): Uint8Array;
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

export interface EntryFields {
  readonly der: Uint8Array;
  readonly extensions?: readonly Extension[];
}

/** A TLS 1.3 Certificate message. */
export function certificateEntries(entries: readonly EntryFields[], context = new Uint8Array(0)): Uint8Array {
  const list = entries.map(({ der, extensions = [] }) => concatenate([vector24(der), writeExtensions(extensions)]));
  return writeHandshakeMessage(0x0b, concatenate([vector8(context), vector24(...list)]));
}
