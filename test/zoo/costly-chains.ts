import { createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';

import {
  bits,
  derTrue,
  explicit,
  integer,
  objectIdentifier,
  octets,
  sequence,
  tagged,
  time,
} from '../pki/forge-der.ts';
import { basicConstraints, type ForgedExtension, keyUsage, nameConstraints, uri } from '../pki/forge-extensions.ts';
import type { Stall } from './animal.ts';
import { name } from './craft-leaf.ts';

/** A chain is a leaf and what comes with it, DER. Each is as hard to judge as its bytes allow; few of the signatures are right. */
export type Chain = readonly Uint8Array[];

const dayMs = 86_400_000;
const wildcard = sequence(tagged(0x82, Buffer.from('*.zoo.test')));
const serverAuth = sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'));
const ca = [basicConstraints(true), keyUsage(0x06)] as const;

interface Draft {
  readonly now: Date;
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  readonly spki: Uint8Array;
  readonly algorithm: Uint8Array;
  readonly extensions: readonly ForgedExtension[];
  /** Of the bytes to be signed. */
  readonly sign: (tbs: Uint8Array) => Uint8Array;
  readonly serialNumber?: number;
}

/** A key in a certificate, and the signatures that are made with its like. */
interface CostlyKey {
  readonly algorithm: Uint8Array;
  /** The key of that number: no two are the same. */
  readonly spki: (index: number) => Uint8Array;
  /** Of the right form; whether it verifies makes no difference to what it costs. */
  readonly sign: () => Uint8Array;
}

/**
 * A leaf, and that many CAs of the name it gives as its issuer, which certify each other. The leaf is another one each time it is asked
 * for, so that nothing that a client remembers helps it.
 */
export function namesakes(stall: Stall, key: CostlyKey, count: number): () => Chain {
  const authorities = Array.from({ length: count }, (_, index) => costlyCa(stall, key, index));
  let serialNumber = 0;
  return () => {
    serialNumber += 1;
    return [leafUnder(stall, key, serialNumber), ...authorities];
  };
}

/**
 * DSA of 10,000 bits, the largest that OpenSSL works with. Of g = 1 and y = 1 every signature with r = 1 is right, so that all CAs
 * did issue each other.
 */
export const dsa10000: CostlyKey = {
  algorithm: sequence(objectIdentifier('2.16.840.1.101.3.4.3.2')),
  spki: (index) => {
    const parameters = sequence(number(odd(1_250, index)), number(odd(32, index)), number(one));
    return sequence(sequence(objectIdentifier('1.2.840.10040.4.1'), parameters), bits(number(one)));
  },
  sign: () => sequence(number(one), number(odd(31, 7))),
};

/** DSA without parameters, which are to be inherited, and signatures of an algorithm that no one knows: links that nothing is paid for. */
export const dsaWithoutParameters: CostlyKey = {
  algorithm: sequence(objectIdentifier('1.3.6.1.4.1.55738.666')),
  spki: (index) => sequence(sequence(objectIdentifier('1.2.840.10040.4.1')), bits(number(odd(32, index)))),
  sign: () => odd(31, 7),
};

/** RSA of 16,384 bits and an exponent of 64, the largest that is worked with here. */
export const rsa16384: CostlyKey = {
  algorithm: sequence(objectIdentifier('1.2.840.113549.1.1.11'), Uint8Array.of(5, 0)),
  spki: (index) => {
    const algorithm = sequence(objectIdentifier('1.2.840.113549.1.1.1'), Uint8Array.of(5, 0));
    return sequence(algorithm, bits(sequence(number(odd(2_048, index)), number(new Uint8Array(8).fill(0xff)))));
  },
  sign: () => odd(2_048, 1).fill(0, 0, 1),
};

/** The largest binary curve. Its keys are generated: a point has to lie on it. */
export function sect571(): CostlyKey {
  const keys = new Map<number, Uint8Array>();
  const generate = (): Uint8Array =>
    generateKeyPairSync('ec', { namedCurve: 'sect571r1' }).publicKey.export({ format: 'der', type: 'spki' });
  return {
    algorithm: sequence(objectIdentifier('1.2.840.10045.4.3.2')),
    spki: (index) => {
      const spki = keys.get(index) ?? generate();
      keys.set(index, spki);
      return spki;
    },
    sign: () => sequence(number(odd(70, 3)), number(odd(70, 5))),
  };
}

/** A leaf of URI names, and an issuer that constrains URIs: each of the names is held against each of the subtrees. */
export function uriConstraints(stall: Stall): Chain {
  const hosts = Array.from({ length: 700 }, (_, index) => `h${index}.zoo.test`);
  const names = hosts.map((host) => uri(`https://${host}/${'a'.repeat(40)}`));
  const subtrees = Array.from({ length: 1_400 }, (_, index) => uri(`x${index}.other.test`));
  return constrained(stall, names, nameConstraints({ excluded: subtrees }));
}

/** One URI that fills a certificate, and as many subtrees as fit beside it. */
export function longUri(stall: Stall): Chain {
  const subtrees = Array.from({ length: 1_000 }, (_, index) => uri(`x${index}.other.test`));
  const long = uri(`https://h.zoo.test/${'a'.repeat(60_000)}`);
  return constrained(stall, [long], nameConstraints({ excluded: subtrees }));
}

/** The same of directory names. */
export function directoryConstraints(stall: Stall): Chain {
  const directory = (text: string): Uint8Array => tagged(0xa4, name('2.5.4.10', 0x0c, Buffer.from(text)));
  const names = Array.from({ length: 400 }, (_, index) => directory(`Organization ${'o'.repeat(40)} ${index}`));
  const subtrees = Array.from({ length: 800 }, (_, index) => directory(`Other ${'o'.repeat(40)} ${index}`));
  return constrained(stall, names, nameConstraints({ excluded: subtrees }));
}

function constrained(stall: Stall, names: readonly Uint8Array[], constraints: ForgedExtension): Chain {
  const { key, otherKey, issuer, now } = stall;
  const subject = name('2.5.4.3', 0x0c, Buffer.from('Constraining'));
  const algorithm = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
  const middle = draft({
    now,
    subject,
    issuer: issuer.subject,
    spki: otherKey.spki,
    algorithm,
    extensions: [...ca, constraints],
    sign: (tbs) => sign('sha256', tbs, issuer.key.privateKey),
  });
  const leaf = draft({
    now,
    subject: name('2.5.4.3', 0x0c, Buffer.from('*.zoo.test')),
    issuer: subject,
    spki: key.spki,
    algorithm,
    extensions: [
      { oid: '2.5.29.17', value: sequence(tagged(0x82, Buffer.from('*.zoo.test')), ...names), critical: false },
      { oid: '2.5.29.37', value: serverAuth, critical: false },
    ],
    sign: (tbs) => sign('sha256', tbs, otherKey.privateKey),
  });
  return [leaf, middle, stall.chain[1]];
}

/** A leaf under a CA whose key is costly, and OCSP responses about it: a client that believes none has to verify each of them. */
export function stapled(
  stall: Stall,
  key: CostlyKey,
  count: number,
): { readonly chain: Chain; readonly staples: Chain } {
  const chain = namesakes(stall, key, 1)();
  const [, issuer] = chain;
  if (issuer === undefined) throw new Error('a leaf has an issuer');
  const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();
  const keyHash = sha1(
    new X509Certificate(issuer).publicKey.export({ format: 'der', type: 'spki' }).subarray(-publicBytes),
  );
  const staple = (index: number): Uint8Array => {
    const id = sequence(
      sequence(objectIdentifier('1.3.14.3.2.26')),
      octets(sha1(costlyName)),
      octets(keyHash),
      integer(1),
    );
    const at = (days: number): Uint8Array =>
      generalizedTime(new Date(stall.now.getTime() + days * dayMs + index * 1_000));
    const answer = sequence(id, tagged(0x80), at(-1), explicit(0, at(1)));
    const data = sequence(explicit(2, octets(keyHash)), at(-1), sequence(answer));
    const basic = sequence(data, key.algorithm, bits(key.sign()));
    const response = sequence(objectIdentifier('1.3.6.1.5.5.7.48.1.1'), octets(basic));
    return sequence(tagged(0x0a, Uint8Array.of(0)), explicit(0, response));
  };
  return { chain, staples: Array.from({ length: count }, (_, index) => staple(index)) };
}

/** The public key of `dsa10000`, an INTEGER of 1: what a key hash is of. */
const publicBytes = 3;

function generalizedTime(instant: Date): Uint8Array {
  return tagged(0x18, Buffer.from(instant.toISOString().replace(/[-:T]|\.\d+/g, '')));
}

const costlyName = name('2.5.4.3', 0x0c, Buffer.from('Costly'));

function leafUnder({ key, now }: Stall, { algorithm, sign: make }: CostlyKey, serialNumber: number): Uint8Array {
  return draft({
    now,
    subject: name('2.5.4.3', 0x0c, Buffer.from('*.zoo.test')),
    issuer: costlyName,
    spki: key.spki,
    algorithm,
    extensions: [
      { oid: '2.5.29.17', value: wildcard, critical: false },
      { oid: '2.5.29.37', value: serverAuth, critical: false },
    ],
    sign: make,
    serialNumber,
  });
}

function costlyCa({ now }: Stall, { algorithm, spki, sign: make }: CostlyKey, index: number): Uint8Array {
  const names = { subject: costlyName, issuer: costlyName };
  return draft({ now, ...names, spki: spki(index), algorithm, extensions: ca, sign: make, serialNumber: index + 2 });
}

function draft({ now, subject, issuer, spki, algorithm, extensions, sign: make, serialNumber = 1 }: Draft): Uint8Array {
  const validity = sequence(time(new Date(now.getTime() - dayMs)), time(new Date(now.getTime() + 90 * dayMs)));
  const written = extensions.map(({ oid, critical, value }) =>
    sequence(objectIdentifier(oid), ...(critical ? [derTrue] : []), octets(value)),
  );
  const rest = [validity, subject, spki, explicit(3, sequence(...written))];
  const tbs = sequence(explicit(0, integer(2)), integer(serialNumber), algorithm, issuer, ...rest);
  return sequence(tbs, algorithm, bits(make(tbs)));
}

const one = Uint8Array.of(1);

/** An INTEGER of a positive number. */
function number(octetsOf: Uint8Array): Uint8Array {
  return tagged(0x02, (octetsOf[0] ?? 0) >= 0x80 ? Buffer.concat([Uint8Array.of(0), octetsOf]) : octetsOf);
}

/** An odd number of that many octets, top bit set, the same every time and another for each index. */
function odd(length: number, index: number): Uint8Array {
  const made = Uint8Array.from({ length }, (_, at) => (at * 167 + 91 + ((index * (at + 3)) % 251)) % 256);
  made[0] = 0xc5;
  made[1] = index % 256;
  made[length - 1] = 0x4b;
  return made;
}
