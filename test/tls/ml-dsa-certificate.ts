import { randomBytes } from 'node:crypto';

import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';

import { bits, explicit, integer, objectIdentifier, octets, sequence, tagged, time } from '../pki/forge-der.ts';

const sets = {
  'ML-DSA-44': { oid: '2.16.840.1.101.3.4.3.17', signer: ml_dsa44 },
  'ML-DSA-65': { oid: '2.16.840.1.101.3.4.3.18', signer: ml_dsa65 },
  'ML-DSA-87': { oid: '2.16.840.1.101.3.4.3.19', signer: ml_dsa87 },
} as const;

export type MlDsaSet = keyof typeof sets;

export interface MlDsaCertificate {
  readonly der: Uint8Array;
  readonly certificate: string;
  /** PKCS #8 with the seed (RFC 9881 §6). */
  readonly key: string;
  readonly spki: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** A self-signed certificate of `www.contoso.test` with an ML-DSA key. `extensions`: beside subjectAltName. */
export function makeMlDsaCertificate(set: MlDsaSet, extensions: readonly Uint8Array[] = []): MlDsaCertificate {
  const { oid, signer } = sets[set];
  const seed = new Uint8Array(randomBytes(32));
  const { publicKey, secretKey } = signer.keygen(seed);
  const algorithm = sequence(objectIdentifier(oid));
  const spki = sequence(algorithm, bits(publicKey));
  const sign = (message: Uint8Array): Uint8Array => signer.sign(message, secretKey);
  const host = Buffer.from('www.contoso.test');
  const name = sequence(tagged(0x31, sequence(objectIdentifier('2.5.4.3'), tagged(0x0c, host))));
  const names = sequence(objectIdentifier('2.5.29.17'), octets(sequence(tagged(0x82, host))));
  const now = Date.now();
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(7),
    algorithm,
    name,
    sequence(time(new Date(now - 86_400_000)), time(new Date(now + 86_400_000))),
    name,
    spki,
    explicit(3, sequence(names, ...extensions)),
  );
  const der = sequence(tbs, algorithm, bits(sign(tbs)));
  const key = sequence(integer(0), algorithm, octets(tagged(0x80, seed)));
  return { der, certificate: pem('CERTIFICATE', der), key: pem('PRIVATE KEY', key), spki, sign };
}

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
