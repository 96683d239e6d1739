import { createHash, sign } from 'node:crypto';

import { bits, explicit, integer, objectIdentifier, octets, sequence, tagged, time } from '../pki/forge-der.ts';
import type { Stall } from './animal.ts';

/** What is odd in a leaf; everything else is right. All of it DER, or what passes for it. */
export interface OddLeaf {
  /** Content octets. */
  readonly serialNumber?: Uint8Array;
  /** A Name. */
  readonly subject?: Uint8Array;
  /** A SubjectPublicKeyInfo. */
  readonly spki?: Uint8Array;
  /** Content of the subjectAltName extension; undefined: `*.zoo.test`. */
  readonly names?: Uint8Array;
  /** Beside subjectAltName. */
  readonly extensions?: readonly Uint8Array[];
  /** Of the signature, inside and outside; what fits the issuer's key by default. */
  readonly algorithm?: Uint8Array;
}

/** What of a stall a leaf is written with. */
type Signing = Pick<Stall, 'issuer' | 'key' | 'now'>;

const dayMs = 86_400_000;
const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
const ed25519 = sequence(objectIdentifier('1.3.101.112'));

/** Writes a leaf byte by byte and signs it as the zoo's issuer. */
export function craftLeaf({ issuer, key, now }: Signing, odd: OddLeaf): Uint8Array {
  const isEd25519 = issuer.key.kind === 'ed25519';
  const algorithm = odd.algorithm ?? (isEd25519 ? ed25519 : ecdsaWithSha256);
  const names = odd.names ?? sequence(dnsName('*.zoo.test'));
  const rest = [
    algorithm,
    issuer.subject,
    sequence(time(new Date(now.getTime() - dayMs)), time(new Date(now.getTime() + 90 * dayMs))),
    odd.subject ?? name('2.5.4.3', 0x0c, Buffer.from('*.zoo.test')),
    odd.spki ?? key.spki,
    explicit(
      3,
      sequence(
        extension('2.5.29.17', names),
        extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
        ...(odd.extensions ?? []),
      ),
    ),
  ];
  const serialNumber =
    odd.serialNumber ?? createHash('sha256').update(Buffer.concat(rest)).digest().subarray(0, 16).fill(1, 0, 1);
  const tbs = sequence(explicit(0, integer(2)), tagged(0x02, serialNumber), ...rest);
  return sequence(tbs, algorithm, bits(sign(isEd25519 ? null : 'sha256', tbs, issuer.key.privateKey)));
}

export function extension(oid: string, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(oid), octets(value));
}

/** A Name of one attribute, in a string type of any tag. */
export function name(oid: string, tag: number, text: Uint8Array): Uint8Array {
  return sequence(tagged(0x31, sequence(objectIdentifier(oid), tagged(tag, text))));
}

/** A dNSName, whatever the text. */
export function dnsName(text: string): Uint8Array {
  return tagged(0x82, Buffer.from(text, 'latin1'));
}

/** An RSA key of any numbers at all, as big-endian content octets. */
export function rsaSpki(modulus: Uint8Array, exponent: Uint8Array): Uint8Array {
  const algorithm = sequence(objectIdentifier('1.2.840.113549.1.1.1'), Uint8Array.of(5, 0));
  return sequence(algorithm, bits(sequence(tagged(0x02, modulus), tagged(0x02, exponent))));
}
