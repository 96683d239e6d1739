import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import type { RoleDocument } from '../../../src/model/role-document.ts';
import { describePlace } from '../../../src/report/plan/describe-place.ts';
import { infFormat } from '../../../src/report/plan/render-inf.ts';
import { opensslFormat } from '../../../src/report/plan/render-openssl-config.ts';
import { renderPlanTable } from '../../../src/report/plan/render-plan-table.ts';
import { certificateOf } from '../../evaluate/plan/plan-by.ts';
import { run as openssl } from '../../openssl-authority.ts';
import { infAlternativeNames, infValue, readInf } from './read-inf.ts';

const folder = mkdtempSync(join(tmpdir(), 'certmuster-requests-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const noTemplate = { template: undefined };

/** What openssl says of the request, made by the command in the configuration. */
async function requestOf(role: RoleDocument): Promise<string> {
  const certificate = await certificateOf(role);
  const config = opensslFormat.render(certificate, noTemplate);
  writeFileSync(join(folder, `${certificate.id}.cnf`), config);
  const command = /^# openssl (req .*)$/m.exec(config)?.[1]?.split(' ') ?? [];
  openssl(command.map((word) => (word.startsWith(certificate.id) ? join(folder, word) : word)));
  return openssl(['req', '-in', join(folder, `${certificate.id}.csr`), '-noout', '-text', '-nameopt', 'RFC2253']);
}

const infOf = async (role: RoleDocument) => readInf(infFormat.render(await certificateOf(role), noTemplate));

test('openssl makes keys of every kind and curve that is planned', async () => {
  const cases = [
    [{ types: ['ec'] }, /ASN1 OID: prime256v1/],
    [{ types: ['ec'], curves: ['P-521'] }, /ASN1 OID: secp521r1/],
    [{ types: ['ec'], curves: ['brainpoolP384r1'] }, /ASN1 OID: brainpoolP384r1/],
    [{ types: ['ed25519'] }, /Public Key Algorithm: ED25519/i],
    [{ types: ['ed448'] }, /Public Key Algorithm: ED448/i],
    [{ rsaBits: [3072] }, /Public-Key: \(3072 bit\)/],
  ] as const;
  for (const [key, expected] of cases) {
    assert.match(
      await requestOf({ key: structuredClone(key) as unknown as NonNullable<RoleDocument['key']> }),
      expected,
    );
  }
});

test('openssl reads names of every kind, whatever characters they hold', async () => {
  const text = await requestOf({
    names: { required: { uri: ['https://a.example/#x?$y="z"\\w'], email: ["o'neill@a.example"], ip: ['192.0.2.7'] } },
  });
  const san = /Subject Alternative Name: *\n +(.*)\n/.exec(text)?.[1];
  assert.equal(
    san?.replaceAll('\\\\', '\\'),
    'DNS:a.example, IP Address:192.0.2.7, URI:https://a.example/#x?$y="z"\\w, email:o\'neill@a.example',
  );
});

test('a required template stands in the request: by its name, or by its OID', async () => {
  assert.match(
    await requestOf({ template: { required: ['Web2'] } }),
    /1\.3\.6\.1\.4\.1\.311\.20\.2: *\n +\.\.\.W\.e\.b\.2/,
  );
  const byOid = await requestOf({ template: { required: ['1.3.6.1.4.1.311.21.8.1.2.3'] } });
  assert.match(byOid, /1\.3\.6\.1\.4\.1\.311\.21\.7:/);
  const inf = await infOf({ template: { required: ['Web2'] } });
  assert.equal(infValue(inf, 'RequestAttributes', 'CertificateTemplate'), 'Web2');
});

test('certreq: an EC key is one of CNG and has no KeySpec', async () => {
  const entries = Object.fromEntries((await infOf({ key: { types: ['ec'] } })).get('newrequest') ?? []);
  assert.deepEqual(entries, {
    subject: 'CN=a.example',
    exportable: 'FALSE',
    keyalgorithm: 'ECDH_P256',
    hashalgorithm: 'SHA256',
    keylength: '256',
    keyusage: '0x80',
    machinekeyset: 'TRUE',
    providername: 'Microsoft Software Key Storage Provider',
    requesttype: 'PKCS10',
    smime: 'FALSE',
  });
});

test('certreq: Windows makes no Edwards keys, and the file says so', async () => {
  const file = infFormat.render(await certificateOf({ key: { types: ['ed25519'] } }), noTemplate);
  assert.match(file, /^; Windows cannot make a key of this kind: use the request of --format openssl\.\r$/m);
  assert.doesNotMatch(file, /certreq -new/);
});

test('certreq: names of every kind, and the octets of the key usage in the order of a number', async () => {
  const inf = await infOf({
    names: { required: { uri: ['spiffe://e/a'], email: ['it@a.example'], ip: ['192.0.2.7'] } },
    keyUsage: { required: ['keyAgreement', 'decipherOnly'] },
  });
  assert.deepEqual(infAlternativeNames(inf), [
    'dns=a.example',
    'ipaddress=192.0.2.7',
    'url=spiffe://e/a',
    'email=it@a.example',
  ]);
  assert.equal(infValue(inf, 'NewRequest', 'KeyUsage'), '0x8008');
});

test('names to fill in are comments that say what to do, and nothing is asked for without them', async () => {
  const role: RoleDocument = { names: { required: { uri: ['spiffe://e/*'] } } };
  const certificate = await certificateOf(role);
  const config = opensslFormat.render(certificate, noTemplate);
  assert.match(
    config,
    /^# Fill in: put what belongs in place of \* into the name spiffe:\/\/e\/\* below, and uncomment it\.$/m,
  );
  assert.match(config, /^\[names\]\nDNS\.1 = a\.example\n# URI\.1 = spiffe:\/\/e\/\*$/m);
  const inf = infFormat.render(certificate, noTemplate);
  assert.match(
    inf,
    /^2\.5\.29\.17 = "\{text\}"\r\n; _continue_ = "url=spiffe:\/\/e\/\*&"\r\n_continue_ = "dns=a\.example"\r$/m,
  );
  const alone = { ...role, names: { ...role.names, forbidden: { dns: ['*'] } } };
  assert.doesNotMatch(await requestOf(alone), /Subject Alternative Name/);
  assert.deepEqual(infAlternativeNames(await infOf(alone)), []);
});

test('what the CA decides stands in comments', async () => {
  const certificate = await certificateOf({
    lifetime: { minimumDays: 30, maximumDays: 90 },
    trust: { publiclyTrusted: 'required' },
    pointers: { crl: 'required', ocsp: 'forbidden' },
  });
  const config = opensslFormat.render(certificate, noTemplate);
  assert.match(config, /^# CA: a public CA, whose root is in the Mozilla store\.$/m);
  assert.match(config, /^# Lifetime, which the CA decides: at least 30 days and at most 90 days\.$/m);
  assert.match(config, /^# Pointers, which the CA writes: with CRL distribution point; without OCSP responder\.$/m);
});

test('a purpose has its name in the table, and a role without SAN and EKU says none', async () => {
  const certificate = await certificateOf({
    names: { forbidden: { dns: ['*'] } },
    extendedKeyUsage: { required: [], forbidden: ['serverAuth'] },
  });
  const tableOf = (each: typeof certificate) =>
    renderPlanTable({ schemaVersion: '1.0', certificates: [each], problems: [], notes: [] }, {
      width: 200,
      colour: false,
    } as Parameters<typeof renderPlanTable>[1]);
  assert.match(tableOf(certificate), /^ {2}SAN +none$/m);
  assert.match(tableOf(certificate), /^ {2}EKU +none$/m);
  assert.doesNotMatch(opensslFormat.render(certificate, noTemplate), /extendedKeyUsage|subjectAltName/);
  assert.equal(readInf(infFormat.render(certificate, noTemplate)).has('enhancedkeyusageextension'), false);
  const client = await certificateOf({ extendedKeyUsage: { required: ['clientAuth', '1.2.3.4'] } });
  assert.match(tableOf(client), /EKU +Client Authentication \(1\.3\.6\.1\.5\.5\.7\.3\.2\), 1\.2\.3\.4/);
});

test('a title within a sentence: names and abbreviations keep their capitals', async () => {
  const [place] = (await certificateOf({})).places;
  assert.ok(place !== undefined);
  const titles = {
    'Load balancer': 'load balancer',
    'Reverse proxy, external interface': 'reverse proxy, external interface',
    'Remote Desktop listener': 'Remote Desktop listener',
    'Web Application Proxy': 'Web Application Proxy',
    'MTLS listener': 'MTLS listener',
    'Back end': 'back end',
    'Edge Server, internal interface': 'Edge Server, internal interface',
    'Proxy, RDP': 'proxy, RDP',
  };
  for (const [title, expected] of Object.entries(titles)) {
    assert.equal(describePlace({ ...place, title }).split('443, ')[1], expected);
  }
});
