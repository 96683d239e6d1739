import type { HelloProfile, KeyType } from '../../model/vocabulary.ts';
import { concatenate, uint16, uint16s, uint8, vector16, vector8 } from '../records/byte-writer.ts';
import { type Extension, writeExtension } from './extensions.ts';
import { extensionType } from '../tables/extension-types.ts';
import { offeredGroups } from '../tables/named-groups.ts';
import { highestVersion, offeredSuites, renegotiationScsv } from '../tables/offered-suites.ts';
import { versionCodes } from '../tables/protocol-versions.ts';
import { offeredSchemes } from '../tables/signature-schemes.ts';

/** The part of a hello that is the same for every server: it depends on the rung and the key type alone. */
export interface HelloOffer {
  readonly legacyVersion: number;
  /** Without the SCSV. */
  readonly suites: ReadonlySet<number>;
  /** cipher_suites and compression_methods as they stand on the wire. */
  readonly suiteBytes: Uint8Array;
  readonly extensionTypes: readonly number[];
  /** The extensions one after another, as they stand on the wire. */
  readonly extensionBytes: Uint8Array;
}

/** The offer of a rung. Written once, since a scan sends the same few again and again. */
export function helloOffer(profile: HelloProfile, keyType: KeyType | undefined): HelloOffer {
  const offers = written[keyType ?? 'any'];
  const known = offers.get(profile);
  if (known !== undefined) return known;
  const offer = writeOffer(profile, keyType);
  offers.set(profile, offer);
  return offer;
}

type Offers = Map<HelloProfile, HelloOffer>;

const written: Readonly<Record<KeyType | 'any', Offers>> = { any: new Map(), rsa: new Map(), ecdsa: new Map() };

function writeOffer(profile: HelloProfile, keyType: KeyType | undefined): HelloOffer {
  const suites = offeredSuites(profile, keyType);
  const extensions = fixedExtensions(profile, keyType);
  return {
    legacyVersion: Math.min(highestVersion[profile], versionCodes['TLSv1.2']),
    suites: new Set(suites.filter((code) => code !== renegotiationScsv)),
    suiteBytes: concatenate([vector16(uint16s(suites)), vector8(uint8(0))]),
    extensionTypes: extensions.map(([type]) => type),
    extensionBytes: concatenate(extensions.map(writeExtension)),
  };
}

function fixedExtensions(profile: HelloProfile, keyType: KeyType | undefined): readonly Extension[] {
  switch (profile) {
    case 'modern':
      return [...curves(), ...requests(), ...signatures(keyType), versions()];
    case 'tls12':
      return [...curves(), ...signatures(keyType)];
    case 'tls10':
    case 'tls10-bare':
    case 'ssl30-bare':
      return [];
  }
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
function requests(): readonly Extension[] {
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

/** RFC 8446 §4.2.1. */
function versions(): Extension {
  return [extensionType.supportedVersions, vector8(uint16s([0x0304, 0x0303, 0x0302, 0x0301]))];
}
