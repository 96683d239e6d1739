import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { type ScanReport, scanReportSchema } from '../../src/model/scan-report.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
let root: string;
let intermediate: string;
before(async () => {
  place = await openPlace();
  root = readFileSync(at('root.pem'), 'utf8');
  intermediate = readFileSync(at('chain.pem'), 'utf8').split(/(?<=-----END CERTIFICATE-----\n)/)[1] ?? '';
});
after(() => place.close());

const at = (name: string): string => join(place.folder, name);
const verify = (...trust: readonly string[]) => {
  const stores = trust.flatMap((file) => ['--trust', file]);
  const meant = ['--role', 'virtual-server', '--host', 'im.contoso.com'];
  return place.run(['verify', 'chain.pem', ...meant, ...stores, '--format', 'json']);
};

/** Judges the chain by a file of that content: anchors read and the length of the path, or what was said against it. */
async function judgedBy(name: string, content: string | Uint8Array) {
  place.write(name, content);
  const { exitCode, stdout, stderr } = await verify(name);
  if (exitCode === 2) return stderr.split('\n')[1]?.trim();
  const { endpoints, trustStores }: ScanReport = scanReportSchema.parse(JSON.parse(stdout));
  return [trustStores[0]?.anchors.length, endpoints[0]?.trust[0]?.path?.length];
}

test('PEM is read whatever its line ends, byte order mark and the text round the blocks', async () => {
  const whole = [1, 3];
  assert.deepEqual(await judgedBy('crlf.pem', root.replaceAll('\n', '\r\n')), whole);
  assert.deepEqual(await judgedBy('bom.pem', `\ufeff${root}`), whole);
  assert.deepEqual(await judgedBy('utf-16.pem', Buffer.from(`\ufeff${root}`, 'utf16le')), whole);
  assert.deepEqual(await judgedBy('bag.pem', `Bag Attributes\n    friendlyName: Contoso\n${root}trailing\n`), whole);
});

test('DER, PKCS #7 in PEM and DER, and OpenSSL TRUSTED CERTIFICATE blocks are read', async () => {
  const openssl = (...args: readonly string[]) => execFileSync('openssl', [...args], { cwd: place.folder });
  const p7b = ['crl2pkcs7', '-nocrl', '-certfile', 'root.pem'];
  assert.deepEqual(await judgedBy('root.der', openssl('x509', '-in', 'root.pem', '-outform', 'DER')), [1, 3]);
  assert.deepEqual(await judgedBy('root.p7b', openssl(...p7b)), [1, 3]);
  assert.deepEqual(await judgedBy('root.p7c', openssl(...p7b, '-outform', 'DER')), [1, 3]);
  const trusted = openssl('x509', '-in', 'root.pem', '-setalias', 'Contoso', '-addtrust', 'serverAuth', '-trustout');
  assert.match(trusted.toString(), /BEGIN TRUSTED CERTIFICATE/);
  assert.deepEqual(await judgedBy('trusted.pem', trusted), [1, 3]);
});

test("what OpenSSL's trust settings do not trust for servers is no anchor, and a notice says so", async () => {
  for (const [name, settings, reason] of [
    ['for-clients.pem', ['-addtrust', 'clientAuth'], 'trust it for other purposes only, not for server authentication'],
    ['rejected.pem', ['-addreject', 'serverAuth'], 'reject it for server authentication'],
    ['both.pem', ['-addtrust', 'serverAuth', '-addreject', 'serverAuth'], 'reject it for server authentication'],
    ['for-nothing.pem', ['-addreject', 'anyExtendedKeyUsage'], 'reject it for server authentication'],
  ] as const) {
    const marked = execFileSync('openssl', ['x509', '-in', 'root.pem', ...settings, '-trustout'], {
      cwd: place.folder,
    });
    assert.deepEqual(await judgedBy(name, marked), [0, undefined], name);
    const { exitCode, stdout, stderr } = await verify(name);
    assert.equal(exitCode, 1, stderr);
    const said = `${name}, certificate 1: CN=Contoso Root CA,O=Contoso is not trusted, because its trust settings ${reason}.`;
    assert.ok(scanReportSchema.parse(JSON.parse(stdout)).notices.includes(said), stdout.slice(0, 2_000));
    assert.ok(stderr.includes(said), stderr);
    // Beside an anchor that is trusted, it is left out alone.
    assert.deepEqual(await judgedBy(`beside-${name}`, marked + intermediate), [1, 2], name);
  }
});

test('malformed trust settings are a problem of the file', async () => {
  const der = execFileSync('openssl', ['x509', '-in', 'root.pem', '-addreject', 'serverAuth', '-trustout'], {
    cwd: place.folder,
  });
  const bytes = Buffer.from(der.toString().replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const block = (content: Uint8Array) =>
    `-----BEGIN TRUSTED CERTIFICATE-----\n${Buffer.from(content).toString('base64')}\n-----END TRUSTED CERTIFICATE-----\n`;
  assert.deepEqual(await judgedBy('whole.pem', block(bytes)), [0, undefined]);
  for (const [name, content] of [
    ['cut.pem', bytes.subarray(0, -1)],
    ['longer.pem', Buffer.concat([bytes, Uint8Array.of(0x05, 0x00)])],
    ['junk.pem', Buffer.concat([bytes.subarray(0, -14), Buffer.from('junk')])],
  ] as const) {
    assert.match(
      String(await judgedBy(name, root + block(content))),
      new RegExp(
        `^--trust: ${name}, certificate 2: The trust settings after the certificate are malformed: The .*\\.$`,
      ),
    );
  }
});

test('a certificate given twice is one anchor, and every certificate of a file is one', async () => {
  assert.deepEqual(await judgedBy('twice.pem', root + root), [1, 3]);
  assert.deepEqual(await judgedBy('both.pem', root + intermediate), [2, 2]);
});

test('a file with a broken entry is no store: exit 2 with the number of the entry', async () => {
  const broken = intermediate.replace('MII', 'MIJ');
  assert.match(
    String(await judgedBy('second.pem', root + broken + root)),
    /^--trust: second\.pem, certificate 2: The certificate announces \d+ bytes/,
  );
  const noBase64 = '-----BEGIN CERTIFICATE-----\nAAA*\n-----END CERTIFICATE-----\n';
  assert.match(String(await judgedBy('third.pem', root + root + noBase64)), /third\.pem, block 3: .* is not base64\.$/);
  assert.match(
    String(await judgedBy('cut.pem', root + intermediate.slice(0, 200))),
    /cut\.pem, block 2: .* no END line/,
  );
});

test('a file without a certificate is no store', async () => {
  assert.match(String(await judgedBy('empty.pem', '')), /empty\.pem: The file is empty\.$/);
  assert.match(String(await judgedBy('words.pem', 'hello\n')), /neither PEM nor DER nor PKCS #7/);
  const key = '-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PRIVATE KEY-----\n';
  assert.match(String(await judgedBy('key.pem', key)), /holds no certificate/);
});

test('of a folder the certificate files are read, by their names, and nothing else in it', async () => {
  for (const folder of ['roots', 'roots/more.pem', 'none', 'spoilt']) mkdirSync(at(folder));
  place.write('roots/a.crt', root);
  place.write('roots/5ad8a5d6.0', intermediate);
  place.write('roots/README.txt', 'What stands here.');
  place.write('roots/old.crl', 'no certificate');
  place.write('none/README.txt', 'Nothing yet.');
  place.write('spoilt/a.pem', root);
  place.write('spoilt/b.cer', 'junk');
  const { exitCode, stdout } = await verify('roots');
  assert.equal(exitCode, 0);
  assert.equal(scanReportSchema.parse(JSON.parse(stdout)).trustStores[0]?.anchors.length, 2);
  assert.match((await verify('none')).stderr, /none contains no file that ends in \.pem, \.crt/);
  assert.match((await verify('spoilt')).stderr, /spoilt\/b\.cer: The file is neither/);
});

test('every wrong file is told in one go, and several stores are each answered for', async () => {
  place.write('junk.pem', 'junk');
  const { exitCode, stderr } = await verify('junk.pem', 'absent.pem', 'root.pem');
  assert.equal(exitCode, 2);
  assert.match(stderr, /junk\.pem: The file is neither[\s\S]*absent\.pem does not exist/);
  const { stdout } = await verify('root.pem', 'mozilla');
  const { endpoints, trustStores } = scanReportSchema.parse(JSON.parse(stdout));
  assert.deepEqual(
    endpoints[0]?.trust.map(({ store, error }) => [store, error?.kind ?? null]),
    [
      ['root.pem', null],
      ['mozilla', 'unknown-issuer'],
    ],
  );
  const mozilla = trustStores.find(({ name }) => name === 'mozilla');
  assert.match(`${mozilla?.source} ${mozilla?.date}`, /^Mozilla, NSS [\d.]+, bundled \d{4}-\d\d-\d\d$/);
});

test('a leaf given as a root is said to be one, on stderr and in the report, by whatever command and file it is given', async () => {
  const [leaf = ''] = readFileSync(at('chain.pem'), 'utf8').split(/(?<=-----END CERTIFICATE-----\n)/);
  place.write('leaf.pem', root + leaf);
  const about =
    /^leaf\.pem, certificate 2: CN=im\.contoso\.com,O=Contoso is not a CA certificate, so only this certificate itself is trusted\. To trust its issuer, give the certificate of /;
  const meant = ['--role', 'virtual-server', '--host', 'im.contoso.com', '--format', 'json'];
  const targets = JSON.parse(readFileSync(at('targets.json'), 'utf8'));
  targets.trustStores.contoso.files = ['leaf.pem'];
  place.write('pinned.json', JSON.stringify(targets));
  for (const args of [
    ['verify', 'chain.pem', ...meant, '--trust', 'leaf.pem'],
    ['scan', 'targets.json', '--trust', 'leaf.pem', '--format', 'json', '--save-observations', 'run'],
    ['scan', 'pinned.json', '--format', 'json'],
    ['evaluate', 'run', '--format', 'json', '--quiet'],
    ['evaluate', 'run', '--trust', 'leaf.pem', '--format', 'json'],
  ]) {
    const { exitCode, stdout, stderr } = await place.run(args);
    assert.equal(exitCode, 0, stderr);
    const isAbout = (text: string) => about.test(text);
    assert.equal(JSON.parse(stdout).notices.filter(isAbout).length, 1, args.join(' '));
    if (!args.includes('--quiet'))
      assert.ok(
        stderr.split('\n').some((line) => isAbout(line)),
        stderr,
      );
  }
  assert.doesNotMatch((await verify('root.pem')).stderr, /CA certificate/);
});
