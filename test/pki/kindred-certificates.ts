import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { mock } from 'node:test';

import { DerReader } from '../../src/x509/der/der-reader.ts';
import type { PoolKey } from '../differential/key-pool.ts';
import type { Random } from '../differential/random.ts';
import { bits, integer, objectIdentifier, octets, sequence, tagged, text, time } from './forge-der.ts';
import { extensionsOf, type Theme, themes, type WrittenExtension } from './kindred-extensions.ts';
import { now } from './forge-certificate.ts';

/** Certificates that have nearly everything in common: what a memory mistakes for another it mistakes here. DER. */
export interface Kindred {
  readonly authorities: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];
}

/** Who is in a certificate: few names and few keys, so that some share the one and not the other. */
export interface Party {
  readonly name: Uint8Array;
  readonly key: PoolKey;
}

const day = 86_400_000;

/** A handful of CAs that certify each other, and leaves that differ from one of two templates in a thing or two. */
export function makeKindred(random: Random, pool: readonly PoolKey[]): Kindred {
  const keys = random.shuffle(pool);
  const keyOf = (): PoolKey => pick(random, keys.slice(0, 5));
  const ownKey = (): PoolKey => (random.chance(0.9) ? pick(random, keys.slice(5)) : keyOf());
  const names = random.shuffle(caNames);
  const parties = Array.from({ length: 2 + random.integer(3) }, (_, level) => ({
    name: random.chance(0.93) ? (names[level] ?? sequence()) : pick(random, names),
    key: random.chance(0.93) ? (keys[level] ?? keyOf()) : keyOf(),
  }));
  const oddness = pick(random, [0, 0, 0, 0.03, 0.15]);
  const isLinear = random.chance(0.85);
  const isCrowded = random.chance(0.4);
  const theme = pick<Theme>(random, ['anything', 'anything', 'constraints', 'policies', 'renewals', 'usages']);
  let serial = 0;
  const write = (subject: Party, issuer: Party, extensions: readonly WrittenExtension[]): Uint8Array => {
    serial = random.chance(0.05) ? serial : serial + 1;
    return certify({ random, oddness, serial, subject, issuer, extensions });
  };
  const authorities = parties.flatMap((party, level) => {
    const above = isLinear ? (parties[Math.max(0, level - 1)] ?? party) : pick(random, parties);
    const extensions = extensionsOf({ random, subject: party, issuer: above, isCa: true, theme });
    const certificates = [
      write(party, above, changed(random, 'anything', extensions, random.chance(oddness * 3) ? 1 : 0)),
    ];
    if (isCrowded && random.chance(0.3))
      certificates.push(write(party, above, changed(random, theme, extensions, random.integer(2))));
    if (isCrowded && random.chance(0.3)) certificates.push(write(party, pick(random, parties), extensions));
    if (isCrowded && random.chance(0.2)) certificates.push(write({ ...party, key: keyOf() }, above, extensions));
    return certificates;
  });
  const issuing = parties.at(-1) ?? pick(random, parties);
  const templates = [0, 1].map(() => {
    const subject = { name: pick(random, leafNames), key: ownKey() };
    return {
      subject,
      extensions: extensionsOf({ random, subject, issuer: issuing, isCa: random.chance(0.05), theme }),
    };
  });
  const leaves = Array.from({ length: 8 }, () => {
    const { subject, extensions } = pick(random, templates);
    const name = random.chance(0.05)
      ? pick(random, names)
      : random.chance(0.5)
        ? pick(random, leafNames)
        : subject.name;
    const key = random.chance(0.3) ? ownKey() : subject.key;
    const issuer = random.chance(0.1) ? pick(random, parties) : random.chance(0.05) ? { name, key } : issuing;
    const signer = random.chance(0.03) ? { ...issuer, key: keyOf() } : issuer;
    const who = random.chance(0.08) ? pick(random, parties) : { name, key };
    return write(who, signer, changed(random, theme, extensions, pick(random, [0, 0, 0, 1, 1, 2])));
  });
  return { authorities, leaves };
}

/** The same but for so many extensions left out, written otherwise, said otherwise, moved or said twice. */
function changed(
  random: Random,
  theme: Theme,
  extensions: readonly WrittenExtension[],
  times: number,
): readonly WrittenExtension[] {
  let list = [...extensions];
  for (let time = 0; time < times; time += 1) {
    const place = random.integer(list.length + 1);
    const seen = list[place];
    const other = pick(random, random.chance(0.2) ? themes.anything : themes[theme]);
    const same = list.findIndex(({ oid }) => oid === other.oid);
    if (theme !== 'anything' && same >= 0 && random.chance(0.7)) list.splice(same, 1, other);
    else if (random.chance(0.1)) list = [...random.shuffle(list)];
    else if (random.chance(0.3) || seen === undefined) list.splice(place, random.integer(2), other);
    else if (random.chance(0.2)) list.splice(place, 1);
    else if (random.chance(0.15)) list.splice(place, 0, seen);
    else list.splice(place, 1, { ...seen, criticality: pick(random, ['absent', 'true', 'false', 'one'] as const) });
  }
  return list;
}

interface Order {
  readonly random: Random;
  readonly oddness: number;
  readonly serial: number;
  readonly subject: Party;
  readonly issuer: Party;
  readonly extensions: readonly WrittenExtension[];
}

function certify({ random, oddness, serial, subject, issuer, extensions }: Order): Uint8Array {
  const isOdd = (weight = 1): boolean => random.chance(oddness * weight);
  const hash = isOdd() ? 'sha1' : 'sha256';
  const algorithm = algorithmOf(issuer.key, hash);
  const start = isOdd() ? now.getTime() + pick(random, [-1_000, 0, 1_000, day]) : now.getTime() - 30 * day;
  const end = isOdd() ? now.getTime() + pick(random, [-day, -1_000, 0, 1_000]) : now.getTime() + 60 * day;
  const version = isOdd(0.3) ? 1 : 3;
  const tbs = sequence(
    ...(version === 1 ? [] : [tagged(0xa0, integer(2))]),
    isOdd()
      ? tagged(0x02, pick(random, [Uint8Array.of(0), Uint8Array.of(0xff), new Uint8Array(22).fill(9)]))
      : integer(serial),
    isOdd(0.5) ? algorithmOf(issuer.key, 'sha384') : algorithm,
    issuer.name,
    sequence(time(new Date(start)), time(new Date(end))),
    subject.name,
    subject.key.spki,
    ...(version === 1 || extensions.length === 0 ? [] : [tagged(0xa3, sequence(...extensions.map(writeExtension)))]),
  );
  const signature = sign(issuer.key.kind === 'ed25519' ? null : hash, tbs, issuer.key.privateKey);
  if (isOdd(0.5)) signature.writeUInt8(signature.readUInt8(signature.length - 4) ^ 1, signature.length - 4);
  return sequence(tbs, isOdd(0.3) ? algorithmOf(issuer.key, 'sha384') : algorithm, bits(signature));
}

const criticalities = { absent: [], true: [0x01, 0x01, 0xff], false: [0x01, 0x01, 0x00], one: [0x01, 0x01, 0x01] };

function writeExtension({ oid, criticality, value }: WrittenExtension): Uint8Array {
  return sequence(objectIdentifier(oid), Uint8Array.from(criticalities[criticality]), octets(value));
}

function algorithmOf({ kind }: PoolKey, hash: 'sha1' | 'sha256' | 'sha384'): Uint8Array {
  if (kind === 'ed25519') return sequence(objectIdentifier('1.3.101.112'));
  const arc = { sha1: ['5', '1'], sha256: ['11', '3.2'], sha384: ['12', '3.3'] }[hash];
  if (kind === 'rsa') return sequence(objectIdentifier(`1.2.840.113549.1.1.${arc[0]}`), Uint8Array.of(0x05, 0x00));
  return sequence(objectIdentifier(`1.2.840.10045.4.${arc[1]}`));
}

const commonName = (value: string, tag = 0x0c): Uint8Array =>
  tagged(0x31, sequence(objectIdentifier('2.5.4.3'), text(tag, value)));
const organization = sequence(objectIdentifier('2.5.4.10'), text(0x0c, 'Contoso'));

/** Some are the same name written otherwise, and some of those oddly. */
const caNames: readonly Uint8Array[] = [
  sequence(commonName('Root')),
  sequence(commonName('Issuing')),
  sequence(commonName('Issuing', 0x13)),
  sequence(commonName('ISSUING')),
  sequence(commonName('Issuing', 0x14)),
  sequence(commonName('Other')),
  sequence(tagged(0x31, organization, sequence(objectIdentifier('2.5.4.3'), text(0x0c, 'Issuing')))),
  sequence(),
];

const leafNames = ['im.contoso.com', 'www.fabrikam.com', 'im']
  .map((name) => sequence(commonName(name)))
  .concat(sequence());

export function pick<T>(random: Random, choices: readonly T[]): T {
  assert.ok(choices.length > 0, 'there is nothing to choose from');
  return choices[random.integer(choices.length)] as T;
}

/** With nothing taken from what was read of other certificates, as in the first moment of a run. */
export function withoutMemory<T>(make: () => T): T {
  const read = function (this: DerReader, _: unknown, decode: (reader: DerReader) => unknown): unknown {
    return decode(this);
  };
  const plain = mock.method(DerReader.prototype, 'remember', read);
  try {
    return make();
  } finally {
    plain.mock.restore();
  }
}
