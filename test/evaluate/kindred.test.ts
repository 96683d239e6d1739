import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { JudgementContext } from '../../src/evaluate/contract.ts';
import { evaluateEndpoint, evaluateEndpoints } from '../../src/evaluate/evaluate-endpoint.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { Handshake } from '../../src/model/handshake.ts';
import type { PolicyOverrides } from '../../src/model/policy-overrides.ts';
import { escapeJson } from '../../src/report/data/escape-json.ts';
import { renderEndpointLine } from '../../src/report/data/render-ndjson.ts';
import { makeKeyPool } from '../differential/key-pool.ts';
import { createRandom, type Random } from '../differential/random.ts';
import { now } from '../pki/forge-certificate.ts';
import { type Kindred, makeKindred, pick, withoutMemory } from '../pki/kindred-certificates.ts';
import { storeOf } from './context.ts';
import { endpointWith, handshakeWith, observationWith } from './observation.ts';

/** More of both find more: what is remembered was tried with some hundred families. */
const families = 10;
const endpointsOfEach = 40;
const seed = 5;

const endpoints: readonly Partial<Endpoint>[] = [
  { host: 'as.im.contoso.com', role: 'as-host' },
  { host: 'download.im.contoso.com', role: 'download-host' },
  { host: 'www.fabrikam.com' },
  { host: '10.0.0.1', serverName: null },
  { role: 'mtls', host: 'cwa01.contoso.local', trust: [{ list: 'mtls', stores: ['contoso'] }] },
  { role: 'load-balancer' },
  { role: 'reverse-proxy-external' },
  { role: 'reverse-proxy-internal' },
  { access: 'internal' },
  {
    access: 'both',
    trust: [
      { list: 'internal', stores: ['contoso'] },
      { list: 'external', stores: ['other'] },
    ],
  },
  { trust: [] },
  { trust: [{ list: 'external', stores: ['other'] }] },
  { trust: [{ list: 'external', stores: ['other', 'contoso'] }] },
  { trust: [{ list: 'internal', stores: ['contoso'] }] },
  { trust: [{ list: null, stores: ['third', 'other'] }] },
  { deployment: 'fabrikam' },
  { deployment: null },
  { deployment: null, policy: 'tls-server', role: 'server', access: null },
  { policy: 'tls-server', role: 'server', access: null },
  { policy: 'tls-server', deployment: 'fabrikam', role: 'server' },
  { policy: 'tls-server' },
  { names: { url: 'www.fabrikam.com', server: null, proxy: null, externalUrl: null } },
  { names: { url: null, server: null, proxy: 'proxy', externalUrl: 'im.contoso.com' } },
  { reverseProxyProduct: 'isa-2004', role: 'reverse-proxy-external' },
  { fetch: { issuers: true, crl: true, ocsp: true, allow: [] } },
];

const handshakes: readonly Partial<Handshake>[] = [
  { protocol: 'TLSv1.0' },
  {
    protocol: 'TLSv1.3',
    keyExchange: { kind: 'tls13', group: 'x25519', bits: 255 },
    secureRenegotiation: null,
    serverTimeSeconds: null,
  },
  { cipherSuite: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' },
  { profile: 'tls10', serverName: null },
  { offeredProtocol: 'TLSv1.2' },
  { serverName: null },
  { keyExchange: { kind: 'rsa', group: null, bits: null } },
  { keyExchange: { kind: 'dhe', group: null, bits: 512 } },
  { keyExchange: { kind: 'ecdhe', group: 'secp256r1', bits: 256 } },
  { keyExchange: { kind: 'unknown', group: null, bits: null } },
  { secureRenegotiation: false },
  { downgradeSentinel: 'TLSv1.2' },
  { serverTimeSeconds: Math.floor(now.getTime() / 1_000) + 900 },
  { flightComplete: false },
  { keyPossession: 'wrong', keyPossessionReason: 'signature ecdsa_sha1' },
  { keyPossession: 'undetermined', keyPossessionReason: 'Finished' },
  {
    clientCertificateSent: true,
    certificateRequest: { certificateTypes: [1], signatureSchemes: [], authorities: [], authoritiesBytes: 0 },
  },
  { durationMs: 1 },
];

function observe(random: Random, { authorities, leaves }: Kindred): EndpointObservation {
  const order = [...authorities].reverse();
  const leaf = random.chance(0.07) ? pick(random, authorities) : pick(random, leaves);
  const besides = [
    order.slice(0, -1),
    random.shuffle(order),
    [...order, ...order.slice(0, 1)],
    [],
    [...order, pick(random, leaves)],
    [pick(random, leaves), ...order],
    [leaf, ...order],
    order.map((each) => (random.chance(0.3) ? each.subarray(0, 99) : each)),
  ];
  const chain = [leaf, ...(random.chance(0.75) ? order : pick(random, besides))];
  const presented = random.chance(0.02) ? [] : random.chance(0.02) ? [leaf.subarray(0, 99), ...order] : chain;
  const changes = random.chance(0.3) ? pick(random, endpoints) : {};
  const more = random.chance(0.1) ? pick(random, endpoints) : {};
  const handshake = random.chance(0.3) ? { ...pick(random, handshakes), ...pick(random, handshakes) } : {};
  const endpoint = endpointWith({ ...changes, ...more });
  const bare = random.chance(0.3) ? pick(random, leaves) : leaf;
  const seen: Partial<EndpointObservation> = {
    endpoint,
    observedAt: now.toISOString(),
    handshake: random.chance(0.03)
      ? null
      : handshakeWith({ serverTimeSeconds: Math.floor(now.getTime() / 1_000), ...handshake }),
    ...(random.chance(0.6) ? { withoutServerName: null } : { withoutServerName: { certificates: [bare] } }),
    ...(random.chance(0.05)
      ? { withoutServerName: { failure: { stage: 'tls', kind: 'alert', message: 'The server refused.' } } }
      : {}),
    ...(random.chance(0.05) ? { source: 'file', handshake: null } : {}),
    ...(endpoint.fetch === undefined
      ? {}
      : {
          evidence: {
            issuers: random
              .shuffle(authorities)
              .slice(0, 2)
              .map((der) => ({ url: 'http://aia.contoso.com/', der })),
            crls: [{ url: 'http://crl.contoso.com/1', der: Uint8Array.of(0x30, 0x00) }],
            ocspResponses: [],
            fetches: [],
            complete: random.chance(0.5),
          },
        }),
  };
  return observationWith(presented, seen);
}

const overrides: PolicyOverrides = {
  severity: { 'chain-trust': 'info', 'key-usage': 'critical' },
  thresholds: { minimumRsaBits: 4_096, expiryMarginDays: 90, rolesNeverPubliclyTrusted: ['virtual-server', 'server'] },
};

const waiver = { check: 'chain-trust', role: 'virtual-server', by: 'me', reason: 'so', until: '2030-01-01' } as const;

/** Makes the same run anew each time. */
function runOf(random: Random, { authorities, leaves }: Kindred): () => JudgementContext {
  const root = authorities.slice(0, 1);
  const some = (most: number): readonly Uint8Array[] => random.shuffle([...authorities, ...leaves]).slice(0, most);
  const [other, third, open] = [some(1), some(3), random.chance(0.4) ? root : some(random.integer(3))];
  return () => ({
    now,
    stores: new Map(Object.entries({ contoso: root, other, third }).map(([name, ders]) => [name, storeOf(name, ders)])),
    publicStore: storeOf('mozilla', open),
    isPublicSuffix: (name) => name === 'contoso.com' || !name.includes('.'),
    overrides: new Map([['fabrikam', overrides]]),
    waivers: new Map([['contoso', [waiver]]]),
  });
}

test('whatever a run judged before, in whatever batches, each endpoint is judged as if it were the first', () => {
  const pool = makeKeyPool();
  for (let index = 0; index < families; index += 1) {
    const random = createRandom(seed, index);
    const family = makeKindred(random, pool);
    const makeRun = runOf(random, family);
    const observations = Array.from({ length: endpointsOfEach }, () => observe(random, family));
    const alone = observations.map((each) => withoutMemory(() => evaluateEndpoint(structuredClone(each), makeRun())));
    const run = makeRun();
    for (let place = 0; place < observations.length; ) {
      const batch = observations.slice(place, place + pick(random, [1, 2, 5, 9]));
      const reports =
        batch.length === 1 ? batch.map((each) => evaluateEndpoint(each, run)) : evaluateEndpoints(batch, run);
      for (const report of reports) {
        const expected = alone[place];
        const about = `family ${index}, endpoint ${place}`;
        assert.deepEqual(report, expected, about);
        assert.equal(renderEndpointLine(report), `${escapeJson(JSON.stringify(expected))}\n`, about);
        place += 1;
      }
    }
  }
});
