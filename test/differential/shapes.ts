import { createHash } from 'node:crypto';

import { integer, tagged, sequence } from '../pki/forge-der.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  clientAuth,
  dns,
  email,
  extendedKeyUsage,
  extension,
  type ForgedExtension,
  ip,
  keyUsage,
  notCritical,
  otherName,
  serverAuth,
  subjectAlternativeName,
  subjectKeyIdentifier,
  uri,
} from '../pki/forge-extensions.ts';
import { hosts, randomConstraints } from './constraints.ts';
import type { PoolKey } from './key-pool.ts';
import { authorityPolicies, leafPolicies } from './policies.ts';
import type { Random } from './random.ts';

/** Who takes part in an issuance, and how often something is wrong. */
export interface Circumstances {
  readonly random: Random;
  /** Probability that one property of a certificate is odd. */
  readonly oddness: number;
  readonly key: PoolKey;
  readonly signer: PoolKey;
  readonly issuerName: Uint8Array;
  readonly theme: Theme;
}

/** What a hierarchy is rich in, because it is rare among the rest. */
export type Theme = 'nothing' | 'policies' | 'constraints' | 'renewals' | 'version 1';

const anyExtendedKeyUsage = '2.5.29.37.0';
const codeSigning = '1.3.6.1.5.5.7.3.3';
const keyCertSignAndCrlSign = 0x06;

/** Extensions of a CA certificate; `below` is how many CAs may follow on the shortest way down. */
export function authorityExtensions(circumstances: Circumstances, below: number): readonly ForgedExtension[] {
  const { random, oddness } = circumstances;
  const odd = () => random.chance(oddness);
  return [
    ...authorityBasicConstraints(circumstances, below),
    ...(odd()
      ? random.pick([[], [keyUsage(0x80)], [keyUsage(0x02)], [keyUsage(0x84)]])
      : [keyUsage(keyCertSignAndCrlSign)]),
    ...authorityPurposes(circumstances),
    ...(random.chance(circumstances.theme === 'constraints' ? 0.3 : oddness) ? [randomConstraints(random)] : []),
    ...keyIdentifiers(circumstances, true),
    ...(circumstances.theme === 'policies' ? authorityPolicies(random) : []),
    ...(random.chance(oddness / 2) ? [unknownExtension(random)] : []),
  ];
}

/** Extensions of a leaf. */
export function leafExtensions(circumstances: Circumstances, host: string): readonly ForgedExtension[] {
  const { random, oddness } = circumstances;
  const odd = () => random.chance(oddness);
  return [
    ...(odd() ? [basicConstraints(random.chance(0.5))] : []),
    ...(odd()
      ? random.pick([[], [keyUsage(0x20)], [keyUsage(0x08)], [keyUsage(0x06)], [keyUsage(0x40)]])
      : [keyUsage(0xa0)]),
    ...(odd()
      ? random.pick([
          [],
          [extendedKeyUsage(clientAuth)],
          [extendedKeyUsage(anyExtendedKeyUsage)],
          [extendedKeyUsage(codeSigning)],
        ])
      : [random.chance(0.5) ? extendedKeyUsage(serverAuth) : extendedKeyUsage(clientAuth, serverAuth)]),
    ...leafNames(circumstances, host),
    ...keyIdentifiers(circumstances, random.chance(0.5)),
    ...(circumstances.theme === 'policies' ? leafPolicies(random) : []),
    ...(random.chance(oddness / 2) ? [unknownExtension(random)] : []),
  ];
}

function authorityBasicConstraints({ random, oddness }: Circumstances, below: number): readonly ForgedExtension[] {
  if (random.chance(oddness)) {
    return random.pick([
      [],
      [basicConstraints(false)],
      [basicConstraints(true, random.integer(3))],
      [notCritical(basicConstraints(true))],
    ]);
  }
  return [random.chance(0.3) ? basicConstraints(true, below + random.integer(2)) : basicConstraints(true)];
}

function authorityPurposes({ random, oddness }: Circumstances): readonly ForgedExtension[] {
  if (random.chance(oddness)) {
    return [extendedKeyUsage(random.pick([clientAuth, codeSigning, anyExtendedKeyUsage]))];
  }
  return random.chance(0.2) ? [extendedKeyUsage(serverAuth, clientAuth)] : [];
}

function leafNames({ random, oddness, theme }: Circumstances, host: string): readonly ForgedExtension[] {
  if (random.chance(oddness / 2)) return [];
  const named = random.chance(oddness / 2) ? random.pick(hosts) : host;
  const own = hostName(named);
  const wildcard = dns(named.replace(/^[^.]+/, '*'));
  const isWildcard = !/^[0-9]/.test(named) && random.chance(theme === 'constraints' ? 0.4 : 0.1);
  const others = random.pick([
    [],
    [],
    [hostName(random.pick(hosts))],
    [email('admin@example.test')],
    [uri('https://www.example.test/')],
    [otherName('1.3.6.1.4.1.311.20.2.3')],
  ]);
  return [subjectAlternativeName(isWildcard ? wildcard : own, ...(random.chance(0.3) ? others : []))];
}

function hostName(host: string): Uint8Array {
  return /^[0-9]/.test(host) ? ip(...host.split('.').map(Number)) : dns(host);
}

/** Right, wrong or absent; sometimes by issuer and serial number, which nobody has to follow. */
function keyIdentifiers(
  { random, oddness, key, signer, issuerName, theme }: Circumstances,
  hasOwn: boolean,
): readonly ForgedExtension[] {
  if (theme === 'renewals' && random.chance(0.3)) return [];
  const wrong = createHash('sha1').update('somebody else').digest();
  const own = random.chance(oddness / 4) ? wrong : key.identifier;
  const authority = random.pick([
    () => [],
    () => [authorityKeyIdentifier(wrong)],
    () => [issuerAndSerial(issuerName, random.integer(0x1_0000))],
  ]);
  return [
    ...(hasOwn && !random.chance(oddness) ? [subjectKeyIdentifier(own)] : []),
    ...(random.chance(oddness) ? authority() : [authorityKeyIdentifier(signer.identifier)]),
  ];
}

/** An authority key identifier of authorityCertIssuer and authorityCertSerialNumber alone. */
function issuerAndSerial(issuerName: Uint8Array, serialNumber: number): ForgedExtension {
  const value = sequence(tagged(0xa1, tagged(0xa4, issuerName)), integer(serialNumber, 0x82));
  return extension('2.5.29.35', value);
}

function unknownExtension(random: Random): ForgedExtension {
  return extension('1.3.6.1.4.1.99999.1', Uint8Array.of(0x05, 0x00), random.chance(0.6));
}
