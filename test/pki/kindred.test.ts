import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { FindPath, PathRequest, TrustStore } from '../../src/pki/path/path.ts';
import { createPathFinder } from '../../src/pki/path/path-finder.ts';
import { findProfileViolations } from '../../src/pki/path/profile-violations.ts';
import { createTrustStore } from '../../src/pki/trust/trust-store.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import { createCertificateDecoder, type CertificateDecoder } from '../../src/x509/certificate-decoder.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { makeKeyPool } from '../differential/key-pool.ts';
import { createRandom, type Random } from '../differential/random.ts';
import { now } from './forge-certificate.ts';
import { clientAuth, serverAuth } from './forge-extensions.ts';
import { type Kindred, makeKindred, pick, withoutMemory } from './kindred-certificates.ts';

/** More of both find more: what is remembered was tried with some thousand families. */
const families = 20;
const questions = 40;
const seed = 5;

type Circumstances = Omit<PathRequest, 'leaf' | 'candidates' | 'store'>;

interface Question {
  readonly leaf: Uint8Array;
  readonly candidates: readonly Uint8Array[];
  /** Its place among the stores. */
  readonly store: number;
  readonly rest: Circumstances;
}

/** Asks what is usual, but for a thing or two. */
function ask(random: Random, family: Kindred, usual: Circumstances): Question {
  const { authorities, leaves } = family;
  const upwards = authorities.toReversed();
  const besides = [
    upwards.slice(0, -1),
    random.shuffle(upwards),
    [...upwards, ...upwards.slice(0, 1)],
    [...upwards, pick(random, leaves)],
    random.shuffle([...authorities, ...leaves]).slice(0, 5),
    [],
  ];
  const seldom = <T>(usually: T, others: readonly T[]): T => (random.chance(0.08) ? pick(random, others) : usually);
  const leaf = random.chance(0.08) ? pick(random, authorities) : pick(random, leaves);
  const beside = random.chance(0.7) ? upwards : pick(random, besides);
  const offsets = [500, 30, -1_000, 1_000, 1_500, 86_400_000];
  return {
    leaf,
    candidates: random.chance(0.9) ? [leaf, ...beside] : random.chance(0.5) ? beside : [...beside, leaf],
    store: seldom(0, [1, 2]),
    rest: {
      at: new Date(
        seldom(
          usual.at.getTime(),
          offsets.map((offset) => now.getTime() + offset),
        ),
      ),
      profile: seldom(usual.profile, ['rfc5280', 'web-pki', 'strict']),
      purpose: seldom(usual.purpose, [serverAuth, clientAuth, undefined]),
      host: seldom(usual.host, ['www.fabrikam.com', '10.0.0.1', undefined]),
      ...(random.chance(0.03) ? { maximumIntermediates: random.integer(2) } : {}),
      ...(random.chance(0.03)
        ? { judgeRevocation: ([, certificate]) => certificate && { message: 'So.', certificate } }
        : {}),
    },
  };
}

type Decode = (der: Uint8Array) => Certificate | undefined;

const remembering =
  (decode: CertificateDecoder): Decode =>
  (der) => {
    const { certificate } = decode(der);
    return certificate.ok ? certificate.value : undefined;
  };

const forgetting: Decode = (der) => {
  const decoded = withoutMemory(() => decodeCertificate(Uint8Array.from(der)));
  return decoded.ok ? decoded.value : undefined;
};

interface Means {
  readonly decode: Decode;
  readonly findPath: FindPath;
  readonly stores: readonly TrustStore[];
}

/** Everything that is said of a question, certificates by their fingerprints. */
function answer({ leaf, candidates, store: place, rest }: Question, { decode, findPath, stores }: Means): unknown {
  const decoded = decode(leaf);
  const others = candidates.map(decode).filter((each) => each !== undefined);
  const store = stores[place];
  if (decoded === undefined || store === undefined) return undefined;
  const found = findPath({ leaf: decoded, candidates: others, store, ...rest });
  const path = found.ok ? found.value.certificates : found.error.path;
  const violations = [true, false].flatMap((isPublic) => {
    const { at, purpose, profile } = rest;
    const beyond = profile === 'strict' ? 'web-pki' : profile;
    return findProfileViolations({ path, endsInAnchor: found.ok, beyond, isPublic, at, purpose });
  });
  return {
    decoded,
    path: path.map(({ sha256 }) => sha256),
    error: found.ok ? undefined : { ...found.error, path: undefined, certificate: found.error.certificate?.sha256 },
    violations: violations.map(({ kind, message, certificate }) => `${kind} ${message} ${certificate.sha256}`),
  };
}

function storeOf(anchors: readonly Uint8Array[]): TrustStore {
  const store = createTrustStore({ name: 'kindred', source: 'test', date: null, anchors });
  assert.ok(store.ok);
  return store.value;
}

test('whatever was asked before, certificates are read and paths are found as if it were the first question', () => {
  const pool = makeKeyPool();
  for (let index = 0; index < families; index += 1) {
    const random = createRandom(seed, index);
    const family = makeKindred(random, pool);
    const anchors = [0.95, 0.5, 0.5].map((likely) => [
      ...(random.chance(likely) ? family.authorities.slice(0, 1) : []),
      ...random.shuffle([...family.authorities, ...family.leaves]).slice(0, random.chance(0.7) ? 0 : random.integer(3)),
    ]);
    const profile = pick<PathRequest['profile']>(random, ['rfc5280', 'rfc5280', 'web-pki', 'strict']);
    const usual = { at: now, profile, purpose: serverAuth, host: 'im.contoso.com' };
    const decode = remembering(createCertificateDecoder());
    const warm = { decode, findPath: createPathFinder(), stores: anchors.map(storeOf) };
    for (let turn = 0; turn < questions; turn += 1) {
      const question = ask(random, family, usual);
      const alone = { decode: forgetting, findPath: createPathFinder(), stores: anchors.map(storeOf) };
      assert.deepEqual(answer(question, warm), answer(question, alone), `family ${index}, question ${turn}`);
    }
  }
});
