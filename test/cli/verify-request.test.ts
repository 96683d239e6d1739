import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { createAuthority } from '../../src/lab/authority.ts';
import type { Finding } from '../../src/model/finding.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { run as openssl } from '../openssl-authority.ts';
import { certmuster, type Transcript } from './certmuster.ts';

const folder = mkdtempSync(join(tmpdir(), 'certmuster-request-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);
const names = 'DNS:im.contoso.com,DNS:as.im.contoso.com,DNS:download.im.contoso.com';
const usages = ['keyUsage=digitalSignature,keyEncipherment', 'extendedKeyUsage=serverAuth'];

/** Extensions of requests, sound and not. */
const requests: Readonly<Record<string, readonly string[]>> = {
  sound: [...usages, `subjectAltName=${names}`],
  'no-extensions': [],
  'client-only': [usages[0] ?? '', 'extendedKeyUsage=clientAuth', `subjectAltName=${names}`],
  'missing-name': [...usages, 'subjectAltName=DNS:im.contoso.com'],
  wildcard: [...usages, 'subjectAltName=DNS:*.contoso.com'],
  'signing-only': ['keyUsage=digitalSignature', usages[1] ?? '', `subjectAltName=${names}`],
  'built-in-template': [...usages, `subjectAltName=${names}`, '1.3.6.1.4.1.311.20.2=ASN1:BMPSTRING:WebServer'],
};

function makeRequest(name: string, extensions: readonly string[], ...more: readonly string[]): void {
  const subject = ['-subj', '/O=Contoso/CN=im.contoso.com'];
  const added = extensions.flatMap((extension) => ['-addext', extension]);
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', file(`${name}.key`)];
  openssl(['req', '-new', ...subject, ...added, ...key, '-out', file(`${name}.csr`), ...more]);
}

before(async () => {
  const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  writeFileSync(file('root.pem'), authority.root.pem);
  writeFileSync(file('ca.pem'), authority.intermediate.pem);
  writeFileSync(file('ca.key'), authority.intermediate.key.pem);
  for (const [name, extensions] of Object.entries(requests)) makeRequest(name, extensions);
});

const verify = (...args: readonly string[]): Promise<Transcript> =>
  certmuster(['verify', ...args, '--role', 'virtual-server', '--host', 'im.contoso.com'], { cwd: folder });

async function findingsOf(...args: readonly string[]): Promise<ReadonlyMap<string, Finding>> {
  const { stdout, stderr } = await verify(...args, '--format', 'json');
  assert.ok(stdout.startsWith('{'), stderr);
  const [endpoint] = scanReportSchema.parse(JSON.parse(stdout)).endpoints;
  return new Map(endpoint?.findings.map((finding) => [finding.check, finding]));
}

test('verify REQUEST: what the request asks for is judged, and what only a certificate shows is undetermined', async () => {
  const { exitCode, stderr } = await verify('sound.csr');
  assert.equal(exitCode, 0);
  assert.match(
    stderr,
    /^sound\.csr is a certificate request; checks that need the issued certificate are left out\.$/m,
  );
  assert.doesNotMatch(stderr, /Mozilla/);
  const findings = await findingsOf('sound.csr');
  for (const check of ['name-match', 'subject-name', 'subject-alternative-names', 'extended-key-usage', 'key-usage']) {
    assert.equal(findings.get(check)?.outcome, 'pass', check);
  }
  for (const check of [
    'chain-trust',
    'validity-period',
    'certificate-version',
    'signature-algorithm',
    'key-strength',
  ]) {
    assert.deepEqual(
      [findings.get(check)?.outcome, findings.get(check)?.reason],
      ['undetermined', 'not-issued'],
      check,
    );
  }
  assert.equal(findings.get('key-possession')?.reason, 'not-dialled');
  assert.equal(findings.get('exportable-key')?.outcome, 'not-observable');
});

test('verify REQUEST: the report has no chain, and nothing that only a CA decides', async () => {
  const { stdout } = await verify('sound.csr', '--format', 'json');
  const [endpoint] = scanReportSchema.parse(JSON.parse(stdout)).endpoints;
  const { chain, trust, issuers, publiclyTrusted, verdict, signedCertificateTimestamps } = endpoint ?? {};
  assert.deepEqual([chain, trust, issuers, publiclyTrusted, verdict], [[], [], [], null, 'pass']);
  assert.equal(signedCertificateTimestamps, undefined);
  assert.doesNotMatch(stdout, /1970/);
});

for (const name of Object.keys(requests)) {
  test(`verify REQUEST, ${name}: what it says is what is said of the certificate, for everything that it can answer`, async () => {
    const signing = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-days', '365', '-copy_extensions', 'copy'];
    openssl(['x509', '-req', '-in', file(`${name}.csr`), ...signing, '-out', file(`${name}.pem`)]);
    const requested = await findingsOf(`${name}.csr`);
    const issued = await findingsOf(`${name}.pem`, 'ca.pem', '--trust', 'root.pem');
    assert.deepEqual([...requested.keys()], [...issued.keys()]);
    const answered = [...requested.values()].filter(({ outcome }) => outcome !== 'undetermined');
    assert.ok(answered.length >= 11);
    for (const finding of answered) {
      if (finding.outcome === 'not-observable') continue;
      // The cause of a certificate goes by its fingerprint, and may be a check that a request cannot answer.
      assert.deepEqual({ ...finding, cause: null }, { ...issued.get(finding.check), cause: null });
    }
    const failing = answered.filter(({ outcome }) => outcome === 'fail');
    assert.equal(failing.length === 0, name === 'sound');
  });
}

test('verify REQUEST in DER, as NEW CERTIFICATE REQUEST, in UTF-16 and on standard input: the same answer', async () => {
  const pem = readFileSync(file('missing-name.csr'), 'utf8');
  openssl(['req', '-in', file('missing-name.csr'), '-outform', 'DER', '-out', file('der.req')]);
  const named = pem.replaceAll('CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST').replaceAll('\n', '\r\n');
  writeFileSync(file('named.req'), named);
  writeFileSync(file('wide.req'), Buffer.from(`\ufeff${named}`, 'utf16le'));
  const expected = await findingsOf('missing-name.csr');
  assert.equal(expected.get('subject-alternative-names')?.outcome, 'fail');
  for (const name of ['der.req', 'named.req', 'wide.req']) assert.deepEqual(await findingsOf(name), expected, name);
  const args = ['verify', '-', '--role', 'virtual-server', '--host', 'im.contoso.com'];
  const piped = await certmuster(args, { cwd: folder, stdin: pem });
  assert.equal(piped.exitCode, 1);
  assert.match(piped.stderr, /^Standard input is a certificate request/m);
});

test('verify REQUEST with a short key: the key is judged', async () => {
  makeRequest('short', requests['sound'] ?? [], '-newkey', 'rsa:512');
  assert.equal((await findingsOf('short.csr')).get('key-strength')?.outcome, 'fail');
});

test('verify REQUEST with an elliptic key: read, and the role says that it needs RSA', async () => {
  const sound = (requests['sound'] ?? []).flatMap((extension) => ['-addext', extension]);
  openssl(['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file('ec.key')]);
  openssl(['req', '-new', '-key', file('ec.key'), '-subj', '/CN=im.contoso.com', ...sound, '-out', file('ec.csr')]);
  assert.equal((await findingsOf('ec.csr')).get('key-usage')?.outcome, 'fail');
});

test('verify REQUEST that was changed after it was signed: exit 2, with the reason', async () => {
  openssl(['req', '-in', file('sound.csr'), '-outform', 'DER', '-out', file('sound.der')]);
  const der = readFileSync(file('sound.der'));
  writeFileSync(
    file('changed.der'),
    Buffer.from(der.toString('latin1').replace('im.contoso.com', 'im.c0ntoso.com'), 'latin1'),
  );
  const { exitCode, stderr } = await verify('changed.der');
  assert.equal(exitCode, 2);
  assert.match(stderr, /changed\.der: 1 problem:\n {2}The signature of the request does not verify/);
});

test('verify REQUEST cut short: exit 2, with the reason', async () => {
  openssl(['req', '-in', file('sound.csr'), '-outform', 'DER', '-out', file('sound.der')]);
  const der = readFileSync(file('sound.der'));
  const base64 = der.subarray(0, der.length - 1).toString('base64');
  writeFileSync(file('cut.csr'), `-----BEGIN CERTIFICATE REQUEST-----\n${base64}\n-----END CERTIFICATE REQUEST-----\n`);
  const { exitCode, stderr } = await verify('cut.csr');
  assert.equal(exitCode, 2);
  assert.match(stderr, /The request cannot be decoded: /);
});

test('verify of a file with a request and the certificate: the certificate is judged', async () => {
  const signing = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-days', '365', '-copy_extensions', 'copy'];
  openssl(['x509', '-req', '-in', file('sound.csr'), ...signing, '-out', file('both.pem')]);
  writeFileSync(file('both.pem'), readFileSync(file('sound.csr'), 'utf8') + readFileSync(file('both.pem'), 'utf8'));
  assert.equal((await findingsOf('both.pem', 'ca.pem', '--trust', 'root.pem')).get('chain-trust')?.outcome, 'pass');
});

test('verify REQUEST beside another file, or two of them: exit 2', async () => {
  const beside = await verify('sound.csr', 'ca.pem');
  assert.equal(beside.exitCode, 2);
  assert.match(beside.stderr, /a request has to be the only file/);
  writeFileSync(file('two.csr'), readFileSync(file('sound.csr'), 'utf8') + readFileSync(file('wildcard.csr'), 'utf8'));
  const two = await verify('two.csr');
  assert.equal(two.exitCode, 2);
  assert.match(two.stderr, /contains 2 requests; name one at a time/);
});
