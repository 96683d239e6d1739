import type { HelloProfile, KeyType } from '../../model/vocabulary.ts';
import { ascii, concatenate, uint16, uint8, vector16, vector8 } from '../records/byte-writer.ts';
import { type Extension, writeExtension } from './extensions.ts';
import { extensionType } from '../tables/extension-types.ts';
import { handshakeType, writeHandshakeMessage } from './handshake-message.ts';
import { type HelloOffer, helloOffer } from './hello-offer.ts';
import { keyShareGroups } from '../tables/named-groups.ts';
import type { KeyShare } from '../probe.ts';

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

const handshakeHeaderBytes = 4;
const blockLengthBytes = 2;
const extensionHeaderBytes = 4;

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

/** Writes the ClientHello of a rung: a copy of its template, in which name, random and session id are put in their places. */
export function writeClientHello(input: ClientHelloInput): ClientHello {
  const { profile, serverName, keyType, random, sessionId, keyShare, cookie } = input;
  const { bytes, nameAt, legacyVersion, suites, extensions } = templateFor(input);
  const message = new Uint8Array(bytes);
  message.set(random, randomAt);
  message.set(sessionId, sessionIdAt);
  if (nameAt !== undefined && serverName !== undefined) message.set(ascii(serverName), nameAt);
  return {
    profile,
    serverName,
    keyType,
    random,
    sessionId,
    keyShare,
    cookie,
    message,
    legacyVersion,
    suites,
    extensions,
  };
}

/** All hellos of a rung with names of one length, but for what differs from connection to connection. */
interface HelloTemplate extends Pick<ClientHello, 'legacyVersion' | 'suites' | 'extensions' | 'keyShare'> {
  readonly bytes: Uint8Array;
  readonly nameAt: number | undefined;
}

/** Header and legacy_version come before the random, the length of the session id before that. */
const randomAt = 4 + 2;
const sessionIdAt = randomAt + 32 + 1;

function templateFor(input: ClientHelloInput): HelloTemplate {
  const offer = helloOffer(input.profile, input.keyType);
  const nameBytes = hasRoomForName(input.profile) ? input.serverName?.length : undefined;
  if (input.cookie !== undefined || (nameBytes ?? 0) > longestName) return writeTemplate(input, offer, nameBytes);
  const templates = known.get(offer) ?? new Map<number | undefined, HelloTemplate>();
  known.set(offer, templates);
  const template = templates.get(nameBytes);
  // One key share a run: the template of another one is replaced.
  if (template !== undefined && template.keyShare === input.keyShare) return template;
  const fresh = writeTemplate(input, offer, nameBytes);
  templates.set(nameBytes, fresh);
  return fresh;
}

/** Bounded: a rung has as many templates as names have lengths (RFC 1035 §2.3.4). */
const known = new Map<HelloOffer, Map<number | undefined, HelloTemplate>>();
const longestName = 255;

function writeTemplate(input: ClientHelloInput, offer: HelloOffer, nameBytes: number | undefined): HelloTemplate {
  const { legacyVersion, suites, suiteBytes } = offer;
  const named = serverNameExtension(nameBytes);
  const shared = [...keyShareExtension(input.keyShare), ...cookieExtension(input.cookie)];
  const session = vector8(new Uint8Array(input.sessionId.length));
  const head = concatenate([uint16(legacyVersion), new Uint8Array(32), session, suiteBytes]);
  const types = [...named.map(typeOf), ...offer.extensionTypes, ...shared.map(typeOf)];
  const block = extensionBlock(head.length, [
    ...named.map(writeExtension),
    offer.extensionBytes,
    ...shared.map(writeExtension),
  ]);
  return {
    bytes: writeHandshakeMessage(handshakeType.clientHello, concatenate([head, block])),
    nameAt:
      nameBytes === undefined ? undefined : handshakeHeaderBytes + head.length + blockLengthBytes + nameHeaderBytes,
    legacyVersion,
    suites,
    extensions: new Set([extensionType.renegotiationInfo, ...types]),
    keyShare: input.keyShare,
  };
}

/** The bare rungs have no extensions at all: for the servers that abort on any. */
function hasRoomForName(profile: HelloProfile): boolean {
  return profile !== 'tls10-bare' && profile !== 'ssl30-bare';
}

function typeOf([type]: Extension): number {
  return type;
}

/** RFC 6066 §3. With room for a name of so many bytes. */
function serverNameExtension(nameBytes: number | undefined): readonly Extension[] {
  if (nameBytes === undefined) return [];
  return [[extensionType.serverName, vector16(uint8(0), vector16(new Uint8Array(nameBytes)))]];
}

/** Before the name in its extension: type and length, length of the list, kind and length of the name. */
const nameHeaderBytes = extensionHeaderBytes + 2 + 1 + 2;

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
