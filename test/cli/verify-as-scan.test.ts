import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import {
  type CertificateAuthority,
  createAuthority,
  issueIntermediate,
  issueServerCertificate,
} from '../forge/certificate-authority.ts';
import type { IssuedCertificate } from '../forge/issue-certificate.ts';
import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';
import { startTlsListener } from '../../src/lab/tls-listener.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { openPlace, type Place } from './place.ts';

const dayMs = 86_400_000;
const now = new Date();
const names = ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com'];
let place: Place;
let authority: CertificateAuthority;
let key: KeyPair;
before(async () => {
  [place, authority, key] = await Promise.all([
    openPlace(),
    createAuthority({ organization: 'Fabrikam', now }),
    makeKeyPair('rsa-2048'),
  ]);
  place.write('trusted.pem', authority.root.pem);
});
after(() => place.close());

/** Chains as servers send them, sound and not. */
const chains: Readonly<Record<string, () => readonly IssuedCertificate[]>> = {
  sound: () => [leaf(), authority.intermediate],
  'expired, a name short': () => [
    leaf(
      { notBefore: new Date(now.getTime() - 90 * dayMs), notAfter: new Date(now.getTime() - dayMs) },
      names.slice(1),
    ),
    authority.intermediate,
  ],
  'usages missing, built-in template': () => [
    leaf({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'], keyUsage: ['digitalSignature'], templateName: 'WebServer' }),
    authority.intermediate,
  ],
  'leaf alone': () => [leaf()],
  'out of order, with the root': () => {
    const lower = issueIntermediate(authority, key, {
      organization: 'Fabrikam',
      name: 'Lower CA',
      issuer: authority.intermediate,
    });
    return [leaf({}, names, lower), authority.root, authority.intermediate, lower];
  },
};

function leaf(changes = {}, dnsNames = names, issuer = authority.intermediate): IssuedCertificate {
  return issueServerCertificate(authority, key, { names: dnsNames, changes, issuer });
}

const only = (stdout: string): EndpointReport => {
  const [endpoint, ...others] = scanReportSchema.parse(JSON.parse(stdout)).endpoints;
  assert.ok(endpoint !== undefined && others.length === 0);
  return endpoint;
};

const asRole = (role: string): readonly string[] => [
  ...['--role', role, '--trust', 'trusted.pem', '--format', 'json', '--at', now.toISOString()],
];

/** What the report of a live server says of its chain, and what `verify` says of the same certificates in files. */
async function judgeTwice(role: string, chain: readonly IssuedCertificate[], files: readonly string[]) {
  const listener = await startTlsListener({ address: '127.0.0.1', chain, key });
  const live = await place.run(['scan', `im.contoso.com:${listener.port}`, '--address', '127.0.0.1', ...asRole(role)]);
  await listener.close();
  const filed = await place.run(['verify', ...files, '--host', 'im.contoso.com', ...asRole(role)]);
  assert.notEqual(live.stdout, '', live.stderr);
  assert.notEqual(filed.stdout, '', filed.stderr);
  return { live: only(live.stdout), filed: only(filed.stdout) };
}

/** Only a live server shows these: its handshake, its clock, the proof of its key. */
const liveOnly = [
  'protocol-version',
  'key-exchange-strength',
  'secure-renegotiation',
  'handshake',
  'handshake-conformance',
  'hello-tolerance',
  'key-possession',
  'protocol-downgrade',
  'default-certificate',
  'clock-skew',
  'client-certificate-request',
];

function assertSameJudgement({ live, filed }: Awaited<ReturnType<typeof judgeTwice>>): void {
  const ids = ({ findings }: EndpointReport) => findings.map(({ check }) => check);
  assert.deepEqual(ids(filed), ids(live));
  for (const [index, finding] of filed.findings.entries()) {
    const seen = live.findings[index];
    if (finding.reason === 'not-dialled') {
      assert.equal(finding.outcome, 'undetermined');
      continue;
    }
    if (finding.check === 'key-usage' && filed.role === 'server') {
      // What the exchange needs is known of a live server; of a file, that the bits are enough for every exchange.
      assert.equal(finding.outcome, seen?.outcome);
      continue;
    }
    // How grave the order is depends on the protocol, which a file has not.
    const severity = finding.check === 'chain-order' ? seen?.severity : finding.severity;
    // A fault of a service is a cause of its own at each address and port, and a file has none.
    assert.deepEqual({ ...finding, severity, cause: null }, { ...seen, cause: null });
  }
  assert.deepEqual(filed.chain, live.chain);
  assert.deepEqual(filed.trust, live.trust);
  assert.deepEqual(filed.issuers, live.issuers);
  assert.equal(filed.publiclyTrusted, live.publiclyTrusted);
}

for (const role of ['virtual-server', 'server'] as const) {
  for (const [name, make] of Object.entries(chains)) {
    test(`verify says what scan says of the chain, as ${role}: ${name}`, async () => {
      const chain = make();
      place.write('presented.pem', chain.map(({ pem }) => pem).join(''));
      const judged = await judgeTwice(role, chain, ['presented.pem']);
      assertSameJudgement(judged);
      const undialed = judged.filed.findings.filter(({ reason }) => reason === 'not-dialled').map(({ check }) => check);
      // Under tls-server the key usage wanted is that of the exchange negotiated.
      const mayWait = role === 'server' ? [...liveOnly, 'key-usage'] : liveOnly;
      assert.deepEqual(
        undialed.filter((check) => !mayWait.includes(check)),
        [],
      );
      assert.ok(undialed.includes('key-possession'));
    });
  }
}

test('the same certificates in other containers, in several files and on standard input are judged the same', async () => {
  const chain = [leaf(), authority.intermediate];
  const openssl = (...args: readonly string[]) => execFileSync('openssl', [...args], { cwd: place.folder });
  mkdirSync(join(place.folder, 'handed-out'));
  place.write('handed-out/new.cer', chain[0]?.der ?? '');
  place.write('handed-out/issuing.crt', chain[1]?.pem ?? '');
  place.write(
    'handed-out/backwards.pem',
    chain
      .toReversed()
      .map(({ pem }) => pem)
      .join(''),
  );
  const pkcs7 = ['crl2pkcs7', '-nocrl', '-certfile', 'handed-out/backwards.pem'];
  openssl(...pkcs7, '-out', 'handed-out/chain.p7b');
  openssl(...pkcs7, '-outform', 'DER', '-out', 'handed-out/chain.p7c');
  const files = (...named: readonly string[]) => named.map((name) => `handed-out/${name}`);
  const judged = await judgeTwice('virtual-server', chain, files('chain.p7b'));
  assertSameJudgement(judged);
  for (const named of [files('chain.p7c'), files('new.cer', 'issuing.crt'), files('new.cer', 'chain.p7b')]) {
    const again = await place.run(['verify', ...named, '--host', 'im.contoso.com', ...asRole('virtual-server')]);
    assert.deepEqual({ ...only(again.stdout), observedAt: '' }, { ...judged.filed, observedAt: '' }, named.join());
    const { inputs } = scanReportSchema.parse(JSON.parse(again.stdout));
    assert.deepEqual(
      inputs.map(({ path }) => path),
      named,
    );
  }
  const stdin = chain.map(({ pem }) => pem).join('');
  const piped = await place.run(['verify', '-', '--host', 'im.contoso.com', ...asRole('virtual-server')], { stdin });
  assert.deepEqual({ ...only(piped.stdout), observedAt: '' }, { ...judged.filed, observedAt: '' });
});

test('every file that cannot be read is told, and no certificate is judged without the others', async () => {
  place.write('junk.cer', 'junk');
  const { exitCode, stdout, stderr } = await place.run([
    ...['verify', 'chain.pem', 'junk.cer', 'absent.cer', '--host', 'im.contoso.com'],
    ...asRole('virtual-server'),
  ]);
  assert.equal(exitCode, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /junk\.cer: 1 problem:\n {2}The file is neither[\s\S]*absent\.cer: 1 problem/);
});
