import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { runCertmuster } from '../estate/run-certmuster.ts';
import { createAuthority, issueServerCertificate } from '../forge/certificate-authority.ts';
import type { IssuedCertificate } from '../forge/issue-certificate.ts';
import { type CrlOptions, opensslAuthority } from '../openssl-authority.ts';

const now = new Date();
const folder = mkdtempSync(join(tmpdir(), 'certmuster-verify-crls-'));
const lab = await createAuthority({ organization: 'Contoso', now });
const leaf = issueServerCertificate(lab, await makeKeyPair('rsa-2048'), { names: ['im.contoso.com'] });
const [issuing, above] = [opensslAuthority(lab.intermediate), opensslAuthority(lab.root)];
after(() => {
  for (const each of [issuing, above]) each.remove();
  rmSync(folder, { recursive: true, force: true });
});

const tomorrow = new Date(now.getTime() + 86_400_000);
const keyed = 'authorityKeyIdentifier=keyid';
write('chain.pem', leaf.pem + lab.intermediate.pem);
write('root.pem', lab.root.pem);
write('root.crl', above.crl({ thisUpdate: now, nextUpdate: tomorrow, number: 1 }));

test('verify chain.pem with the CRLs of every issuer: revocation is settled offline, in PEM and DER', async () => {
  const der = crl({ number: 1 });
  write('issuing.crl', der);
  assert.equal((await revocationOf('issuing.crl', 'root.crl')).outcome, 'pass');
  write('both.pem', `${pemOf(der)}${leaf.pem}${lab.intermediate.pem}`);
  assert.equal((await revocationOf('both.pem', 'root.crl')).outcome, 'pass');
  const alone = await revocationOf('issuing.crl');
  assert.deepEqual([alone.outcome, alone.reason], ['undetermined', 'not-fetched']);
});

test('verify with a base CRL: its delta CRL revokes, and without it nothing passes', async () => {
  write('issuing.crl', crl({ number: 5, extensions: [keyed, 'freshestCRL=URI:http://pki.contoso.com/delta.crl'] }));
  const missing = await revocationOf('issuing.crl', 'root.crl');
  assert.equal(missing.outcome, 'undetermined');
  assert.match(missing.message, /its delta CRL with newer revocations is not at hand/);
  const revoked = [{ serialNumber: serialOf(leaf), reason: 'keyCompromise', at: now }];
  const extensions = [keyed, '2.5.29.27=critical,ASN1:INTEGER:5'];
  write('delta.crl', crl({ number: 6, extensions, revoked }));
  const found = await revocationOf('issuing.crl', 'root.crl', 'delta.crl');
  assert.equal(found.fault, 'revoked');
});

test('CRLs without a certificate are refused, exit 2', async () => {
  const { exitCode, stderr } = await verify('root.crl');
  assert.equal(exitCode, 2);
  assert.match(stderr, /the files hold CRLs and no certificate/);
});

async function revocationOf(...crls: readonly string[]) {
  const { stdout, stderr } = await verify('chain.pem', ...crls);
  const [endpoint] = scanReportSchema.parse(JSON.parse(stdout || 'null')).endpoints;
  assert.equal(endpoint?.chain.length, 2, stderr);
  const finding = endpoint.findings.find(({ check }) => check === 'revocation-status');
  assert.ok(finding, stderr);
  return finding;
}

function verify(...files: readonly string[]) {
  const role = ['--role', 'virtual-server', '--host', 'im.contoso.com', '--trust', 'root.pem'];
  return runCertmuster(['verify', ...files, ...role, '--format', 'json'], { cwd: folder });
}

function crl(options: Partial<CrlOptions>): Uint8Array {
  return issuing.crl({ thisUpdate: now, nextUpdate: tomorrow, ...options });
}

function pemOf(der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN X509 CRL-----\n${lines}\n-----END X509 CRL-----\n`;
}

function serialOf({ der }: IssuedCertificate): string {
  const decoded = decodeCertificate(der);
  assert.ok(decoded.ok);
  return decoded.value.serialNumber.hex;
}

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content);
}
