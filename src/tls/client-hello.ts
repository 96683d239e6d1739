import type { HelloProfile, KeyType } from '../model/vocabulary.ts';
import { ascii, concatenate, uint16, uint8, vector16, vector8 } from './byte-writer.ts';
import { type Extension, writeExtension } from './extensions.ts';
import { extensionType } from './extension-types.ts';
import { handshakeType, writeHandshakeMessage } from './handshake-message.ts';
import { helloOffer } from './hello-offer.ts';
import { keyShareGroups } from './named-groups.ts';
import type { KeyShare } from './probe.ts';

export interface ClientHelloInput {
  readonly profile: HelloProfile;
  /** Sent on the rungs that have room for it. */
  readonly serverName: string | undefined;
  readonly keyType: KeyType | undefined;
  /** 32 bytes. */
  readonly random: Uint8Array;
  /** 32 bytes on the modern rung (middlebox compatibility, RFC 8446 appendix D.4), else empty. */
  readonly sessionId: Uint8Array;
  /** The one TLS 1.3 key share; undefined on every rung but the modern one. */
  readonly keyShare: KeyShare | undefined;
  /** Of a HelloRetryRequest. */
  readonly cookie: Uint8Array | undefined;
}

/** A hello, and what it offered, so that answers can be held against it. */
export interface ClientHello extends ClientHelloInput {
  /** The handshake message. */
  readonly message: Uint8Array;
  /** legacy_version: what an RSA premaster secret repeats. */
  readonly legacyVersion: number;
  readonly suites: ReadonlySet<number>;
  /** Extension types a server may answer, renegotiation_info included, which the SCSV offers. */
  readonly extensions: ReadonlySet<number>;
}

/** Writes the ClientHello of a rung. */
export function writeClientHello(input: ClientHelloInput): ClientHello {
  const offer = helloOffer(input.profile, input.keyType);
  const named = bareProfiles.includes(input.profile) ? [] : serverNameExtension(input.serverName);
  const shared = [...keyShareExtension(input.keyShare), ...cookieExtension(input.cookie)];
  const head = concatenate([uint16(offer.legacyVersion), input.random, vector8(input.sessionId), offer.suiteBytes]);
  const types = [...named.map(typeOf), ...offer.extensionTypes, ...shared.map(typeOf)];
  const block = extensionBlock(head.length, [
    ...named.map(writeExtension),
    offer.extensionBytes,
    ...shared.map(writeExtension),
  ]);
  return {
    ...input,
    message: writeHandshakeMessage(handshakeType.clientHello, concatenate([head, block])),
    legacyVersion: offer.legacyVersion,
    suites: offer.suites,
    extensions: new Set([extensionType.renegotiationInfo, ...types]),
  };
}

/** No extensions at all: for the servers that abort on any. */
const bareProfiles: readonly HelloProfile[] = ['tls10-bare', 'ssl30-bare'];

function typeOf([type]: Extension): number {
  return type;
}

/** RFC 6066 §3. */
function serverNameExtension(name: string | undefined): readonly Extension[] {
  return name === undefined ? [] : [[extensionType.serverName, vector16(uint8(0), vector16(ascii(name)))]];
}

/** RFC 8446 §4.2.8. */
function keyShareExtension(share: KeyShare | undefined): readonly Extension[] {
  if (share === undefined) return [];
  return [[extensionType.keyShare, vector16(uint16(keyShareGroups[share.group]), vector16(share.publicKey))]];
}

/** RFC 8446 §4.2.2. */
function cookieExtension(cookie: Uint8Array | undefined): readonly Extension[] {
  return cookie === undefined ? [] : [[extensionType.cookie, vector16(cookie)]];
}

/**
 * The extensions with their length, or no bytes at all where there are none (RFC 5246 §7.4.1.2), padded where the hello,
 * its handshake header included, would have 256 to 511 bytes: some servers hang on those (RFC 7685).
 */
function extensionBlock(headBytes: number, extensions: readonly Uint8Array[]): Uint8Array {
  const content = concatenate(extensions);
  if (content.length === 0) return content;
  const bytes = handshakeHeaderBytes + headBytes + blockLengthBytes + content.length;
  if (bytes < 0x100 || bytes >= 0x200) return vector16(content);
  const missing = Math.max(1, 0x200 - bytes - extensionHeaderBytes);
  return vector16(content, writeExtension([extensionType.padding, new Uint8Array(missing)]));
}

const handshakeHeaderBytes = 4;
const blockLengthBytes = 2;
const extensionHeaderBytes = 4;
