import type { HelloProfile } from '../../model/vocabulary.ts';
import type { KeyOffer, KeyShare } from '../probe.ts';
import { ascii, concatenate, uint16, uint16s, uint8, vector16, vector8 } from '../bytes/byte-writer.ts';
import { extensionType } from '../tables/extension-types.ts';
import { keyShareGroups, offeredGroups } from '../tables/named-groups.ts';
import { versionCodes } from '../tables/protocol-versions.ts';
import { offeredSchemes } from '../tables/signature-schemes.ts';
import { writeExtension } from './extensions.ts';

/** What the extensions of a hello depend on. */
export interface HelloExtensionsInput {
  readonly profile: HelloProfile;
  /** Sent by the profiles that have extensions. */
  readonly serverName: string | undefined;
  readonly keyType: KeyOffer | undefined;
  /** The one TLS 1.3 key share; undefined in the profiles that do not offer TLS 1.3. */
  readonly keyShare: KeyShare | undefined;
  /** Of a HelloRetryRequest. */
  readonly cookie: Uint8Array | undefined;
  /** Application protocols in order of preference; empty: no ALPN. */
  readonly alpn: readonly string[];
}

/** An extension of a hello, in wire format. */
export interface HelloExtension {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** The extensions of a hello, without padding. The bare profiles have none, for servers that abort on any extension. */
export function helloExtensions({
  profile,
  serverName,
  keyType,
  keyShare,
  cookie,
  alpn,
}: HelloExtensionsInput): readonly HelloExtension[] {
  switch (profile) {
    case 'modern':
    case 'rare':
      return [
        ...serverNameExtension(serverName),
        ...curveExtensions(profile, keyType),
        ...(profile === 'rare' ? [extendedMasterSecret] : evidenceExtensions),
        ...signatureExtensions[keyType ?? 'any'],
        ...(profile === 'rare' ? [srpIdentity] : []),
        ...alpnExtension(alpn),
        supportedVersions,
        ...keyShareExtension(keyShare),
        ...cookieExtension(cookie),
      ];
    case 'tls12':
      return [
        ...serverNameExtension(serverName),
        ...curveExtensions(profile, keyType),
        ...signatureExtensions[keyType ?? 'any'],
        ...alpnExtension(alpn),
      ];
    case 'tls12-no-groups':
      return [...serverNameExtension(serverName), ...signatureExtensions[keyType ?? 'any'], ...alpnExtension(alpn)];
    case 'tls10':
      return serverNameExtension(serverName);
    case 'tls10-bare':
    case 'ssl30-bare':
      return [];
  }
}

/** RFC 6066 §3. */
function serverNameExtension(serverName: string | undefined): readonly HelloExtension[] {
  if (serverName === undefined) return [];
  return [extension(extensionType.serverName, vector16(uint8(0), vector16(ascii(serverName))))];
}

/** RFC 8422 §5.1: groups, and uncompressed points only. */
function curveExtensions(
  profile: 'modern' | 'rare' | 'tls12',
  keyType: KeyOffer | undefined,
): readonly HelloExtension[] {
  return curves[profile][keyType === 'common' ? 'common' : 'any'];
}

function curvesOf(profile: HelloProfile, keyType?: KeyOffer): readonly HelloExtension[] {
  return [
    extension(extensionType.supportedGroups, vector16(uint16s(offeredGroups(profile, keyType)))),
    extension(extensionType.ecPointFormats, vector8(uint8(0))),
  ];
}

const curves = {
  modern: { any: curvesOf('modern'), common: curvesOf('modern', 'common') },
  rare: { any: curvesOf('rare'), common: curvesOf('rare', 'common') },
  tls12: { any: curvesOf('tls12'), common: curvesOf('tls12', 'common') },
} as const;

/** RFC 5054 §2.8.1: a server of SRP alone wants a user's name. */
const srpIdentity = extension(extensionType.srp, vector8(ascii('probe')));

/** RFC 7627: servers in FIPS mode insist on it. */
const extendedMasterSecret = extension(extensionType.extendedMasterSecret, new Uint8Array(0));

/** status_request (RFC 6066 §8) and signed_certificate_timestamp (RFC 6962 §3.3.1) ask for evidence. */
const evidenceExtensions: readonly HelloExtension[] = [
  extendedMasterSecret,
  extension(extensionType.statusRequest, concatenate([uint8(1), uint16(0), uint16(0)])),
  extension(extensionType.signedCertificateTimestamp, new Uint8Array(0)),
];

/**
 * A key type restricts the leaf's key only: signature_algorithms_cert (RFC 8446 §4.2.3) still accepts a chain signed with
 * anything, for instance an RSA leaf below an ECDSA root.
 */
const signatureExtensions: Readonly<Record<KeyOffer | 'any', readonly HelloExtension[]>> = {
  any: [extension(extensionType.signatureAlgorithms, schemeList(undefined))],
  rsa: signaturesOf('rsa'),
  ecdsa: signaturesOf('ecdsa'),
  eddsa: signaturesOf('eddsa'),
  'ml-dsa': signaturesOf('ml-dsa'),
  common: signaturesOf('common'),
};

function signaturesOf(keyType: KeyOffer): readonly HelloExtension[] {
  return [
    extension(extensionType.signatureAlgorithms, schemeList(keyType)),
    extension(extensionType.signatureAlgorithmsCert, schemeList(undefined)),
  ];
}

function schemeList(keyType: KeyOffer | undefined): Uint8Array {
  return vector16(uint16s(offeredSchemes(keyType)));
}

/** RFC 7301 §3.1. */
function alpnExtension(alpn: readonly string[]): readonly HelloExtension[] {
  if (alpn.length === 0) return [];
  return [extension(extensionType.alpn, vector16(concatenate(alpn.map((protocol) => vector8(ascii(protocol))))))];
}

/** RFC 8446 §4.2.1: the versions in order of preference. */
const supportedVersions = extension(
  extensionType.supportedVersions,
  vector8(
    uint16s([versionCodes['TLSv1.3'], versionCodes['TLSv1.2'], versionCodes['TLSv1.1'], versionCodes['TLSv1.0']]),
  ),
);

/** RFC 8446 §4.2.8. */
function keyShareExtension(share: KeyShare | undefined): readonly HelloExtension[] {
  if (share === undefined) return [];
  return [extension(extensionType.keyShare, vector16(uint16(keyShareGroups[share.group]), vector16(share.publicKey)))];
}

/** RFC 8446 §4.2.2. */
function cookieExtension(cookie: Uint8Array | undefined): readonly HelloExtension[] {
  return cookie === undefined ? [] : [extension(extensionType.cookie, vector16(cookie))];
}

function extension(type: number, content: Uint8Array): HelloExtension {
  return { type, bytes: writeExtension([type, content]) };
}
