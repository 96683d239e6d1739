import type { KeyType } from '../../model/vocabulary.ts';

/** The key that a suite requires of the leaf; `any` in TLS 1.3, whose suites do not name one. */
type SuiteKey = Exclude<KeyType, 'eddsa' | 'ml-dsa'> | 'dsa' | 'dh' | 'any';

/** Code, kind of leaf key, lowest hello version in which offering it makes sense. */
export type Offer = readonly [code: number, key: SuiteKey, since: number];

/**
 * Suites of the rare hello, strongest first. It follows a hello that was refused, so it has what that one has no room for, and
 * the usual suites for servers that refused its groups. Schannel of Server 2003 reads only the first 64, and has none of the
 * others. Still no anonymous suite, no DHE_PSK or ECDHE_PSK: these have no certificate. No GOST and no SM4: the key exchange
 * of one and the hash of the other are not in every OpenSSL.
 */
export const rareOffers: readonly Offer[] = [
  // TLS 1.3, AES-CCM included
  [0x1302, 'any', 0x0304],
  [0x1303, 'any', 0x0304],
  [0x1301, 'any', 0x0304],
  [0x1304, 'any', 0x0304],
  [0x1305, 'any', 0x0304],
  // The usual suites, for servers whose groups are unusual
  [0xc02c, 'ecdsa', 0x0303],
  [0xc030, 'rsa', 0x0303],
  [0xcca9, 'ecdsa', 0x0303],
  [0xcca8, 'rsa', 0x0303],
  [0xc02b, 'ecdsa', 0x0303],
  [0xc02f, 'rsa', 0x0303],
  [0xc00a, 'ecdsa', 0x0300],
  [0xc014, 'rsa', 0x0300],
  [0xc009, 'ecdsa', 0x0300],
  [0xc013, 'rsa', 0x0300],
  [0x009f, 'rsa', 0x0303],
  [0x009e, 'rsa', 0x0303],
  [0x0039, 'rsa', 0x0300],
  [0x0033, 'rsa', 0x0300],
  // AES-CCM
  [0xc0ad, 'ecdsa', 0x0303],
  [0xc0ac, 'ecdsa', 0x0303],
  [0xc0af, 'ecdsa', 0x0303],
  [0xc0ae, 'ecdsa', 0x0303],
  [0xc09f, 'rsa', 0x0303],
  [0xc09e, 'rsa', 0x0303],
  [0xc0a3, 'rsa', 0x0303],
  [0xc0a2, 'rsa', 0x0303],
  [0xc09d, 'rsa', 0x0303],
  [0xc09c, 'rsa', 0x0303],
  [0xc0a1, 'rsa', 0x0303],
  [0xc0a0, 'rsa', 0x0303],
  // ARIA
  [0xc05d, 'ecdsa', 0x0303],
  [0xc05c, 'ecdsa', 0x0303],
  [0xc061, 'rsa', 0x0303],
  [0xc060, 'rsa', 0x0303],
  [0xc053, 'rsa', 0x0303],
  [0xc052, 'rsa', 0x0303],
  [0xc051, 'rsa', 0x0303],
  [0xc050, 'rsa', 0x0303],
  [0xc049, 'ecdsa', 0x0303],
  [0xc048, 'ecdsa', 0x0303],
  [0xc04d, 'rsa', 0x0303],
  [0xc04c, 'rsa', 0x0303],
  [0xc045, 'rsa', 0x0303],
  [0xc044, 'rsa', 0x0303],
  [0xc03d, 'rsa', 0x0303],
  [0xc03c, 'rsa', 0x0303],
  // Camellia with GCM, and with CBC and SHA-2
  [0xc087, 'ecdsa', 0x0303],
  [0xc086, 'ecdsa', 0x0303],
  [0xc08b, 'rsa', 0x0303],
  [0xc08a, 'rsa', 0x0303],
  [0xc07d, 'rsa', 0x0303],
  [0xc07c, 'rsa', 0x0303],
  [0xc07b, 'rsa', 0x0303],
  [0xc07a, 'rsa', 0x0303],
  [0xc073, 'ecdsa', 0x0303],
  [0xc072, 'ecdsa', 0x0303],
  [0xc077, 'rsa', 0x0303],
  [0xc076, 'rsa', 0x0303],
  [0x00c4, 'rsa', 0x0303],
  [0x00be, 'rsa', 0x0303],
  [0x00c0, 'rsa', 0x0303],
  [0x00ba, 'rsa', 0x0303],
  // Static ECDH and DH: the certificate's key is the server's share. Under the suites of ECDH_RSA an RSA key signed it
  [0xc02e, 'ecdsa', 0x0303],
  [0xc032, 'ecdsa', 0x0303],
  [0xc02d, 'ecdsa', 0x0303],
  [0xc031, 'ecdsa', 0x0303],
  [0xc026, 'ecdsa', 0x0303],
  [0xc02a, 'ecdsa', 0x0303],
  [0xc025, 'ecdsa', 0x0303],
  [0xc029, 'ecdsa', 0x0303],
  [0xc005, 'ecdsa', 0x0300],
  [0xc00f, 'ecdsa', 0x0300],
  [0xc004, 'ecdsa', 0x0300],
  [0xc00e, 'ecdsa', 0x0300],
  [0x0037, 'dh', 0x0300],
  [0x0031, 'dh', 0x0300],
  // RSA_PSK and SRP
  [0x00ad, 'rsa', 0x0303],
  [0x00ac, 'rsa', 0x0303],
  [0xccae, 'rsa', 0x0303],
  [0x00b7, 'rsa', 0x0303],
  [0x00b6, 'rsa', 0x0303],
  [0x0095, 'rsa', 0x0300],
  [0x0094, 'rsa', 0x0300],
  [0xc021, 'rsa', 0x0300],
  [0xc01e, 'rsa', 0x0300],
  [0xc01b, 'rsa', 0x0300],
  // No encryption
  [0xc006, 'ecdsa', 0x0300],
  [0xc010, 'rsa', 0x0300],
  [0x003b, 'rsa', 0x0303],
  [0x0002, 'rsa', 0x0300],
  [0x0001, 'rsa', 0x0300],
];
