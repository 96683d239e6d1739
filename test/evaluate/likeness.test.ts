import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { JudgedPath } from '../../src/checks/evidence.ts';
import { evaluateEndpoint, evaluateEndpoints } from '../../src/evaluate/evaluate-endpoint.ts';
import { createLikenesses, negotiatedOf, trustedOf, validityOf } from '../../src/evaluate/likeness.ts';
import { codeSigning } from '../forge/certificate-profile.ts';
import type { CertificateProfile } from '../forge/certificate-profile.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import type { Handshake } from '../../src/model/handshake.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { contextWith, storeOf } from './context.ts';
import { type Contoso, createContoso } from './contoso.ts';
import { endpointWith, handshakeWith, observationWith } from './observation.ts';

let contoso: Contoso;
let root: Uint8Array;
let intermediate: Uint8Array;
let shortKey: Awaited<ReturnType<typeof makeKeyPair>>;
let otherKind: Awaited<ReturnType<typeof makeKeyPair>>;

before(async () => {
  contoso = await createContoso();
  root = contoso.authority.root.der;
  intermediate = contoso.authority.intermediate.der;
  [shortKey, otherKind] = await Promise.all([makeKeyPair('rsa-1024'), makeKeyPair('p-256')]);
});

const server = { policy: 'tls-server', role: 'server', deployment: null, access: null } as const;
const sound = (): EndpointObservation => observationWith([contoso.leaf().der, intermediate]);

/** One thing is another than with `sound` in each. */
function variants(): readonly EndpointObservation[] {
  const malformed = (oid: string) => ({ oid, value: Uint8Array.of(0x30, 0x05) });
  const day = 86_400_000;
  const { now } = contextWith([]);
  const certificates: readonly Partial<CertificateProfile>[] = [
    { version: 1 },
    { subject: [{ CN: 'other.contoso.com' }] },
    { subject: [{ CN: 'im.contoso.com' }, { CN: 'second.contoso.com' }] },
    { notBefore: new Date(now.getTime() + day) },
    { notBefore: new Date(now.getTime() - 9 * day), notAfter: new Date(now.getTime() - day) },
    { notAfter: new Date(now.getTime() + 3 * day) },
    { notAfter: new Date(now.getTime() + 30_000 * day) },
    { notBefore: new Date(now.getTime() - 2 * day), notAfter: new Date(now.getTime() + 2 * day) },
    { signatureAlgorithm: 'sha1' },
    { signatureAlgorithm: 'rsassa-pss-sha256' },
    { signatureAlgorithm: 'sha384' },
    { dnsNames: ['*.contoso.com'] },
    { dnsNames: ['im'] },
    { keyUsage: ['digitalSignature'] },
    { keyUsage: ['digitalSignature', 'keyEncipherment', 'keyCertSign'] },
    { extendedKeyUsage: [codeSigning] },
    { subjectKeyIdentifier: Uint8Array.of(1) },
    { authorityKeyIdentifier: Uint8Array.of(1) },
    { crlUrls: ['ldap:///CN=Contoso'] },
    { ocspUrls: ['http://ocsp.contoso.com'] },
    { templateName: 'WebServer' },
    { extraExtensions: [malformed('1.3.6.1.4.1.311.21.7')] },
    { extraExtensions: [malformed('2.5.29.18')] },
    { extraExtensions: [{ oid: '1.2.3.4', critical: true, value: Uint8Array.of(5, 0) }] },
    { serialNumber: Uint8Array.of(0xff) },
  ];
  const absent = ['keyUsage', 'extendedKeyUsage', 'crlUrls', 'dnsNames', 'authorityKeyIdentifier'] as const;
  const leaf = contoso.leaf().der;
  const handshakes: readonly Partial<Handshake>[] = [
    { protocol: 'TLSv1.0' },
    { cipherSuite: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' },
    { profile: 'tls10', serverName: null },
    { offeredProtocol: 'TLSv1.2' },
    { serverName: null },
    { keyExchange: { kind: 'rsa', group: null, bits: null } },
    { keyExchange: { kind: 'dhe', group: null, bits: 512 } },
    { keyExchange: { kind: 'ecdhe', group: 'secp256r1', bits: 256 } },
    { secureRenegotiation: false },
    { secureRenegotiation: null },
    { downgradeSentinel: 'TLSv1.2' },
    { serverTimeSeconds: null },
    { serverTimeSeconds: Math.floor(now.getTime() / 1_000) + 900 },
    { flightComplete: false },
    { keyPossession: 'wrong', keyPossessionReason: 'signature ecdsa_sha1' },
    { keyPossession: 'undetermined' },
    { keyPossessionReason: 'Finished' },
  ];
  const endpoints: readonly Partial<Endpoint>[] = [
    { host: 'as.im.contoso.com', role: 'as-host' },
    { role: 'mtls', host: 'cwa01.contoso.local' },
    { access: 'internal' },
    { trust: [] },
    { names: { url: 'www.contoso.com', server: null, proxy: null, externalUrl: null } },
    { ...server },
    { ...server, host: 'www.fabrikam.com' },
    { policy: 'tls-server' },
  ];
  const chains = [
    [leaf],
    [leaf, intermediate, root],
    [leaf, root, intermediate],
    [leaf, intermediate, intermediate],
    [leaf.subarray(0, 99), intermediate],
    [leaf, intermediate.subarray(0, 99)],
    [intermediate],
    [root],
    [],
  ];
  const withLeaf = (der: Uint8Array, changes?: Partial<EndpointObservation>): EndpointObservation =>
    observationWith([der, intermediate], changes);
  return [
    ...certificates.map((changes) => withLeaf(contoso.leaf(changes).der)),
    ...absent.map((field) => withLeaf(contoso.leaf({}, { without: [field] }).der)),
    ...[shortKey, otherKind].map((key) => withLeaf(contoso.leaf({}, { key }).der)),
    withLeaf(leaf.map((octet, index) => (index === leaf.length - 1 ? octet ^ 1 : octet))),
    ...handshakes.map((changes) => withLeaf(leaf, { handshake: handshakeWith(changes) })),
    ...endpoints.map((changes) => withLeaf(leaf, { endpoint: endpointWith(changes) })),
    ...chains.map((chain) => observationWith(chain)),
    withLeaf(leaf, { source: 'file', handshake: null }),
    withLeaf(leaf, { handshake: null }),
    withLeaf(leaf, { withoutServerName: null }),
    withLeaf(leaf, { withoutServerName: { certificates: [intermediate] } }),
    withLeaf(leaf, {
      withoutServerName: { failure: { stage: 'tls', kind: 'alert', message: 'The server refused.' } },
    }),
    withLeaf(leaf, { endpoint: endpointWith({ fetch: { issuers: true, crl: true, ocsp: true, allow: [] } }) }),
    withLeaf(leaf, { observedAt: new Date(now.getTime() + 1_000_000).toISOString() }),
  ];
}

test('an endpoint is judged as if it were the first of its run, whatever was judged before it', () => {
  for (const role of [{}, server]) {
    const under = (observation: EndpointObservation): EndpointObservation => ({
      ...observation,
      endpoint: { ...observation.endpoint, ...role },
    });
    const all = variants().map(under);
    const alone = (observation: EndpointObservation) => evaluateEndpoint(observation, contextWith([root]));
    const plain = under(sound());
    const observations = all.flatMap((variant) => [plain, variant, variant]);
    const expected = new Map([plain, ...all].map((observation) => [observation, alone(observation)]));
    const shared = contextWith([root]);
    for (const observation of observations) {
      assert.deepEqual(evaluateEndpoint(observation, shared), expected.get(observation));
    }
    const reports = evaluateEndpoints(observations, contextWith([root]));
    assert.deepEqual(
      reports,
      observations.map((observation) => expected.get(observation)),
    );
  }
});

test('endpoints of a fleet share what is said of them all: the very same findings', () => {
  const context = contextWith([root]);
  const [first, second] = ['one', 'two'].map(
    (name) =>
      evaluateEndpoint(
        observationWith([contoso.leaf({ subject: [{ CN: `${name}.contoso.com` }] }).der, intermediate], {
          withoutServerName: null,
          endpoint: endpointWith({ ...server, host: `${name}.contoso.com` }),
        }),
        context,
      ).findings,
  );
  const others = second?.filter((finding, place) => finding !== first?.[place]);
  assert.deepEqual(
    others?.map(({ check }) => check),
    ['name-match', 'expiry-margin', 'revocation-status'],
  );
});

test('nothing is kept of endpoints whose certificates lie in much memory', () => {
  const context = contextWith([root]);
  const within = (der: Uint8Array, bytes: number): Uint8Array => {
    const memory = new Uint8Array(bytes);
    memory.set(der);
    return memory.subarray(0, der.length);
  };
  const judge = (bytes: number) =>
    evaluateEndpoint(observationWith([contoso.leaf().der, within(intermediate, bytes)]), context).findings;
  const large = judge(65_537);
  assert.ok(judge(65_537).every((finding, place) => finding !== large[place]));
  const small = judge(65_536);
  assert.ok(judge(65_536).some((finding, place) => finding === small[place]));
  const judgeWith = (padding: number) => {
    const fat = new Uint8Array(padding);
    return evaluateEndpoint(observationWith([contoso.leaf().der, intermediate, fat, fat]), context).findings;
  };
  const together = judgeWith(40_000);
  assert.ok(judgeWith(40_000).every((finding, place) => finding !== together[place]));
  const less = judgeWith(20_000);
  assert.ok(judgeWith(20_000).some((finding, place) => finding === less[place]));
});

test('reports of endpoints that are alike do not share the list of findings, so that one may be changed', () => {
  const context = contextWith([root]);
  const [first] = [evaluateEndpoint(sound(), context), evaluateEndpoint(sound(), context)];
  const before = [...evaluateEndpoint(sound(), context).findings];
  first.findings.length = 0;
  evaluateEndpoint(sound(), context).findings.reverse();
  assert.deepEqual(evaluateEndpoint(sound(), context).findings, before);
});

/** A path of the leaf alone, or of the leaf and one above. */
function pathWith(changes: Partial<Certificate> = {}, rest: Partial<JudgedPath> = {}): JudgedPath {
  const [leaf, issuer] = [contoso.leaf().der, intermediate].map((der) => decodeCertificate(der));
  assert.ok(leaf?.ok && issuer?.ok);
  return { certificates: [{ ...leaf.value, ...changes }, issuer.value], end: 'anchor', ...rest };
}

test('whatever is to be seen of the pattern of a path tells kinds of paths apart, and nothing else does', () => {
  const path = pathWith();
  const [leaf, issuer] = path.certificates;
  assert.ok(leaf !== undefined && issuer !== undefined);
  const { publicKey, extensions } = leaf;
  const withLeaf = (changes: Partial<Certificate>): JudgedPath => ({
    ...path,
    certificates: [{ ...leaf, ...changes }, issuer],
  });
  const broken = { ok: false, error: { kind: 'truncated', message: 'It is cut off.', offset: 0 } } as const;
  const others: readonly JudgedPath[] = [
    withLeaf({ version: 1 }),
    withLeaf({ signatureAlgorithm: { ...leaf.signatureAlgorithm } }),
    withLeaf({ publicKey: { ...publicKey, kind: 'ec' } }),
    withLeaf({ publicKey: { ...publicKey, bits: 1_024 } }),
    withLeaf({ publicKey: { ...publicKey, curve: 'P-256' } }),
    withLeaf({ publicKey: { ...publicKey, defect: 'its public exponent is 1' } }),
    withLeaf({ extensions: { ...extensions, keyUsage: undefined } }),
    withLeaf({ extensions: { ...extensions, extendedKeyUsage: undefined } }),
    withLeaf({ extensions: { ...extensions, authorityKeyIdentifier: undefined } }),
    withLeaf({ extensions: { ...extensions, crlDistributionPoints: undefined } }),
    withLeaf({ extensions: { ...extensions, authorityInformationAccess: undefined } }),
    withLeaf({ extensions: { ...extensions, subjectKeyIdentifier: broken } }),
    { ...path, end: 'open' },
    { ...path, certificates: [leaf] },
    { ...path, certificates: [leaf, { ...issuer }] },
    { ...path, certificates: [leaf, issuer, issuer] },
  ];
  const findLikeness = createLikenesses();
  const found = [path, ...others].map((each) => findLikeness(each));
  assert.equal(new Set(found).size, found.length);
  const isOwn = { sha256: '', der: Uint8Array.of(), subject: issuer.subject, notAfter: new Date(0) };
  const again = createLikenesses();
  assert.equal(again(path), again(withLeaf({ ...isOwn, publicKey: { ...publicKey, spki: Uint8Array.of() } })));
});

test('a piece is taken for the one before only where every part of it is the same', () => {
  const handshake = handshakeWith();
  const before = negotiatedOf(handshake, undefined);
  const changes: { readonly [Part in keyof typeof before]: readonly (typeof before)[Part][] } = {
    protocol: ['TLSv1.1'],
    cipherSuite: ['TLS_RSA_WITH_RC4_128_MD5'],
    profile: ['tls12'],
    offeredProtocol: ['TLSv1.2'],
    keyExchange: [
      { ...before.keyExchange, kind: 'dhe' },
      { ...before.keyExchange, group: 'secp256r1' },
      { ...before.keyExchange, bits: 256 },
    ],
    secureRenegotiation: [false],
    downgradeSentinel: ['TLSv1.2'],
    flightComplete: [false],
    keyPossession: ['wrong'],
    keyPossessionReason: ['Finished'],
  };
  assert.equal(negotiatedOf(handshakeWith({ durationMs: 1, serverTimeSeconds: 0 }), before), before);
  assert.deepEqual(Object.keys(changes).sort(), Object.keys(before).sort());
  for (const [part, values] of Object.entries(changes)) {
    for (const value of values) {
      const other = negotiatedOf({ ...handshake, [part]: value }, before);
      assert.notEqual(other, before, part);
      assert.deepEqual(other, { ...before, [part]: value });
    }
  }
  const [leaf] = pathWith().certificates;
  assert.ok(leaf !== undefined);
  const dates = validityOf(leaf, undefined);
  assert.equal(validityOf({ ...leaf, notAfter: new Date(leaf.notAfter) }, dates), dates);
  assert.notEqual(validityOf({ ...leaf, notAfter: new Date(0) }, dates), dates);
  assert.notEqual(validityOf({ ...leaf, notBefore: new Date(0) }, dates), dates);
  const result = { ok: true, value: { certificates: [leaf] } } as const;
  const failed = {
    ok: false,
    error: { kind: 'expired', message: 'It is over.', path: [], reachesAnchor: false, certificate: undefined },
  } as const;
  const trust = [{ store: storeOf('contoso', []), list: 'internal', result }];
  const trusted = trustedOf(trust, undefined);
  assert.equal(
    trustedOf(
      trust.map((each) => ({ ...each, result: { ...result } })),
      trusted,
    ),
    trusted,
  );
  const others = [{ store: storeOf('contoso', []) }, { list: 'external' }, { result: failed }];
  for (const other of others) {
    assert.notEqual(
      trustedOf(
        trust.map((each) => ({ ...each, ...other })),
        trusted,
      ),
      trusted,
    );
  }
  assert.notEqual(trustedOf([...trust, ...trust], trusted), trusted);
  assert.notEqual(trustedOf([], trusted), trusted);
});

test('a path that was not met among the last sixteen kinds is a new one', () => {
  const path = pathWith();
  const [leaf, issuer] = path.certificates;
  assert.ok(leaf !== undefined && issuer !== undefined);
  const pathOf = (version: number): JudgedPath => ({ ...path, certificates: [{ ...leaf, version }, issuer] });
  const findLikeness = createLikenesses();
  const first = findLikeness(pathOf(0));
  for (let version = 1; version < 16; version += 1) findLikeness(pathOf(version));
  assert.equal(findLikeness(pathOf(0)), first);
  findLikeness(pathOf(16));
  assert.notEqual(findLikeness(pathOf(0)), first);
});
