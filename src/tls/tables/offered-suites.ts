import type { HelloProfile } from '../../model/vocabulary.ts';
import { uint16s, vector16 } from '../bytes/byte-writer.ts';
import type { KeyOffer } from '../probe.ts';
import { versionCodes } from './protocol-versions.ts';
import { type Offer, rareOffers } from './rare-suites.ts';

/** RFC 5746 §3.3: a suite code that announces secure renegotiation without an extension. */
const renegotiationScsv = 0x00ff;

/**
 * Suites of all hellos but the rare one, in the order they are offered: strongest first, so that a server which follows the client's order is not
 * pushed to a weak one. No anonymous and no NULL suite (there is nothing to audit), no TLS_FALLBACK_SCSV (it would make
 * a good server refuse the fallback hellos). With the SCSV at most 64, because Schannel of Server 2003 reads no further.
 *
 * `since` 0x0303 are the suites of TLS 1.2. ECDHE stays in the SSL 3.0 hello: OpenSSL up to 1.0 answers so.
 */
const offers: readonly Offer[] = [
  // TLS 1.3
  [0x1302, 'any', 0x0304],
  [0x1303, 'any', 0x0304],
  [0x1301, 'any', 0x0304],
  // ECDHE
  [0xc02c, 'ecdsa', 0x0303],
  [0xc030, 'rsa', 0x0303],
  [0xcca9, 'ecdsa', 0x0303],
  [0xcca8, 'rsa', 0x0303],
  [0xc02b, 'ecdsa', 0x0303],
  [0xc02f, 'rsa', 0x0303],
  [0xc024, 'ecdsa', 0x0303],
  [0xc028, 'rsa', 0x0303],
  [0xc023, 'ecdsa', 0x0303],
  [0xc027, 'rsa', 0x0303],
  [0xc00a, 'ecdsa', 0x0300],
  [0xc014, 'rsa', 0x0300],
  [0xc009, 'ecdsa', 0x0300],
  [0xc013, 'rsa', 0x0300],
  // DHE
  [0x009f, 'rsa', 0x0303],
  [0xccaa, 'rsa', 0x0303],
  [0x009e, 'rsa', 0x0303],
  [0x00a3, 'dsa', 0x0303],
  [0x00a2, 'dsa', 0x0303],
  [0x006b, 'rsa', 0x0303],
  [0x0067, 'rsa', 0x0303],
  [0x006a, 'dsa', 0x0303],
  [0x0040, 'dsa', 0x0303],
  [0x0039, 'rsa', 0x0300],
  [0x0033, 'rsa', 0x0300],
  [0x0038, 'dsa', 0x0300],
  [0x0032, 'dsa', 0x0300],
  [0x0088, 'rsa', 0x0300],
  [0x0045, 'rsa', 0x0300],
  // RSA
  [0x009d, 'rsa', 0x0303],
  [0x009c, 'rsa', 0x0303],
  [0x003d, 'rsa', 0x0303],
  [0x003c, 'rsa', 0x0303],
  [0x0035, 'rsa', 0x0300],
  [0x002f, 'rsa', 0x0300],
  [0x0084, 'rsa', 0x0300],
  [0x0041, 'rsa', 0x0300],
  // 3DES, and the other 64-bit and early 128-bit ciphers of their day
  [0xc008, 'ecdsa', 0x0300],
  [0xc012, 'rsa', 0x0300],
  [0x0016, 'rsa', 0x0300],
  [0x0013, 'dsa', 0x0300],
  [0x000a, 'rsa', 0x0300],
  [0x0007, 'rsa', 0x0300],
  [0x0096, 'rsa', 0x0300],
  // RC4
  [0xc007, 'ecdsa', 0x0300],
  [0xc011, 'rsa', 0x0300],
  [0x0005, 'rsa', 0x0300],
  [0x0004, 'rsa', 0x0300],
  // DES
  [0x0015, 'rsa', 0x0300],
  [0x0012, 'dsa', 0x0300],
  [0x0009, 'rsa', 0x0300],
  // export, 56 bits and then 40
  [0x0063, 'dsa', 0x0300],
  [0x0062, 'rsa', 0x0300],
  [0x0064, 'rsa', 0x0300],
  [0x0014, 'rsa', 0x0300],
  [0x0011, 'dsa', 0x0300],
  [0x0008, 'rsa', 0x0300],
  [0x0006, 'rsa', 0x0300],
  [0x0003, 'rsa', 0x0300],
];

/** The highest version that each profile offers. */
export const highestVersion: Readonly<Record<HelloProfile, number>> = {
  modern: versionCodes['TLSv1.3'],
  tls12: versionCodes['TLSv1.2'],
  'tls12-no-groups': versionCodes['TLSv1.2'],
  tls10: versionCodes['TLSv1.0'],
  'tls10-bare': versionCodes['TLSv1.0'],
  'ssl30-bare': versionCodes.SSLv3,
  rare: versionCodes['TLSv1.3'],
};

/** The suites of a hello, strongest first. */
export interface OfferedSuites {
  /** Without the SCSV, which no server may choose. */
  readonly codes: readonly number[];
  /** In wire format: with the SCSV, and the length before them. */
  readonly vector: Uint8Array;
}

/** What a profile offers. With a key type: only suites that such a certificate can answer. */
export function offeredSuites(profile: HelloProfile, keyType: KeyOffer | undefined): OfferedSuites {
  return offered[profile][keyType ?? 'any'];
}

type SuitesByKey = Readonly<Record<KeyOffer | 'any', OfferedSuites>>;

const offered: Readonly<Record<HelloProfile, SuitesByKey>> = {
  modern: suitesOf('modern', offers),
  tls12: suitesOf('tls12', offers),
  'tls12-no-groups': suitesOf('tls12-no-groups', offers),
  tls10: suitesOf('tls10', offers),
  'tls10-bare': suitesOf('tls10-bare', offers),
  'ssl30-bare': suitesOf('ssl30-bare', offers),
  rare: suitesOf('rare', rareOffers),
};

function suitesOf(profile: HelloProfile, all: readonly Offer[]): SuitesByKey {
  const known = all.filter(([, , since]) => since <= highestVersion[profile]);
  const answeredBy = (...keys: readonly Offer[1][]): OfferedSuites =>
    listSuites(known.filter(([, key]) => key === 'any' || keys.includes(key)));
  return {
    any: listSuites(known),
    rsa: answeredBy('rsa'),
    ecdsa: answeredBy('ecdsa'),
    // RFC 8422 §5.10: EdDSA signs under the suites of ECDSA.
    eddsa: answeredBy('ecdsa'),
    'ml-dsa': answeredBy(),
    common: answeredBy('rsa', 'ecdsa'),
  };
}

function listSuites(listed: readonly Offer[]): OfferedSuites {
  const codes = listed.map(([code]) => code);
  return { codes, vector: vector16(uint16s([...codes, renegotiationScsv])) };
}
