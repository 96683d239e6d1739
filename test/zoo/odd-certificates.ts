import { bits, objectIdentifier, sequence, tagged } from '../pki/forge-der.ts';
import { type Animal, endsIn, isRead, type Stall } from './animal.ts';
import { craftLeaf, dnsName, extension, name, type OddLeaf, rsaSpki } from './craft-leaf.ts';
import { certificateMessage, handshake, serverHello, serverHelloDone } from './server-messages.ts';

const commonName = '2.5.4.3';
const utf8 = 0x0c;
const f4 = Uint8Array.of(1, 0, 1);
const unreadable = isRead('chain-trust');

/** Peers whose flight is right and whose leaf is not. RSA key exchange: nothing proves the key, so any leaf can be shown. */
export const oddCertificates: readonly Animal[] = [
  spoils('leaf-truncated', 'shows half a leaf', (der) => der.subarray(0, der.length / 2)),
  spoils('leaf-trailing', 'shows a leaf with bytes after it', (der) => Buffer.concat([der, Uint8Array.of(0)])),
  spoils('leaf-indefinite', 'shows a leaf of indefinite length', (der) =>
    Buffer.concat([Uint8Array.of(0x30, 0x80), der.subarray(4), Uint8Array.of(0, 0)]),
  ),
  spoils('leaf-nested', 'shows a leaf nested 20,000 deep', () => nested(20_000)),
  spoils('leaf-one-byte', 'shows a leaf of one byte', () => Uint8Array.of(0x30)),
  spoils('leaf-text', 'shows a leaf in PEM', (der) =>
    Buffer.from(`-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n`),
  ),
  spoils('leaf-noise', 'shows a leaf of noise', (der) => Uint8Array.from(der, (byte, index) => byte ^ (index * 31))),
  shows('extension-nested', 'shows an extension nested 20,000 deep', () => ({
    extensions: [extension('1.2.3.4', nested(20_000))],
  })),
  shows('extension-100k', 'shows an extension of 100 KiB', () => ({
    extensions: [extension('1.2.3.4', new Uint8Array(0x19000))],
  })),
  beyond(
    shows('extension-1m', 'shows an extension of 1 MiB', () => ({
      extensions: [extension('1.2.3.4', new Uint8Array(0x100000))],
    })),
  ),
  beyond(shows('names-100000', 'shows 100,000 names', () => ({ names: manyNames(100_000) }))),
  shows('names-4000', 'shows 4,000 names', () => ({ names: manyNames(4_000) })),
  shows('serial-negative', 'shows a negative serial number', () => ({ serialNumber: Uint8Array.of(0x80, 1, 2) })),
  shows('serial-huge', 'shows a serial number of 2,000 bytes', () => ({ serialNumber: new Uint8Array(2_000).fill(1) })),
  shows(
    'serial-empty',
    'shows a serial number of no bytes',
    () => ({ serialNumber: new Uint8Array(0) }),
    'chain-trust',
  ),
  shows(
    'name-nul',
    'shows a name with a NUL in it',
    () => ({ names: sequence(dnsName('name-nul.zoo.test\0.evil.test')) }),
    'name-match',
  ),
  shows('name-escapes', 'shows a name of terminal escapes', () => named('\u001b[2J\u001b]0;owned\u0007\r\n')),
  shows('name-bidi', 'shows a name that reads backwards', () => named('tset.ooz\u202e\u2066')),
  shows('name-not-utf8', 'shows a UTF8String that is not UTF-8', () => ({
    subject: name(commonName, utf8, Uint8Array.of(0xff, 0xfe, 0xc0, 0x80)),
  })),
  shows('name-odd-bmp', 'shows a BMPString of three bytes', () => ({
    subject: name(commonName, 0x1e, Uint8Array.of(0, 65, 0)),
  })),
  shows('name-100k', 'shows a name of 100 KiB', () => ({
    subject: name(commonName, utf8, new Uint8Array(0x19000).fill(65)),
  })),
  shows(
    'rsa-16-bits',
    'shows an RSA key of 16 bits',
    () => ({ spki: rsaSpki(Uint8Array.of(0, 0xff, 0xf1), f4) }),
    'key-strength',
  ),
  shows('rsa-65536-bits', 'shows an RSA key of 65,536 bits', () => ({ spki: rsaSpki(oddNumber(8_192), f4) })),
  shows(
    'rsa-exponent-1',
    'shows an RSA key of exponent 1',
    () => ({
      spki: rsaSpki(oddNumber(256), Uint8Array.of(1)),
    }),
    'key-strength',
  ),
  shows(
    'rsa-exponent-even',
    'shows an RSA key of an even exponent',
    () => ({
      spki: rsaSpki(oddNumber(256), Uint8Array.of(2)),
    }),
    'key-strength',
  ),
  shows('rsa-exponent-huge', 'shows an RSA key whose exponent is as long as its modulus', () => ({
    spki: rsaSpki(oddNumber(1_024), oddNumber(1_024)),
  })),
  shows(
    'rsa-modulus-even',
    'shows an RSA key of an even modulus',
    () => ({ spki: rsaSpki(oddNumber(256).fill(2, 256), f4) }),
    'key-strength',
  ),
  shows('curve-unknown', 'shows a key on an unknown curve', () => ({
    spki: ecSpki(objectIdentifier('1.2.3.4.5')),
  })),
  shows('curve-explicit', 'shows a key with explicit curve parameters', () => ({
    spki: ecSpki(sequence(tagged(0x02, Uint8Array.of(1)))),
  })),
  shows('point-at-infinity', 'shows a key that is no point', () => ({
    spki: ecSpki(objectIdentifier('1.2.840.10045.3.1.7')),
  })),
  shows('key-ml-dsa', 'shows an ML-DSA key', () => ({
    spki: sequence(sequence(objectIdentifier('2.16.840.1.101.3.4.3.18')), bits(new Uint8Array(1_952))),
  })),
  // What cannot be verified here is undetermined.
  shows('signed-ml-dsa', 'shows a leaf signed with ML-DSA', () => ({
    algorithm: sequence(objectIdentifier('2.16.840.1.101.3.4.3.18')),
  })),
];

/** Spoils the bytes of a sound leaf. */
function spoils(animal: string, does: string, spoil: (leaf: Uint8Array) => Uint8Array): Animal {
  return { name: animal, does, behave: present(({ chain }) => spoil(chain[0])), ends: unreadable };
}

/** Presents a leaf with something odd in it; these checks must fail. */
function shows(animal: string, does: string, odd: () => OddLeaf, ...fails: readonly string[]): Animal {
  return { name: animal, does, behave: present((stall) => craftLeaf(stall, odd())), ends: isRead(...fails) };
}

/** The same, past what we read. */
function beyond(animal: Animal): Animal {
  return { ...animal, ends: endsIn('limit') };
}

function present(leaf: (stall: Stall) => Uint8Array): Animal['behave'] {
  // Written once a zoo: the largest take as long to write as a scan takes to read them all.
  const flights = new WeakMap<Stall, Uint8Array>();
  return async (visit, stall) => {
    await visit.hello();
    const certificates = (): Uint8Array => certificateMessage([leaf(stall), stall.chain[1]]);
    const flight = flights.get(stall) ?? handshake(serverHello(), certificates(), serverHelloDone);
    flights.set(stall, flight);
    return visit.send(flight);
  };
}

function named(text: string): OddLeaf {
  return { subject: name(commonName, utf8, Buffer.from(text)) };
}

function manyNames(count: number): Uint8Array {
  const names = Array.from({ length: count }, (_, index) => dnsName(`host-${index}.zoo.test`));
  return sequence(Buffer.concat([...names, dnsName('*.zoo.test')]));
}

/** SEQUENCE in SEQUENCE, written from the outside so that it costs no more than its length. */
function nested(depth: number): Uint8Array {
  const bytes: Uint8Array[] = [];
  let inner = 0;
  for (let level = 0; level < depth; level += 1) {
    const head = inner < 0x80 ? Uint8Array.of(0x30, inner) : longHead(inner);
    bytes.push(head);
    inner += head.length;
  }
  return Buffer.concat(bytes.reverse());
}

function longHead(length: number): Uint8Array {
  return Uint8Array.of(0x30, 0x83, length >> 16, length >> 8, length);
}

/** A positive odd number of that many octets, the same every time. */
function oddNumber(octets: number): Uint8Array {
  const number = Uint8Array.from({ length: octets + 1 }, (_, index) => (index * 167 + 91) % 256);
  number[0] = 0;
  number[1] = 0xc5;
  number[octets] = 0x4b;
  return number;
}

function ecSpki(parameters: Uint8Array): Uint8Array {
  const algorithm = sequence(objectIdentifier('1.2.840.10045.2.1'), parameters);
  return sequence(algorithm, bits(Uint8Array.of(4, ...new Uint8Array(64))));
}
