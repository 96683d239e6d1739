import assert from 'node:assert/strict';
import { test } from 'node:test';

import { startEvidenceTrail } from '../../src/collect/evidence-trail.ts';
import { createCrlReader, fetchCrls } from '../../src/collect/fetch-crls.ts';
import { createJudge } from '../../src/evaluate/create-judge.ts';
import { bits, explicit, integer, objectIdentifier, sequence, tagged, time } from '../pki/forge-der.ts';
import type { Stall } from '../zoo/animal.ts';
import { craftLeaf, dnsName, extension, name } from '../zoo/craft-leaf.ts';
import {
  certificateMessage,
  handshake,
  record,
  serverHello,
  serverHelloDone,
  spelled,
} from '../zoo/server-messages.ts';
import { createAddressPolicy } from '../../src/net/address-policy.ts';
import { unasked } from '../../src/net/fetch-answer.ts';
import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { contextWith } from '../evaluate/context.ts';
import { endpointWith, observationWith } from '../evaluate/observation.ts';
import { sectionSeven } from '../targets/section-seven.ts';
import { seededOptions } from '../tls/seeded.ts';
import { countSteps } from './count-steps.ts';
import { makeSeededPki, now } from './seeded-certificates.ts';

const { root, intermediate, leaves } = makeSeededPki();
const [leaf] = leaves;
assert.ok(leaf !== undefined);
const stall: Stall = {
  chain: [leaf.der, intermediate.der],
  key: leaf.key,
  otherKey: leaf.key,
  issuer: intermediate,
  now,
};

/** Twice the input may take this many times the steps: linear work with a constant part takes 2 or less. */
const mostForTwice = 2.05;

const tests: readonly {
  readonly what: string;
  readonly size: number;
  readonly work: (size: number) => () => unknown;
}[] = [
  {
    what: 'names in a leaf',
    size: 500,
    work: (size) => judging([crafted({ names: sequence(...many(size, (n) => dnsName(`h${n}.zoo.test`))) })]),
  },
  {
    what: 'wildcards in a leaf',
    size: 500,
    work: (size) => judging([crafted({ names: sequence(...many(size, (n) => dnsName(`*.h${n}.zoo.test`))) })]),
  },
  {
    what: 'extensions in a leaf',
    size: 300,
    work: (size) => judging([crafted({ extensions: many(size, (n) => extension(`1.2.3.${n + 1}`, integer(1))) })]),
  },
  {
    what: 'the same extension again and again',
    size: 300,
    work: (size) =>
      judging([
        crafted({ extensions: many(size, () => extension('2.5.29.15', tagged(0x03, Uint8Array.of(5, 0xa0)))) }),
      ]),
  },
  {
    what: 'attributes in a subject',
    size: 300,
    work: (size) =>
      judging([crafted({ subject: sequence(...many(size, () => tagged(0x31, attribute('im.contoso.com')))) })]),
  },
  {
    // Few steps: letters are looked at by regular expressions, of which none is counted.
    what: 'letters of a name',
    size: 2_000,
    work: (size) => judging([crafted({ subject: name('2.5.4.3', 0x0c, Buffer.from('\u00e9'.repeat(size))) })]),
  },
  {
    what: 'certificates beside the chain',
    size: 60,
    work: (size) =>
      judging([leaf.der, intermediate.der, ...many(size, (n) => crafted({ serialNumber: Uint8Array.of(1, n) }))]),
  },
  {
    what: 'copies of one certificate',
    size: 100,
    work: (size) => judging([leaf.der, ...many(size, () => intermediate.der)]),
  },
  {
    what: 'certificates that are none',
    size: 100,
    work: (size) => judging([leaf.der, ...many(size, (n) => Uint8Array.of(0x30, 1, n))]),
  },
  {
    what: 'name constraints against names',
    size: 100,
    work: (size) =>
      judging([
        crafted({
          names: sequence(...many(size, (n) => dnsName(`h${n}.zoo.test`))),
          extensions: [extension('2.5.29.30', sequence(explicit(0, ...many(1, () => sequence(dnsName('zoo.test'))))))],
        }),
      ]),
  },
  {
    what: 'certificate policies',
    size: 200,
    work: (size) =>
      judging([
        crafted({
          extensions: [
            extension('2.5.29.32', sequence(...many(size, (n) => sequence(objectIdentifier(`1.2.3.${n + 1}`))))),
          ],
        }),
      ]),
  },
  {
    what: 'records of one byte',
    size: 400,
    work: (size) =>
      probing(spelled(serverHello(), certificateMessage([new Uint8Array(size)]), serverHelloDone), undefined),
  },
  {
    what: 'bytes that come one at a time',
    size: 2_000,
    work: (size) => probing(handshake(serverHello(), certificateMessage([new Uint8Array(size)]), serverHelloDone), 1),
  },
  {
    what: 'bytes of a message that never ends',
    size: 20,
    work: (size) =>
      probing(
        Buffer.concat([
          record(22, Uint8Array.of(2, 7, 255, 255)),
          ...many(size, () => record(22, new Uint8Array(0x4000))),
        ]),
        1_000,
      ),
  },
  {
    what: 'certificates in a flight',
    size: 100,
    work: (size) =>
      probing(
        handshake(serverHello(), certificateMessage(many(size, () => Uint8Array.of(0x30, 0))), serverHelloDone),
        undefined,
      ),
  },
  { what: 'delta CRLs that a CRL points to', size: 200, work: followingDeltas },
  { what: 'servers in a targets file', size: 60, work: (size) => reading(size) },
];

for (const { what, size, work } of tests) {
  test(`${what}: twice as many take about twice the steps, no more`, async () => {
    // What is only done the first time (tables, imports) is not counted.
    await countSteps(work(8));
    const once = await countSteps(work(size));
    const twice = await countSteps(work(size * 2));
    assert.ok(once > size / 2, `only ${once} steps: nothing was counted`);
    assert.ok(
      twice <= once * mostForTwice,
      `${size}: ${once} steps, ${size * 2}: ${twice}, ${(twice / once).toFixed(2)} times as many`,
    );
  });
}

function crafted(odd: Parameters<typeof craftLeaf>[1]): Uint8Array {
  return craftLeaf(stall, odd);
}

function judging(chain: readonly Uint8Array[]): () => unknown {
  const observation = observationWith(chain, {
    endpoint: endpointWith({ policy: 'tls-server', role: 'server', host: 'h1.zoo.test' }),
  });
  const judge = createJudge(contextWith([root.der], { now }));
  return () => judge.evaluateEndpoint(observation);
}

function probing(flight: Uint8Array, pieceBytes = flight.length): () => unknown {
  const probe = createProbe(seededOptions('steps', { profile: 'tls12' }));
  probe.start();
  return () => {
    for (let at = 0; at < flight.length; at += pieceBytes) probe.receive(flight.subarray(at, at + pieceBytes));
  };
}

function reading(size: number): () => unknown {
  const [deployment] = sectionSeven.deployments;
  const servers = many(size, (n) => ({ fqdn: `cwa${n}.contoso.local`, address: `10.0.${n >> 8}.${n & 255}` }));
  const virtualServers = deployment?.virtualServers.map((each) => ({ ...each, servers }));
  const file = { ...sectionSeven, deployments: [{ ...deployment, virtualServers }] };
  return () => {
    const parsed = parseTargets(file, standardPolicies, waivableChecks());
    assert.ok(parsed.ok);
    return expandTargets(parsed.value, standardPolicies);
  };
}

/** Fetches the CRL of a leaf, which has as many points of delta CRLs. */
function followingDeltas(size: number): () => unknown {
  const pointsOf = (urls: readonly string[]) =>
    sequence(...urls.map((url) => sequence(explicit(0, explicit(0, tagged(0x86, Buffer.from(url)))))));
  const ed25519 = sequence(objectIdentifier('1.3.101.112'));
  const tomorrow = new Date(now.getTime() + 86_400_000);
  const freshest = extension('2.5.29.46', pointsOf(many(size, (n) => `http://zoo.test/${n}.crl`)));
  const listed = [integer(1), ed25519, intermediate.subject, time(now), time(tomorrow)];
  const crl = sequence(sequence(...listed, explicit(0, sequence(freshest))), ed25519, bits(new Uint8Array(64)));
  const certificate = decodeCertificate(
    crafted({ extensions: [extension('2.5.29.31', pointsOf(['http://zoo.test/base.crl']))] }),
  );
  const policy = createAddressPolicy([]);
  assert.ok(certificate.ok && policy.ok);
  const { record } = unasked({ url: '', accept: '', maxBytes: 0 }, { outcome: 'fetched', message: '' });
  const trail = startEvidenceTrail({
    fetch: async () => ({ record, body: crl, sha256: undefined, wasUseful: () => undefined }),
    policy: policy.value,
    budget: new AbortController(),
  });
  const question = {
    certificates: [certificate.value],
    issuerOf: () => undefined,
    known: [],
    at: now,
    read: createCrlReader(),
    checkSignature: () => assert.fail('no issuer is known'),
  };
  return async () => {
    const found = await fetchCrls(question, trail);
    assert.deepEqual(
      found.map(({ url }) => url),
      ['base', 0, 1, 2, 3].map((each) => `http://zoo.test/${each}.crl`),
    );
  };
}

function attribute(text: string): Uint8Array {
  return sequence(objectIdentifier('2.5.4.3'), tagged(0x0c, Buffer.from(text)));
}

function many<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
