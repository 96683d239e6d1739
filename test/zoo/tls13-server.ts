import { createHash, randomBytes, sign } from 'node:crypto';

import { ascii, concatenate, uint16, uint8, vector16 } from '../../src/tls/bytes/byte-writer.ts';
import { cipherSuite } from '../../src/tls/tables/cipher-suites.ts';
import type { Extension } from '../../src/tls/messages/extensions.ts';
import { handshakeType, writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import { createKeyShare } from '../../src/tls/keys/key-share.ts';
import { contentType, type RecordSealer } from '../../src/tls/records/record.ts';
import { deriveHandshakeKeys, finishedVerifyData } from '../../src/tls/keys/tls13-keys.ts';
import { createTls13Sealer } from '../../src/tls/records/tls13-protection.ts';
import type { KeyPair } from '../../src/lab/key-pair.ts';
import { handshake, serverHello } from './server-messages.ts';
import type { Hello } from './visit.ts';

/** The encrypted half of a TLS 1.3 server (RFC 8446 §2), message by message. */
export interface Tls13Server {
  /** ServerHello, as a record in the clear. */
  readonly opening: Uint8Array;
  /** Adds messages to the transcript and seals them, in as few records as hold them. */
  readonly say: (...messages: readonly Uint8Array[]) => Uint8Array;
  /** As `say`, one record a byte. */
  readonly spell: (message: Uint8Array) => Uint8Array;
  /** Seals any content as it is, unheard by the transcript. */
  readonly seal: (type: number, content: Uint8Array) => Uint8Array;
  /** CertificateVerify over what was said so far. */
  readonly verify: (key: KeyPair) => Uint8Array;
  readonly finished: () => Uint8Array;
}

/** RFC 8446 §5.1. */
const mostInRecord = 0x4000;

const suite = cipherSuite(0x1301);
const x25519 = 0x001d;

/** Undefined if the hello has no X25519 share: it is a later hello, and the first one has shown what there is to see. */
export function createTls13Server(hello: Hello): Tls13Server | undefined {
  const theirs = hello.extensions.get(keyShareExtension);
  if (theirs === undefined || !hello.extensions.has(supportedVersions)) return undefined;
  const own = createKeyShare('x25519');
  // client_shares length, group, share length.
  const secret = own.deriveSecret(theirs.subarray(6, 38));
  if (secret === undefined) return undefined;
  const opening = tls13Hello(hello, shareOf(x25519, own.publicKey));
  const transcript: Uint8Array[] = [hello.message, opening];
  const digest = (): Uint8Array => createHash('sha256').update(concatenate(transcript)).digest();
  const keys = deriveHandshakeKeys(suite, secret, digest());
  const seal: RecordSealer = createTls13Sealer(suite, keys.server);
  return {
    opening: handshake(opening),
    say: (...messages) => {
      transcript.push(...messages);
      const content = concatenate(messages);
      const records: Uint8Array[] = [];
      for (let at = 0; at < content.length; at += mostInRecord)
        records.push(seal(contentType.handshake, content.subarray(at, at + mostInRecord)));
      return concatenate(records);
    },
    spell: (message) => {
      transcript.push(message);
      return concatenate(Array.from(message, (byte) => seal(contentType.handshake, Uint8Array.of(byte))));
    },
    seal,
    verify: ({ privateKey }) => {
      const context = ascii('TLS 1.3, server CertificateVerify');
      const signed = concatenate([new Uint8Array(64).fill(0x20), context, uint8(0), digest()]);
      const signature = sign('sha256', signed, privateKey);
      const content = concatenate([uint16(ecdsaSecp256r1Sha256), vector16(signature)]);
      return writeHandshakeMessage(handshakeType.certificateVerify, content);
    },
    finished: () =>
      writeHandshakeMessage(handshakeType.finished, finishedVerifyData(suite, keys.server.secret, digest())),
  };
}

/** A TLS 1.3 ServerHello message with any extensions beside supported_versions. */
export function tls13Hello(hello: Hello, ...extensions: readonly Extension[]): Uint8Array {
  return serverHello({
    suite: suite.code,
    random: new Uint8Array(randomBytes(32)),
    sessionId: hello.sessionId,
    extensions: [[supportedVersions, uint16(0x0304)], ...extensions],
  });
}

/** RFC 8446 §4.1.3: the ServerHello that is none. */
export function helloRetryRequest(hello: Hello, ...extensions: readonly Extension[]): Uint8Array {
  const random = createHash('sha256').update('HelloRetryRequest').digest();
  const all: readonly Extension[] = [[supportedVersions, uint16(0x0304)], ...extensions];
  return serverHello({ suite: suite.code, random, sessionId: hello.sessionId, extensions: all });
}

/** A key_share extension as a ServerHello has it. */
export function shareOf(group: number, share: Uint8Array): Extension {
  return [keyShareExtension, concatenate([uint16(group), vector16(share)])];
}

const keyShareExtension = 0x0033;
const supportedVersions = 0x002b;
const ecdsaSecp256r1Sha256 = 0x0403;
