import type { PublicKey } from '../certificate.ts';
import { decodeDer } from '../der/der-reader.ts';
import { derTags } from '../der/der-tags.ts';
import { writeElement } from '../der/write-der.ts';
import { readPublicKey } from './read-public-key.ts';

/** Whether a key is DSA without p, q and g, which it inherits from its issuer's (RFC 3279 §2.3.2). */
export function lacksParameters({ kind, bits, algorithm }: PublicKey): boolean {
  return kind === 'dsa' && bits === undefined && algorithm.parameters === undefined;
}

/** A DSA key with the parameters of its issuer's key; the key itself if that has none. */
export function inheritDsaParameters(key: PublicKey, issuer: PublicKey): PublicKey {
  if (issuer.kind !== 'dsa' || issuer.bits === undefined) return key;
  const bits = writeElement(derTags.bitString, Uint8Array.of(0), key.subjectPublicKey);
  const { result } = decodeDer(
    writeElement(derTags.sequence, issuer.algorithm.der, bits),
    'subject public key info',
    readPublicKey,
  );
  return result.ok ? result.value : key;
}
