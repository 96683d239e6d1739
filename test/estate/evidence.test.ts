import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { createAuthority, issueIntermediate, issueServerCertificate } from '../forge/certificate-authority.ts';
import type { CertificateProfile } from '../forge/certificate-profile.ts';
import type { IssuedCertificate } from '../forge/issue-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { encodeOcspRequest } from '../../src/x509/revocation/encode-ocsp-request.ts';
import { sha256Hex } from '../../src/x509/der/sha256-hex.ts';
import { startWebServer } from '../net/web-server.ts';
import { opensslAuthority, run } from '../openssl-authority.ts';
import { freePort } from './free-port.ts';
import { startNginx } from './nginx.ts';
import { startOpensslServer } from './openssl-server.ts';
import { startOcspResponder } from './ocsp-responder.ts';
import { outcomeOf, scan } from './scan.ts';
import { runCertmuster } from './run-certmuster.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A live estate: nginx presents, a web server has issuers and CRLs, `openssl ocsp` answers. Everything is of today. */
const now = new Date();
const dayMs = 86_400_000;
const yesterday = new Date(now.getTime() - dayMs);
const tomorrow = new Date(now.getTime() + dayMs);
const folder = temporaryFolder();
const files = new Map<string, Uint8Array | string>();
const web = await startWebServer((request, response) => {
  const file = files.get(request.url ?? '');
  if (request.url === '/moved.crl')
    response.writeHead(302, { location: `http://127.0.0.2:${inside.port}/inside.crl` }).end();
  else if (file === undefined) response.writeHead(404).end();
  else response.end(file);
});
const inside = await startWebServer((_, response) => response.end(files.get('/issuing.crl')), { address: '127.0.0.2' });
const url = (path: string): string => `${web.origin}${path}`;
const deadPort = await freePort();

const authority = await createAuthority({ organization: 'Contoso', now });
const [key, issuingKey, newRootKey] = await Promise.all([
  makeKeyPair('rsa-2048'),
  makeKeyPair('p-256'),
  makeKeyPair('p-256'),
]);
const issuing = issueIntermediate(authority, issuingKey, {
  organization: 'Contoso',
  changes: { crlUrls: [url('/root.crl')], issuerUrls: [url('/root.crt')] },
});

/** Old Root is trusted, New Root is not; New Root exists self-signed and cross-signed by Old Root. */
const newRoot = { organization: 'Fabrikam', name: 'New Root' };
const newRootCross = issueIntermediate(authority, newRootKey, { ...newRoot, changes: { crlUrls: [url('/root.crl')] } });
const newRootSelf = issueIntermediate(authority, newRootKey, {
  ...newRoot,
  issuer: { ...newRootCross, key: newRootKey },
  changes: { crlUrls: [], issuerUrls: [] },
});
const fabrikamKey = await makeKeyPair('p-256');
const fabrikam = issueIntermediate(authority, fabrikamKey, {
  organization: 'Fabrikam',
  issuer: newRootSelf,
  changes: { issuerUrls: [url('/new-root.p7c')], crlUrls: [url('/new-root.crl')] },
});

const responderSerials = { good: '0a01', revoked: '0a02' };
const tools = opensslAuthority(issuing);
const index = tools.writeIndex(
  [{ serialNumber: responderSerials.revoked, reason: 'superseded', at: yesterday }],
  [responderSerials.good],
);
const responder = await startOcspResponder(tools, index);
const ocspUrl = responder.url;

interface Site {
  readonly changes: Partial<CertificateProfile>;
  readonly issuer?: IssuedCertificate;
  /** What is sent after the leaf; default: the issuer. */
  readonly sent?: readonly IssuedCertificate[];
}

const sound: Partial<CertificateProfile> = {
  crlUrls: [url('/issuing.crl')],
  issuerUrls: [url('/issuing.crt')],
  ocspUrls: [],
};
const sites: Readonly<Record<string, Site>> = {
  sound: { changes: { ...sound, ocspUrls: [ocspUrl], serialNumber: Uint8Array.of(0x0a, 0x01) } },
  'revoked-by-ocsp': { changes: { ...sound, ocspUrls: [ocspUrl], serialNumber: Uint8Array.of(0x0a, 0x02) } },
  'revoked-by-crl': { changes: { ...sound, serialNumber: Uint8Array.of(0x0b, 0x01) } },
  'expired-crl': { changes: { ...sound, crlUrls: [url('/expired.crl')] } },
  'unreachable-ocsp': { changes: { ...sound, crlUrls: [], ocspUrls: [`http://127.0.0.1:${deadPort}`] } },
  obtainable: { changes: sound, sent: [] },
  'not-obtainable': { changes: { ...sound, issuerUrls: [url('/gone.crt')] }, sent: [] },
  'cross-signed': { changes: { ...sound, crlUrls: [url('/fabrikam.crl')] }, issuer: fabrikam },
  redirected: { changes: { ...sound, crlUrls: [url('/moved.crl')] } },
  directory: { changes: { ...sound, crlUrls: ['ldap:///CN=Contoso,CN=CDP?certificateRevocationList'] } },
};

const presentations = new Map(
  Object.entries(sites).map(([name, { changes, issuer = issuing, sent = [issuer] }]) => {
    const leaf = issueServerCertificate(authority, key, {
      names: [name, `as.${name}`, `download.${name}`].map((host) => `${host}.contoso.test`),
      issuer,
      changes,
    });
    return [name, { chain: [leaf, ...sent], key }] as const;
  }),
);
const nginx = await startNginx(folder, presentations);

const crl = { thisUpdate: yesterday, nextUpdate: tomorrow, number: 1 };
files.set(
  '/issuing.crl',
  tools.crl({ ...crl, revoked: [{ serialNumber: '0b01', reason: 'keyCompromise', at: yesterday }] }),
);
const lastWeek = new Date(now.getTime() - 7 * dayMs);
files.set('/expired.crl', tools.crl({ ...crl, thisUpdate: lastWeek, nextUpdate: yesterday }));
for (const [path, signer] of [
  ['/root.crl', authority.root],
  ['/fabrikam.crl', fabrikam],
  ['/new-root.crl', newRootCross],
] as const) {
  const own = opensslAuthority(signer);
  files.set(path, own.crl(crl));
  own.remove();
}
files.set('/issuing.crt', issuing.der);
files.set('/root.crt', authority.root.pem);
const bundle = join(tools.folder, 'bundle.pem');
writeFileSync(bundle, newRootSelf.pem + newRootCross.pem);
run(['crl2pkcs7', '-nocrl', '-certfile', bundle, '-outform', 'DER', '-out', `${bundle}.p7c`]);
files.set('/new-root.p7c', readFileSync(`${bundle}.p7c`));
tools.writeIndex(
  [{ serialNumber: responderSerials.revoked, reason: 'superseded', at: yesterday }],
  [responderSerials.good],
);

const fetchAll = { issuers: true, crl: true, ocsp: true, allow: ['127.0.0.1'] };
const targets = {
  trustStores: { roots: { files: [folder.write('root.pem', authority.root.pem)] } },
  deployments: [
    {
      name: 'estate',
      trust: { internal: ['roots'], external: ['roots'] },
      fetch: fetchAll,
      virtualServers: [...nginx.ports].map(([name, port]) => ({
        url: `https://${name}.contoso.test`,
        access: 'external' as const,
        servers: [{ fqdn: `${name}.contoso.local`, address: '127.0.0.1', httpsPort: port }],
      })),
    },
  ],
};

web.requests.length = 0;
const done = await scan(folder, targets);

after(async () => {
  await nginx.stop();
  await responder.stop();
  await web.close();
  await inside.close();
  tools.remove();
  folder.remove();
});

function endpoint(name: string): EndpointReport {
  const found = done.report.endpoints.find(({ host }) => host === `${name}.contoso.test`);
  assert.ok(found !== undefined);
  return found;
}

function finding(name: string, check: string) {
  const found = endpoint(name).findings.find((each) => each.check === check);
  assert.ok(found !== undefined);
  return found;
}

test('a sound chain is good by OCSP for the leaf and by CRL for the intermediate', () => {
  const status = finding('sound', 'revocation-status');
  assert.equal(status.outcome, 'pass', status.message);
  assert.match(status.message, /is not revoked \(OCSP http:\/\/127\.0\.0\.1/);
  assert.match(status.message, /root\.crl/);
  assert.equal(finding('sound', 'chain-download').outcome, 'not-observable');
});

test('a certificate revoked in the CRL, or by the responder alone, fails with date and reason', () => {
  const byCrl = finding('revoked-by-crl', 'revocation-status');
  assert.deepEqual([byCrl.outcome, byCrl.observed], ['fail', 'revoked']);
  assert.match(byCrl.message, /keyCompromise/);
  const byOcsp = finding('revoked-by-ocsp', 'revocation-status');
  assert.deepEqual([byOcsp.outcome, byOcsp.observed], ['fail', 'revoked']);
  assert.match(byOcsp.message, /superseded/);
});

test('a CRL that is out of date fails, a responder that is not there leaves it undetermined', () => {
  const expired = finding('expired-crl', 'revocation-status');
  assert.deepEqual([expired.outcome, expired.observed], ['fail', 'defective']);
  assert.match(expired.message, /out of date/);
  const unreachable = finding('unreachable-ocsp', 'revocation-status');
  assert.deepEqual([unreachable.outcome, unreachable.reason], ['undetermined', 'no-answer']);
  assert.match(unreachable.message, /refused/);
});

test('a missing intermediate that can be downloaded builds the path, and still fails completeness', () => {
  assert.equal(outcomeOf(endpoint('obtainable'), 'chain-trust'), 'pass');
  const completeness = finding('obtainable', 'chain-completeness');
  assert.equal(completeness.outcome, 'fail');
  assert.match(completeness.message, /can be downloaded from .*issuing\.crt/);
  assert.deepEqual(
    endpoint('obtainable').issuers.map(({ from }) => from),
    [`aia:${url('/issuing.crt')}`, 'store:roots'],
  );
  assert.equal(endpoint('obtainable').chain.length, 1);
  assert.equal(outcomeOf(endpoint('obtainable'), 'revocation-status'), 'pass');
});

test('a missing intermediate that cannot be downloaded leaves no path, and says so', () => {
  assert.equal(outcomeOf(endpoint('not-obtainable'), 'chain-trust'), 'fail');
  assert.match(finding('not-obtainable', 'chain-completeness').message, /cannot be downloaded: .*gone\.crt.*404/);
  assert.equal(finding('not-obtainable', 'chain-download').outcome, 'fail');
});

test('a chain to a root of its own is trusted through the cross-signed one that was downloaded', () => {
  const { trust, issuers } = endpoint('cross-signed');
  assert.equal(outcomeOf(endpoint('cross-signed'), 'chain-trust'), 'pass');
  assert.deepEqual(trust[0]?.path?.slice(2), [sha256Hex(newRootCross.der), sha256Hex(authority.root.der)]);
  assert.equal(issuers[0]?.from, `aia:${url('/new-root.p7c')}`);
  const completeness = finding('cross-signed', 'chain-completeness');
  assert.equal(completeness.outcome, 'fail');
  assert.match(completeness.message, /New Root.*can be downloaded/);
  assert.equal(
    outcomeOf(endpoint('cross-signed'), 'revocation-status'),
    'pass',
    finding('cross-signed', 'revocation-status').message,
  );
});

test('a redirect to an address that is not allowed stops there, and nothing inside is asked', () => {
  const status = finding('redirected', 'revocation-status');
  assert.deepEqual([status.outcome, status.reason], ['undetermined', 'not-fetched']);
  assert.equal(inside.requests.length, 0);
  const record = done.report.fetches.find((fetched) => fetched.url === url('/moved.crl'));
  assert.equal(record?.outcome, 'refused');
  assert.equal(record?.redirects.length, 1);
});

test('an ldap pointer is reported and not followed', () => {
  const record = done.report.fetches.find((fetched) => fetched.url.startsWith('ldap:'));
  assert.deepEqual([record?.outcome, record?.address], ['not-followed', null]);
  assert.equal(finding('directory', 'revocation-status').reason, 'not-fetched');
});

test('each URL is asked once a run, however many endpoints point to it, and each fetch is reported once', () => {
  const asked = web.requests.map((request) => request.url);
  assert.deepEqual(asked, [...new Set(asked)]);
  const reported = done.report.fetches.map((fetched) => `${fetched.method} ${fetched.url}`);
  assert.deepEqual(reported, [...new Set(reported)]);
  assert.ok(reported.includes(`GET ${url('/issuing.crl')}`));
});

test('judged again from what was saved, offline, every finding is the same', async () => {
  web.requests.length = 0;
  const saved = join(folder.path, 'observed-1');
  const again = await runCertmuster(['evaluate', saved, '--format', 'json']);
  const report = scanReportSchema.parse(JSON.parse(again.stdout));
  const verdicts = ({ endpoints }: typeof report) =>
    endpoints.map(({ id, verdict, findings }) => ({ id, verdict, findings }));
  assert.deepEqual(verdicts(report), verdicts(done.report));
  assert.deepEqual(report.fetches, done.report.fetches);
  assert.equal(again.exitCode, done.exitCode);
  assert.equal(web.requests.length, 0);
});

test('nothing is fetched unless it is asked for, and the command line can ask', async () => {
  const port = nginx.ports.get('obtainable') ?? 0;
  const target = {
    trustStores: targets.trustStores,
    targets: [{ host: 'obtainable.contoso.test', address: '127.0.0.1', port, trust: ['roots'] }],
  };
  web.requests.length = 0;
  const silent = await scan(folder, target);
  assert.equal(web.requests.length, 0);
  assert.deepEqual(silent.report.fetches, []);
  assert.equal(silent.observations[0]?.evidence, undefined);
  const asking = await scan(folder, target, ['--fetch', 'issuers', '--fetch-allow', '127.0.0.0/8']);
  assert.deepEqual(
    web.requests.map((request) => request.url),
    ['/issuing.crt', '/root.crt'],
  );
  assert.equal(asking.observations[0]?.evidence?.issuers.length, 2);
  const refused = await scan(folder, target, ['--fetch', 'issuers']);
  assert.deepEqual(
    refused.report.fetches.map(({ outcome }) => outcome),
    ['refused'],
  );
});

test('a wrong --fetch or --fetch-allow is exit 2, and nothing is dialed', async () => {
  const result = await runCertmuster([
    'scan',
    'www.contoso.test:443',
    '--fetch',
    'issuers,everything',
    '--fetch-allow',
    '10.0.0.0/40',
  ]);
  assert.equal(result.exitCode, 2);
  assert.match(result.stderr, /"everything" cannot be fetched; use issuers, crl, ocsp/);
  assert.match(result.stderr, /10\.0\.0\.0\/40/);
});

test('verify asks the same questions about a certificate in a file, and finds the same', async () => {
  const [leaf] = presentations.get('revoked-by-ocsp')?.chain ?? [];
  const file = folder.write('new.pem', leaf?.pem ?? '');
  const args = [
    'verify',
    file,
    '--host',
    'revoked-by-ocsp.contoso.test',
    '--role',
    'virtual-server',
    '--format',
    'json',
  ];
  const roots = ['--trust', join(folder.path, 'root.pem')];
  const asking = await runCertmuster([...args, ...roots, '--fetch', 'issuers,ocsp', '--fetch-allow', '127.0.0.1']);
  const [endpoint] = scanReportSchema.parse(JSON.parse(asking.stdout)).endpoints;
  assert.ok(endpoint !== undefined);
  assert.equal(outcomeOf(endpoint, 'chain-trust'), 'pass');
  assert.equal(outcomeOf(endpoint, 'revocation-status'), 'fail');
  web.requests.length = 0;
  const silent = await runCertmuster([...args, ...roots]);
  assert.equal(
    outcomeOf(scanReportSchema.parse(JSON.parse(silent.stdout)).endpoints[0] ?? endpoint, 'chain-trust'),
    'fail',
  );
  assert.equal(web.requests.length, 0);
});

test('a staple of either TLS generation is judged before anyone is asked, and offline once it is out of date', async () => {
  const presentation = presentations.get('unreachable-ocsp');
  const [leaf] = presentation?.chain ?? [];
  assert.ok(presentation !== undefined && leaf !== undefined);
  const certificate = decodeCertificate(leaf.der);
  const issuer = decodeCertificate(issuing.der);
  assert.ok(certificate.ok && issuer.ok);
  const request = encodeOcspRequest({ certificate: certificate.value, issuer: issuer.value });
  const good = tools.ocspResponse({ request, good: [certificate.value.serialNumber.hex], validHours: 1 });
  const file = folder.write('staple.der', good);
  for (const version of ['-tls1_2', '-tls1_3']) {
    const server = await startOpensslServer(folder, presentation, ['-status_file', file, version]);
    const target = {
      trustStores: targets.trustStores,
      targets: [{ host: 'unreachable-ocsp.contoso.test', address: '127.0.0.1', port: server.port, trust: ['roots'] }],
    };
    const { report } = await scan(folder, target, ['--fetch', 'crl', '--fetch-allow', '127.0.0.1']);
    await server.stop();
    const status = report.endpoints[0]?.findings.find(({ check }) => check === 'revocation-status');
    assert.equal(status?.outcome, 'pass', status?.message);
    assert.match(status?.message ?? '', /is not revoked \(stapled OCSP response\)/);
    const later = new Date(now.getTime() + 3 * 3_600_000).toISOString();
    const saved = join(folder.path, savedFolders().at(-1) ?? '');
    const again = await runCertmuster(['evaluate', saved, '--at', later, '--format', 'json']);
    const [endpoint] = scanReportSchema.parse(JSON.parse(again.stdout)).endpoints;
    assert.ok(endpoint !== undefined);
    assert.equal(outcomeOf(endpoint, 'revocation-status'), 'fail');
  }
});

/** Folders of saved observations, oldest first. */
function savedFolders(): readonly string[] {
  const number = (name: string): number => Number(name.slice('observed-'.length));
  return readdirSync(folder.path)
    .filter((name) => name.startsWith('observed-'))
    .sort((a, b) => number(a) - number(b));
}
