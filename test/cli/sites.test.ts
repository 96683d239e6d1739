import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';

import type { ScanReport } from '../../src/model/scan-report.ts';
import { openPlace, type Place, targetsFile } from './place.ts';

let place: Place;
const key = generateKeyPairSync('ed25519').publicKey;
before(async () => {
  place = await openPlace();
  const file = targetsFile(place.url, place.port);
  const [contoso] = file.deployments;
  const target = { host: 'im.contoso.com', port: place.port, address: '127.0.0.1', trust: ['contoso'] };
  const declared = {
    ...file,
    sites: [{ name: 'inside' }, { name: 'outside', publicKey: 'outside.pem' }],
    deployments: [{ ...contoso, sites: { internal: 'inside', external: 'outside' } }],
    targets: [target, { ...target, site: 'outside' }],
  };
  place.write('outside.pem', key.export({ type: 'spki', format: 'pem' }).toString());
  place.write('sites.json', JSON.stringify(declared));
  const ofKey = (publicKey: string) =>
    JSON.stringify({ ...declared, sites: [{ name: 'inside' }, { name: 'outside', publicKey }] });
  place.write('no-key.json', ofKey('absent.pem'));
  const spki = key.export({ type: 'spki', format: 'der' }).toString('base64');
  place.write('inline.json', ofKey(spki));
  const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  place.write(
    'other.json',
    JSON.stringify({ sites: [{ name: 'outside', publicKey: other }], targets: [{ ...target, trust: undefined }] }),
  );
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  place.write('rsa.pem', rsa.export({ type: 'spki', format: 'pem' }).toString());
  place.write('rsa.json', ofKey('rsa.pem'));
});
after(() => place.close());

async function scan(...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await place.run(['scan', 'sites.json', '--json', ...args]);
  assert.notEqual(stdout, '', stderr);
  return { exitCode, stderr, report: JSON.parse(stdout) as ScanReport };
}

test('everything is dialed here, and one notice counts what was to be seen from elsewhere', async () => {
  const { report, stderr } = await scan();
  const words = /Seen from here, not from their sites: 3 endpoints of inside and 1 endpoint of outside\./;
  assert.match(stderr, words);
  assert.equal(report.notices.filter((notice) => words.test(notice)).length, 1);
  assert.ok(report.endpoints.every(({ seenFrom, handshake }) => seenFrom === undefined && handshake !== null));
  assert.deepEqual(new Set(report.endpoints.map(({ site }) => site)), new Set(['inside', 'outside', undefined]));
});

test('--site says from where it was seen: what belongs there is not in the notice', async () => {
  const { report, stderr } = await scan('--site', 'outside');
  assert.ok(report.endpoints.every(({ seenFrom }) => seenFrom === 'outside'));
  assert.doesNotMatch(stderr, /of outside/);
  assert.equal(report.options['site'], 'outside');
});

test('--only-site dials what is to be seen from there alone; `none` is what has no site', async () => {
  const { report, stderr } = await scan('--only-site', 'outside', '--site', 'outside', '--only-role', 'server');
  assert.deepEqual(
    report.endpoints.map(({ site, seenFrom }) => [site, seenFrom]),
    [['outside', 'outside']],
  );
  assert.match(
    stderr,
    /Left out by --only-role server --only-site outside: \d of \d endpoints \(.*without a site: 1\)\./,
  );
  const plain = await scan('--only-site', 'none');
  assert.deepEqual(
    plain.report.endpoints.map(({ id, site }) => [id.slice(0, 10), site]),
    [['-|-/server', undefined]],
  );
  const none = await place.run(['scan', 'sites.json', '--only-site', 'outsid']);
  assert.equal(none.exitCode, 2);
  assert.match(none.stderr, /--only-site outsid: selects none of 5 endpoints: .*without a site: 1/);
});

test('a name that is no site is refused', async () => {
  const mistyped = await place.run(['scan', 'sites.json', '--site', 'outsid']);
  assert.equal(mistyped.exitCode, 2);
  assert.match(mistyped.stderr, /--site: unknown site "outsid"; did you mean outside\? Others: inside\n/);
  for (const name of ['none', 'Out side', 'a/b']) {
    const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--site', name]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /--site: ".*" is not the name of a site; use up to 64 of/);
  }
});

test('a key that is absent, of another kind, or of two minds is a problem with its place', async () => {
  const absent = await place.run(['scan', 'no-key.json']);
  assert.equal(absent.exitCode, 2);
  assert.match(absent.stderr, /no-key\.json:1:\d+ sites\[1\]\.publicKey: .*absent\.pem does not exist/);
  const rsa = await place.run(['scan', 'rsa.json']);
  assert.match(rsa.stderr, /sites\[1\]\.publicKey: .*rsa\.pem contains a key of type RSA; use an Ed25519 key/);
  const two = await place.run(['scan', 'sites.json', 'other.json']);
  assert.match(two.stderr, /the site outside has different public keys in two targets files/);
  const inline = await place.run(['scan', 'inline.json', '--only-role', 'server', '--json']);
  assert.equal((JSON.parse(inline.stdout) as ScanReport).summary.endpoints, 2, inline.stderr);
});

test('expand shows sites where there are some', async () => {
  const json = await place.run(['expand', 'sites.json', '--json']);
  const rows = JSON.parse(json.stdout) as readonly { readonly site?: string; readonly role: string }[];
  assert.deepEqual(rows.map(({ site }) => site !== undefined).filter(Boolean).length, 4);
  assert.match((await place.run(['expand', 'sites.json'])).stdout, /^Role +Name +Address +Site +Deployment/);
  assert.doesNotMatch((await place.run(['expand', '127.0.0.1'])).stdout, /Site/);
});

test('a saved run keeps the vantage point, and its evaluation says the same', async () => {
  const first = await place.run(['scan', 'sites.json', '--json', '--site', 'inside', '--save-observations', 'saved']);
  const again = await place.run(['evaluate', 'saved', '--json']);
  const [before, after_] = [first, again].map(({ stdout }) => JSON.parse(stdout) as ScanReport);
  const vantages = (report: ScanReport | undefined) => report?.endpoints.map(({ site, seenFrom }) => [site, seenFrom]);
  assert.deepEqual(vantages(after_), vantages(before));
  assert.ok(after_?.notices.some((notice) => notice.startsWith('Seen from the site inside, not from their sites: ')));
});

test('a listener that two sites see needs one certificate, by whichever of its ids it is called', async () => {
  const both = { url: 'https://im.contoso.com', access: 'both', loadBalancer: { address: '10.0.0.10' } };
  const lists = { internal: ['contoso'], external: ['contoso'] };
  const planned = (sites: object) => ({
    trustStores: { contoso: { files: ['root.pem'] } },
    deployments: [{ name: 'contoso', trust: lists, sites, virtualServers: [both] }],
  });
  place.write('plain.json', JSON.stringify(planned({})));
  place.write('both.json', JSON.stringify(planned({ internal: 'inside', external: 'outside' })));
  const plan = async (...args: readonly string[]) => (await place.run(['plan', ...args, '--format', 'json'])).stdout;
  assert.equal(await plan('both.json'), await plan('plain.json'));
  const id = 'contoso|im.contoso.com/load-balancer/im.contoso.com@10.0.0.10:443#from-outside';
  assert.equal(
    await plan('both.json', '--endpoint', id),
    await plan('plain.json', '--endpoint', id.replace(/#.*/, '')),
  );
});
