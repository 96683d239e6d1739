import { concatenate, uint16, uint8, vector8 } from '../bytes/byte-writer.ts';
import { extensionType } from '../tables/extension-types.ts';
import { highestVersion, offeredSuites } from '../tables/offered-suites.ts';
import { versionCodes } from '../tables/protocol-versions.ts';
import { writeExtension } from './extensions.ts';
import { handshakeHeaderBytes, handshakeType, writeHandshakeMessage } from './handshake-message.ts';
import { type HelloExtension, type HelloExtensionsInput, helloExtensions } from './hello-extensions.ts';

export interface ClientHelloInput extends HelloExtensionsInput {
  /** 32 bytes. */
  readonly random: Uint8Array;
  /** 32 bytes in the modern profile (middlebox compatibility, RFC 8446 appendix D.4), else empty. */
  readonly sessionId: Uint8Array;
}

/** A hello, and what it offered, to compare the server's answers with. */
export interface ClientHello extends ClientHelloInput {
  /** The handshake message. */
  readonly message: Uint8Array;
  /** legacy_version: what an RSA premaster secret repeats. */
  readonly legacyVersion: number;
  /** Without the SCSV, which no server may choose. */
  readonly suites: readonly number[];
  /** Extension types a server may answer, renegotiation_info included, which the SCSV offers (RFC 5746 §3.4). */
  readonly extensions: ReadonlySet<number>;
}

/** Writes the ClientHello of a profile (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2). */
export function writeClientHello(input: ClientHelloInput): ClientHello {
  const legacyVersion = Math.min(highestVersion[input.profile], versionCodes['TLSv1.2']);
  const suites = offeredSuites(input.profile, input.keyType);
  const extensions = helloExtensions(input);
  const head = concatenate([
    uint16(legacyVersion),
    input.random,
    vector8(input.sessionId),
    suites.vector,
    vector8(noCompression),
  ]);
  return {
    ...input,
    message: writeHandshakeMessage(handshakeType.clientHello, head, ...extensionBlock(head.length, extensions)),
    legacyVersion,
    suites: suites.codes,
    extensions: new Set([extensionType.renegotiationInfo, ...extensions.map(({ type }) => type)]),
  };
}

/**
 * The extensions with their length, or no bytes at all if there are none (RFC 5246 §7.4.1.2). A hello that would have 256
 * to 511 bytes, its handshake header included, is padded to 512, because some servers hang on such hellos (RFC 7685 §1).
 */
function extensionBlock(headBytes: number, extensions: readonly HelloExtension[]): readonly Uint8Array[] {
  if (extensions.length === 0) return [];
  const written = extensions.map(({ bytes }) => bytes);
  const length = written.reduce((total, { length }) => total + length, 0);
  const bytes = handshakeHeaderBytes + headBytes + blockLengthBytes + length;
  if (bytes < 0x100 || bytes >= 0x200) return [uint16(length), ...written];
  const missing = Math.max(1, 0x200 - bytes - extensionHeaderBytes);
  const padding = writeExtension([extensionType.padding, new Uint8Array(missing)]);
  return [uint16(length + padding.length), ...written, padding];
}

const noCompression = uint8(0);
const blockLengthBytes = 2;
const extensionHeaderBytes = 4;
