import { groupName, keyShareGroups } from './tables/named-groups.ts';
import { rareOffers } from './tables/rare-suites.ts';
import { cipherSuite } from './tables/cipher-suites.ts';
import { offeredSchemes, type SchemeKey, signatureScheme } from './tables/signature-schemes.ts';

/** What all hellos together offered, as a sentence for a server that accepted none of it. */
export function describeOffer(): string {
  const groups = Object.values(keyShareGroups).map(groupName);
  const keys = new Set(offeredSchemes(undefined).map((code) => keyNames[signatureScheme(code)?.key ?? 'rsa']));
  const ciphers = new Set(
    rareOffers.flatMap(([code]) => /AES|CHACHA20|ARIA|CAMELLIA|NULL/.exec(cipherSuite(code).cipher) ?? []),
  );
  return `Offered in all: the groups ${groups.join(', ')} and older curves; certificates with keys of ${[...keys].join(', ')}; suites of ${[...ciphers, '3DES', 'RC4', 'DES'].join(', ')}. The server may want something else, for instance GOST, SM2 or a pre-shared key, or refuse for another reason.`;
}

const keyNames: Readonly<Record<SchemeKey, string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSASSA-PSS',
  ecdsa: 'ECDSA',
  eddsa: 'Ed25519 and Ed448',
  'ml-dsa': 'ML-DSA',
  dsa: 'DSA',
};
