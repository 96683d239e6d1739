import type { HelloProfile, KeyType } from '../model/vocabulary.ts';
import { ascii, concatenate, uint16, uint16s, uint8, vector16, vector8 } from './byte-writer.ts';
import { type Extension, writeExtensions } from './extensions.ts';
import { extensionType } from './extension-types.ts';
import { handshakeType, writeHandshakeMessage } from './handshake-message.ts';
import { keyShareGroups, offeredGroups } from './named-groups.ts';
import { highestVersion, offeredSuites, renegotiationScsv } from './offered-suites.ts';
import type { KeyShare } from './probe.ts';
import { versionCodes } from './protocol-versions.ts';
import { offeredSchemes } from './signature-schemes.ts';

export interface ClientHelloInput {
  readonly profile: HelloProfile;
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
  const suites = offeredSuites(input.profile, input.keyType);
  const legacyVersion = Math.min(highestVersion[input.profile], versionCodes['TLSv1.2']);
  const extensions = extensionsOf(input);
  const head = concatenate([
    uint16(legacyVersion),
    input.random,
    vector8(input.sessionId),
    vector16(uint16s(suites)),
    vector8(uint8(0)),
  ]);
  const padded = pad(head, extensions);
  return {
    ...input,
    message: writeHandshakeMessage(handshakeType.clientHello, concatenate([head, writeExtensions(padded)])),
    legacyVersion,
    suites: new Set(suites.filter((code) => code !== renegotiationScsv)),
    extensions: new Set([extensionType.renegotiationInfo, ...extensions.map(([type]) => type)]),
  };
}

function extensionsOf(input: ClientHelloInput): readonly Extension[] {
  const serverName = input.serverName === undefined ? [] : [serverNameExtension(input.serverName)];
  switch (input.profile) {
    case 'modern':
      return [...serverName, ...curves(), ...modernExtras(), ...signatures(input.keyType), ...tls13(input)];
    case 'tls12':
      return [...serverName, ...curves(), ...signatures(input.keyType)];
    case 'tls10':
      return serverName;
    case 'tls10-bare':
    case 'ssl30-bare':
      return [];
  }
}

/** RFC 6066 §3. */
function serverNameExtension(name: string): Extension {
  return [extensionType.serverName, vector16(uint8(0), vector16(ascii(name)))];
}

/** RFC 8422 §5.1: groups, and uncompressed points only. */
function curves(): readonly Extension[] {
  return [
    [extensionType.supportedGroups, vector16(uint16s(offeredGroups))],
    [extensionType.ecPointFormats, vector8(uint8(0))],
  ];
}

/**
 * extended_master_secret (RFC 7627) is there because servers in FIPS mode insist on it; status_request (RFC 6066 §8)
 * and signed_certificate_timestamp (RFC 6962 §3.3.1) ask for evidence.
 */
function modernExtras(): readonly Extension[] {
  return [
    [extensionType.extendedMasterSecret, new Uint8Array(0)],
    [extensionType.statusRequest, concatenate([uint8(1), uint16(0), uint16(0)])],
    [extensionType.signedCertificateTimestamp, new Uint8Array(0)],
  ];
}

/**
 * With a key type only the leaf's key is restricted: signature_algorithms_cert (RFC 8446 §4.2.3) still takes a chain
 * signed with anything, for instance an RSA leaf below an ECDSA root.
 */
function signatures(keyType: KeyType | undefined): readonly Extension[] {
  const own: Extension = [extensionType.signatureAlgorithms, vector16(uint16s(offeredSchemes(keyType)))];
  if (keyType === undefined) return [own];
  return [own, [extensionType.signatureAlgorithmsCert, vector16(uint16s(offeredSchemes(undefined)))]];
}

function tls13({ keyShare, cookie }: ClientHelloInput): readonly Extension[] {
  const versions = uint16s([0x0304, 0x0303, 0x0302, 0x0301]);
  const extensions: Extension[] = [[extensionType.supportedVersions, vector8(versions)]];
  if (keyShare !== undefined) {
    const entry = concatenate([uint16(keyShareGroups[keyShare.group]), vector16(keyShare.publicKey)]);
    extensions.push([extensionType.keyShare, vector16(entry)]);
  }
  if (cookie !== undefined) extensions.push([extensionType.cookie, vector16(cookie)]);
  return extensions;
}

/** RFC 7685: some servers hang on a hello of 256 to 511 bytes, its handshake header included. */
function pad(head: Uint8Array, extensions: readonly Extension[]): readonly Extension[] {
  const length = handshakeHeaderBytes + head.length + writeExtensions(extensions).length;
  if (length < 0x100 || length >= 0x200 || extensions.length === 0) return extensions;
  const missing = Math.max(1, 0x200 - length - extensionHeaderBytes);
  return [...extensions, [extensionType.padding, new Uint8Array(missing)]];
}

const handshakeHeaderBytes = 4;
const extensionHeaderBytes = 4;
