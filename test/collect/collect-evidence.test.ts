import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { askOcsp } from '../../src/collect/ask-ocsp.ts';
import { createEvidenceCollector } from '../../src/collect/collect-evidence.ts';
import { MAX_FETCHES_PER_ENDPOINT, startEvidenceTrail } from '../../src/collect/evidence-trail.ts';
import { issueIntermediate } from '../forge/certificate-authority.ts';
import type { IssuedCertificate } from '../forge/issue-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { startTlsListener } from '../../src/lab/tls-listener.ts';
import type { FetchWish, NetworkEvidence } from '../../src/model/network-evidence.ts';
import { createAddressFamilies } from '../../src/net/address-families.ts';
import { createAddressPolicy } from '../../src/net/address-policy.ts';
import { createFetcher } from '../../src/net/create-fetcher.ts';
import { createNameResolver } from '../../src/net/name-resolver.ts';
import { checkLink } from '../../src/pki/path/check-link.ts';
import { createMeter, type Meter } from '../../src/pki/work/meter.ts';
import { decodeCrl } from '../../src/x509/revocation/decode-crl.ts';
import { decodeOcspResponse } from '../../src/x509/revocation/decode-ocsp-response.ts';
import { sha256Hex } from '../../src/x509/der/sha256-hex.ts';
import { opensslAuthority, run } from '../openssl-authority.ts';
import { explicit, sequence, tagged } from '../pki/forge-der.ts';
import { collect, endpointAt } from './collecting.ts';
import { decoded, startEvidencePlace } from './evidence-place.ts';

const now = new Date();
const tomorrow = new Date(now.getTime() + 86_400_000);
const place = await startEvidencePlace(now);
const { authority, files, web, url } = place;
const tools = opensslAuthority(authority.intermediate);
after(async () => {
  tools.remove();
  await web.close();
});
const { resolve } = createNameResolver({ overrides: new Map(), hostsFile: undefined, dnsServers: ['127.0.0.1:9'] });
const families = createAddressFamilies();

const everything: FetchWish = { issuers: true, crl: true, ocsp: true, allow: ['127.0.0.1'] };
const nothing: FetchWish = { issuers: false, crl: false, ocsp: false, allow: ['127.0.0.1'] };

test('issuers that were not presented are fetched step by step, up to the root', async () => {
  files.set('/issuing.crt', place.intermediate({ issuerUrls: [url('/root.crt')] }).der);
  files.set('/root.crt', authority.root.der);
  const issuing = place.intermediate({ issuerUrls: [url('/root.crt')] });
  files.set('/issuing.crt', issuing.der);
  const leaf = place.leaf({ issuerUrls: [url('/issuing.crt')] }, issuing);
  const evidence = await gather([leaf], { ...nothing, issuers: true });
  assert.deepEqual(
    evidence.issuers.map((issuer) => [issuer.url, sha256Hex(issuer.der)]),
    [
      [url('/issuing.crt'), sha256Hex(issuing.der)],
      [url('/root.crt'), sha256Hex(authority.root.der)],
    ],
  );
  assert.deepEqual(
    evidence.fetches.map(({ purpose, outcome, problem }) => [purpose, outcome, problem]),
    [
      ['issuer', 'fetched', null],
      ['issuer', 'fetched', null],
    ],
  );
  assert.equal(evidence.complete, true);
});

test('PEM and PKCS #7 are read as well, and what a bundle holds beyond the issuer is used', async () => {
  const bundle = join(tools.folder, 'bundle.pem');
  writeFileSync(bundle, authority.root.pem + authority.intermediate.pem);
  run(['crl2pkcs7', '-nocrl', '-certfile', bundle, '-outform', 'DER', '-out', join(tools.folder, 'bundle.p7c')]);
  files.set('/bundle.p7c', readFileSync(join(tools.folder, 'bundle.p7c')));
  files.set('/issuing.pem', authority.intermediate.pem);
  const fromBundle = await gather([place.leaf({ issuerUrls: [url('/bundle.p7c')] })], everything);
  assert.deepEqual(
    fromBundle.issuers.map(({ der }) => sha256Hex(der)),
    [authority.intermediate, authority.root].map(({ der }) => sha256Hex(der)),
  );
  const fromPem = await gather([place.leaf({ issuerUrls: [url('/issuing.pem')] })], { ...nothing, issuers: true });
  assert.equal(fromPem.issuers.length, 1);
});

test('what is no issuer is said to be none, and the next place is tried', async () => {
  files.set('/page.html', '<html>');
  files.set('/other.crt', authority.root.der);
  const issuerUrls = [url('/page.html'), url('/other.crt'), url('/gone.crt'), url('/issuing.pem')];
  const evidence = await gather([place.leaf({ issuerUrls })], { ...nothing, issuers: true });
  assert.deepEqual(
    evidence.fetches.slice(0, 3).map(({ outcome, status }) => [outcome, status]),
    [
      ['fetched', 200],
      ['fetched', 200],
      ['http-status', 404],
    ],
  );
  assert.match(evidence.fetches[0]?.problem ?? '', /no certificate/);
  assert.match(evidence.fetches[1]?.problem ?? '', /does not contain the issuer/);
  assert.equal(evidence.issuers.length, 1);
});

test('an ldap pointer is put on record and not followed, whatever the others bring', async () => {
  files.set('/issuing.crt', authority.intermediate.der);
  const ldap = 'ldap:///CN=Contoso%20Issuing%20CA,CN=AIA?cACertificate?base';
  const evidence = await gather([place.leaf({ issuerUrls: [url('/issuing.crt'), ldap] })], {
    ...nothing,
    issuers: true,
  });
  const record = evidence.fetches.find((fetched) => fetched.url === ldap);
  assert.deepEqual([record?.outcome, record?.address], ['not-followed', null]);
});

test('of a thousand pointers of another scheme four are put on record', async () => {
  const issuerUrls = Array.from({ length: 1_000 }, (_, index) => `ldap://directory.contoso.test/${index}`);
  const { fetches } = await gather([place.leaf({ issuerUrls })], { ...nothing, issuers: true });
  assert.deepEqual(
    fetches.map(({ outcome }) => outcome),
    Array(4).fill('not-followed'),
  );
});

test('issuers that certify each other in a circle are asked for once', { timeout: 30_000 }, async () => {
  const [first, second] = await Promise.all([makeKeyPair('p-256'), makeKeyPair('p-256')]);
  const certify = (name: string, key: typeof first, issuer: IssuedCertificate, path: string): IssuedCertificate =>
    issueIntermediate(authority, key, {
      organization: 'Circle',
      name,
      issuer,
      changes: { issuerUrls: [url(path)], crlUrls: [] },
    });
  const seed = certify('B', second, authority.root, '/none.crt');
  const a = certify('A', first, seed, '/circle-b.crt');
  const b = certify('B', second, a, '/circle-a.crt');
  files.set('/circle-a.crt', a.der);
  files.set('/circle-b.crt', b.der);
  const evidence = await gather([place.leaf({ issuerUrls: [url('/circle-a.crt')] }, a)], { ...nothing, issuers: true });
  assert.deepEqual(
    evidence.issuers.map(({ der }) => sha256Hex(der)),
    [a, b].map(({ der }) => sha256Hex(der)),
  );
  assert.equal(evidence.fetches.length, 2);
});

test('an endless chain of issuers ends at the eighth step', { timeout: 30_000 }, async () => {
  let below = place.intermediate({ issuerUrls: [url('/step-0.crt')] });
  const steps: IssuedCertificate[] = [];
  const keys = await Promise.all(Array.from({ length: 12 }, () => makeKeyPair('p-256')));
  let issuer = authority.root;
  for (const [index, key] of [...keys.entries()].reverse()) {
    issuer = issueIntermediate(authority, key, {
      organization: 'Endless',
      name: `Step ${index}`,
      issuer,
      changes: { issuerUrls: [url(`/step-${index + 1}.crt`)], crlUrls: [] },
    });
    steps.push(issuer);
    files.set(`/step-${index}.crt`, issuer.der);
  }
  below = issueIntermediate(authority, place.key, {
    organization: 'Endless',
    name: 'Bottom',
    issuer,
    changes: { issuerUrls: [url('/step-0.crt')] },
  });
  const evidence = await gather([place.leaf({}, below), below], { ...nothing, issuers: true });
  assert.equal(evidence.issuers.length, 8);
});

test('CRLs of leaf and intermediate are fetched, each place once a run', async () => {
  const issuing = place.intermediate({ crlUrls: [url('/root.crl')] });
  const both = opensslAuthority(issuing);
  const above = opensslAuthority(authority.root);
  const crl = both.crl({ thisUpdate: now, nextUpdate: tomorrow, number: 1 });
  files.set('/issuing.crl', crl);
  writeFileSync(join(above.folder, 'root.crl'), above.crl({ thisUpdate: now, nextUpdate: tomorrow, number: 1 }));
  files.set('/root.crl', run(['crl', '-inform', 'DER', '-in', join(above.folder, 'root.crl')]));
  both.remove();
  above.remove();
  const leaf = place.leaf({ crlUrls: [url('/issuing.crl')] }, issuing);
  const other = place.leaf({ crlUrls: [url('/issuing.crl')], dnsNames: ['other.contoso.test'] }, issuing);
  const fetcher = newFetcher();
  web.requests.length = 0;
  const evidence = await gather([leaf, issuing], { ...nothing, crl: true }, fetcher);
  await gather([other, issuing], { ...nothing, crl: true }, fetcher);
  fetcher.close();
  assert.deepEqual(
    evidence.crls.map((each) => each.url),
    [url('/issuing.crl'), url('/root.crl')],
  );
  assert.deepEqual(Buffer.from(evidence.crls[0]?.der ?? []), Buffer.from(crl));
  assert.deepEqual(web.requests.map((request) => request.url).sort(), ['/issuing.crl', '/root.crl']);
});

test('OCSP is asked by GET, and by POST where GET gets no answer', async () => {
  const leaf = place.leaf({ ocspUrls: [url('/ocsp')] });
  const good = [decoded(leaf).serialNumber.hex];
  files.set('/ocsp/*', (request, response) => {
    const question = Buffer.from(decodeURIComponent((request.url ?? '').slice('/ocsp/'.length)), 'base64');
    response.end(tools.ocspResponse({ request: question, good, validHours: 1 }));
  });
  const byGet = await gather([leaf, authority.intermediate], { ...nothing, ocsp: true });
  assert.deepEqual(
    byGet.fetches.map(({ method, outcome }) => [method, outcome]),
    [['GET', 'fetched']],
  );
  assert.equal(byGet.ocspResponses[0]?.certificate, sha256Hex(leaf.der));
  assert.ok(decodeOcspResponse(byGet.ocspResponses[0]?.der ?? new Uint8Array(0)).ok);
  files.set('/ocsp/*', (_, response) => response.writeHead(405).end());
  files.set('/ocsp', async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.end(tools.ocspResponse({ request: Buffer.concat(chunks), good, validHours: 1 }));
  });
  const byPost = await gather([leaf, authority.intermediate], { ...nothing, ocsp: true });
  assert.deepEqual(
    byPost.fetches.map(({ method, outcome }) => [method, outcome]),
    [
      ['GET', 'http-status'],
      ['POST', 'fetched'],
    ],
  );
  assert.equal(byPost.ocspResponses[0]?.url, url('/ocsp'));
});

test('a question about an intermediate takes the key of a root that was not sent', async () => {
  const issuing = place.intermediate({ ocspUrls: [url('/nobody')], crlUrls: [] });
  const leaf = place.leaf({}, issuing);
  const without = await gather([leaf, issuing], { ...nothing, ocsp: true });
  assert.equal(without.fetches.length, 0);
  const fetcher = newFetcher();
  const collectEvidence = createEvidenceCollector({
    fetch: fetcher.fetch,
    at: now,
    findAnchor: () => decoded(authority.root),
  });
  const evidence = await collectEvidence(
    [leaf.der, issuing.der],
    { ...nothing, ocsp: true },
    { signal: new AbortController().signal },
  );
  fetcher.close();
  assert.deepEqual(
    evidence.fetches.map(({ certificate, outcome }) => [certificate, outcome]),
    [
      [sha256Hex(issuing.der), 'http-status'],
      [sha256Hex(issuing.der), 'http-status'],
    ],
  );
});

test('without leave nothing on loopback is dialed, and every refusal is on record', async () => {
  web.requests.length = 0;
  const leaf = place.leaf({ issuerUrls: [url('/issuing.crt')], crlUrls: [url('/a.crl')], ocspUrls: [url('/ocsp')] });
  const evidence = await gather([leaf, authority.intermediate], { ...everything, allow: [] });
  assert.equal(web.requests.length, 0);
  assert.deepEqual([...new Set(evidence.fetches.map(({ outcome }) => outcome))].sort(), [
    'name-not-resolved',
    'refused',
  ]);
});

test('a certificate with a thousand pointers gets its share and no more', async () => {
  const crlUrls = Array.from({ length: 1_000 }, (_, index) => url(`/many-${index}.crl`));
  web.requests.length = 0;
  const chain = Array.from({ length: 12 }, (_, index) =>
    place.intermediate({ crlUrls, notAfter: new Date(now.getTime() + (index + 1) * 1_000_000_000) }),
  );
  const evidence = await gather([place.leaf({ crlUrls }, chain[0]), ...chain], everything);
  const [dialed, left] = [false, true].map((isLeft) =>
    evidence.fetches.filter(({ outcome }) => (outcome === 'limit') === isLeft),
  );
  assert.equal(dialed?.length, MAX_FETCHES_PER_ENDPOINT);
  const messages = new Set(left?.map(({ message }) => message));
  assert.ok(messages.has('Not fetched: at most 32 fetches are made for an endpoint.'), [...messages].join());
  assert.equal(evidence.complete, false);
});

test('past the bytes of an endpoint nothing more is fetched for it, and the rest is on record as left out', async () => {
  const body = new Uint8Array(10 * 1_048_576);
  const names = [0, 1, 2, 3].map((index) => url(`/large-${index}.crl`));
  for (const name of names) files.set(new URL(name).pathname, body);
  const point = sequence(sequence(explicit(0, explicit(0, ...names.map((each) => tagged(0x86, Buffer.from(each)))))));
  const leaf = place.leafWith([{ oid: '2.5.29.31', value: point }]);
  const evidence = await gather([leaf], { ...nothing, crl: true });
  const outcomes = names.map((name) => evidence.fetches.find((each) => each.url === name)?.outcome);
  // 32 MiB are what an endpoint may cost.
  assert.deepEqual(outcomes, ['fetched', 'fetched', 'fetched', 'limit']);
  assert.equal(evidence.complete, false);
});

test('a server that never answers costs the time of the endpoint and no more', async () => {
  files.set('/slow.crl', () => undefined);
  const evidence = await gather(
    [place.leaf({ crlUrls: [url('/slow.crl')] })],
    { ...nothing, crl: true },
    newFetcher(),
    50,
  );
  assert.deepEqual(
    evidence.fetches.map(({ outcome }) => outcome),
    ['timeout'],
  );
  assert.equal(evidence.complete, false);
});

test('28 silent pointers of one endpoint take none of the evidence of twenty revoked neighbours', async () => {
  files.set('/never/*', () => undefined);
  const hostile = [
    place.leaf({ crlUrls: [0, 1, 2, 3].map((n) => url(`/never/${n}.crl`)), ocspUrls: [url('/never/ocsp')] }),
    ...Array.from({ length: 6 }, (_, n) =>
      place.intermediate({
        crlUrls: [1, 2, 3, 4].map((each) => url(`/never/${n}-${each}.crl`)),
        notAfter: new Date(now.getTime() + (n + 1) * 1_000_000_000),
      }),
    ),
  ];
  const leaves = Array.from({ length: 20 }, (_, n) =>
    place.leaf({ crlUrls: [url(`/revoked/${n}.crl`)], dnsNames: [`h${n}.contoso.test`] }),
  );
  const revoked = leaves.map((leaf) => ({ serialNumber: decoded(leaf).serialNumber.hex, at: now }));
  const crl = tools.crl({ revoked, thisUpdate: now, nextUpdate: tomorrow, number: 9 });
  files.set('/revoked/*', (_, response) => response.end(crl));
  const fetcher = newFetcher();
  const attack = gather(hostile, everything, fetcher, 15_000);
  const neighbours = await Promise.all(
    leaves.map((leaf) => gather([leaf, authority.intermediate], { ...nothing, crl: true }, fetcher, 5_000, false)),
  );
  fetcher.close();
  await attack;
  const found = neighbours.map(({ crls: [first] }, index) => {
    const read = first === undefined ? undefined : decodeCrl(first.der);
    const leaf = leaves[index];
    const entry = read?.ok === true && leaf && read.value.revoked.find(decoded(leaf).serialNumber);
    return entry !== undefined && entry !== false && entry.ok && entry.value !== undefined;
  });
  assert.deepEqual(found, Array(20).fill(true));
  // The same bytes under twenty addresses are one object, which is decoded once.
  assert.equal(new Set(neighbours.map(({ crls: [first] }) => first?.der.buffer)).size, 1);
});

test('an undecodable leaf points nowhere', async () => {
  const fetcher = newFetcher();
  const evidence = await createEvidenceCollector({ fetch: fetcher.fetch, at: now })(
    [Uint8Array.of(0x30, 0x00)],
    everything,
    { signal: new AbortController().signal },
  );
  fetcher.close();
  assert.deepEqual(evidence, { issuers: [], crls: [], ocspResponses: [], fetches: [], complete: true });
});

test('OCSP responders are asked in order until one settles the question, each by GET and POST; every answer is kept', async () => {
  const tryLater = Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x03);
  const leaf = place.leaf({ ocspUrls: [url('/later'), url('/unknown'), url('/settles'), url('/never')] });
  const serial = decoded(leaf).serialNumber.hex;
  const answer = (good: readonly string[]) => async (request: IncomingMessage, response: ServerResponse) => {
    response.end(tools.ocspResponse({ request: await questionOf(request), good, validHours: 1 }));
  };
  files.set('/later/*', tryLater);
  files.set('/later', tryLater);
  files.set('/unknown/*', answer([]));
  files.set('/unknown', answer([]));
  files.set('/settles/*', tryLater);
  files.set('/settles', answer([serial]));
  const evidence = await gather([leaf, authority.intermediate], { ...nothing, ocsp: true });
  assert.deepEqual(
    evidence.fetches.map(({ method, pointer, url: asked }) => [method, pointer ?? asked]),
    ['/later', '/unknown', '/settles'].flatMap((path) => ['GET', 'POST'].map((method) => [method, url(path)])),
  );
  const kept = evidence.ocspResponses.map(({ url: from }) => from);
  assert.deepEqual([...new Set(kept)], [url('/later'), url('/unknown'), url('/settles')]);
  assert.deepEqual(Buffer.from(evidence.ocspResponses[0]?.der ?? []), Buffer.from(tryLater));
});

test('the signature of an OCSP response is verified once', async () => {
  const leaf = place.leaf({ ocspUrls: [url('/sound'), url('/unneeded')] });
  const certificate = decoded(leaf);
  const good = [certificate.serialNumber.hex];
  files.set('/sound/*', async (request, response) => {
    response.end(tools.ocspResponse({ request: await questionOf(request), good, validHours: 1 }));
  });
  const fetcher = newFetcher();
  const policy = createAddressPolicy(everything.allow);
  assert.ok(policy.ok);
  const trail = startEvidenceTrail({ fetch: fetcher.fetch, policy: policy.value, budget: new AbortController() });
  const meter = createMeter(checkLink);
  let verified = 0;
  const verify: Meter['verify'] = (claim) => {
    verified += 1;
    return meter.verify(claim);
  };
  const subject = { certificate, issuer: decoded(authority.intermediate) };
  const responses = await askOcsp([subject], { trail, at: now, meter: { ...meter, verify } });
  fetcher.close();
  assert.deepEqual([responses.length, trail.fetches().length, verified], [1, 1, 1]);
});

test('a CRL that is stale or of another key gives way to the next URL, and is kept', async () => {
  const stranger = opensslAuthority(place.authority.root);
  files.set('/stale.crl', tools.crl({ thisUpdate: new Date(now.getTime() - 172_800_000), nextUpdate: now, number: 1 }));
  files.set('/other.crl', stranger.crl({ thisUpdate: now, nextUpdate: tomorrow, number: 1 }));
  files.set('/fresh.crl', tools.crl({ thisUpdate: now, nextUpdate: tomorrow, number: 2 }));
  stranger.remove();
  const names = ['/stale.crl', '/other.crl', '/fresh.crl', '/unneeded.crl'].map(url);
  const point = (urls: readonly string[]) =>
    sequence(sequence(explicit(0, explicit(0, ...urls.map((each) => tagged(0x86, Buffer.from(each)))))));
  const leaf = place.leafWith([{ oid: '2.5.29.31', value: point(names) }]);
  const evidence = await gather([leaf, authority.intermediate], { ...nothing, crl: true });
  assert.deepEqual(
    evidence.crls.map((each) => each.url).filter((each) => names.includes(each)),
    names.slice(0, 3),
  );
  assert.ok(!evidence.fetches.some((each) => each.url === names[3]));
});

test('delta CRLs that CRLs and certificates point to are fetched too', async () => {
  const extensions = ['authorityKeyIdentifier=keyid', `freshestCRL=URI:${url('/base+.crl')}`];
  const delta = ['authorityKeyIdentifier=keyid', '2.5.29.27=critical,ASN1:INTEGER:5'];
  files.set('/base.crl', tools.crl({ thisUpdate: now, nextUpdate: tomorrow, number: 5, extensions }));
  files.set('/base+.crl', tools.crl({ thisUpdate: now, nextUpdate: tomorrow, number: 6, extensions: delta }));
  const leaf = place.leaf({ crlUrls: [url('/base.crl')] });
  const evidence = await gather([leaf, authority.intermediate], { ...nothing, crl: true });
  const own = [url('/base.crl'), url('/base+.crl')];
  assert.deepEqual(
    evidence.crls.map((each) => each.url),
    own,
  );
});

test('an issuer of the right name and another key does not settle, is kept aside, and the fifth URL is reported as left out', async () => {
  const renewed = issueIntermediate(authority, await makeKeyPair('p-256'), { organization: 'Contoso' });
  files.set('/renewed.crt', renewed.der);
  files.set('/issuing.crt', authority.intermediate.der);
  const found = await gather([place.leaf({ issuerUrls: [url('/renewed.crt'), url('/issuing.crt')] })], {
    ...nothing,
    issuers: true,
  });
  assert.deepEqual(
    found.issuers.map(({ der }) => sha256Hex(der)),
    [sha256Hex(authority.intermediate.der)],
  );
  assert.deepEqual(
    found.otherKeys?.map(({ der }) => sha256Hex(der)),
    [sha256Hex(renewed.der)],
  );
  assert.match(found.fetches[0]?.problem ?? '', /has a different key from the one that signed/);
  const five = [1, 2, 3, 4].map((index) => url(`/gone-${index}.crt`));
  const capped = await gather([place.leaf({ issuerUrls: [...five, url('/issuing.crt')] })], {
    ...nothing,
    issuers: true,
  });
  const last = capped.fetches.at(-1);
  assert.deepEqual([capped.fetches.length, last?.outcome, last?.url], [5, 'limit', url('/issuing.crt')]);
  assert.match(last?.message ?? '', /at most 4 of the 5 URLs for one document are tried/);
  assert.equal(capped.complete, false);
});

test('an issuer out of date or without CA rights gives way to the next URL, and is kept', async () => {
  const issuing = place.intermediate();
  const lastWeek = (days: number) => new Date(now.getTime() - days * 86_400_000);
  files.set('/expired.crt', place.intermediate({ notBefore: lastWeek(700), notAfter: lastWeek(7) }).der);
  files.set('/early.crt', place.intermediate({ notBefore: tomorrow }).der);
  files.set('/no-ca.crt', place.intermediate({ basicConstraints: { ca: false } }).der);
  files.set('/settles.crt', issuing.der);
  files.set('/unneeded.crt', issuing.der);
  for (const unusable of ['/expired.crt', '/early.crt', '/no-ca.crt']) {
    const issuerUrls = [unusable, '/settles.crt', '/unneeded.crt'].map(url);
    const { issuers, fetches } = await gather([place.leaf({ issuerUrls }, issuing)], { ...nothing, issuers: true });
    const asked = issuers.map((each) => each.url).filter((each) => issuerUrls.includes(each));
    assert.deepEqual(asked, issuerUrls.slice(0, 2));
    assert.ok(!fetches.some((each) => each.url === url('/unneeded.crt')));
  }
});

test('an observation holds the evidence where the endpoint asks for it, and says nothing where it does not', async () => {
  files.set('/issuing.crt', authority.intermediate.der);
  const leaf = place.leaf({ issuerUrls: [url('/issuing.crt')] });
  const listener = await startTlsListener({ address: '127.0.0.1', chain: [leaf], key: leaf.key });
  const fetcher = newFetcher();
  const options = { collectEvidence: createEvidenceCollector({ fetch: fetcher.fetch, at: now }) };
  const asking = await collect(endpointAt(listener, { fetch: { ...nothing, issuers: true } }), options);
  const silent = await collect(endpointAt(listener), options);
  fetcher.close();
  await listener.close();
  assert.equal(asking.evidence?.issuers.length, 1);
  assert.equal('evidence' in silent, false);
});

/** What an OCSP request asks, by GET or by POST. */
async function questionOf(request: IncomingMessage): Promise<Buffer> {
  const path = (request.url ?? '').split('/')[2];
  if (path !== undefined) return Buffer.from(decodeURIComponent(path), 'base64');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function newFetcher() {
  return createFetcher({
    resolve,
    families,
    monotonicMs: () => performance.now(),
    signal: new AbortController().signal,
  });
}

async function gather(
  chain: readonly IssuedCertificate[],
  wish: FetchWish,
  fetcher = newFetcher(),
  timeoutMs = 20_000,
  closes = true,
): Promise<NetworkEvidence> {
  const collectEvidence = createEvidenceCollector({ fetch: fetcher.fetch, at: now });
  const evidence = await collectEvidence(
    chain.map(({ der }) => der),
    wish,
    { signal: AbortSignal.timeout(timeoutMs) },
  );
  if (closes && timeoutMs < 20_000) fetcher.close();
  return evidence;
}
