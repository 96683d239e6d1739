import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { type CertificateAuthority, createAuthority } from '../../src/lab/authority.ts';
import type { KeyPair } from '../../src/lab/key-pair.ts';
import { type Listener, startTlsListener } from '../../src/lab/tls-listener.ts';
import { certificatePlanSchema, type PlannedCertificate } from '../../src/model/certificate-plan.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { run as openssl } from '../openssl-authority.ts';
import { certmuster, type Transcript } from './certmuster.ts';

/** Addresses of loopback, one for each place of the plan. */
const at = {
  cwa01: '127.0.0.11',
  cwa02: '127.0.0.12',
  balancer: '127.0.0.10',
  outer: '127.0.0.20',
  inner: '127.0.0.21',
};

/** A deployment with every role of the policy, and a target outside it. */
const targetsFile = (portOf: (place: string) => number) => ({
  trustStores: { contoso: { files: ['root.pem'] } },
  deployments: [
    {
      name: 'contoso',
      trust: { internal: ['contoso'], external: ['contoso'], mtls: ['contoso'] },
      virtualServers: [
        {
          url: 'https://im.contoso.com',
          servers: (['cwa01', 'cwa02'] as const).map((name) => ({
            fqdn: `${name}.contoso.local`,
            address: at[name],
            httpsPort: portOf(`virtual-server ${at[name]}`),
            mtlsAddress: at[name],
            mtlsPort: portOf(`mtls ${at[name]}`),
          })),
          loadBalancer: { address: at.balancer, port: portOf(`load-balancer ${at.balancer}`) },
          reverseProxy: {
            fqdn: 'proxy.contoso.com',
            external: {
              url: 'https://chat.contoso.com',
              address: at.outer,
              port: portOf(`reverse-proxy-external ${at.outer}`),
            },
            internal: { address: at.inner, port: portOf(`reverse-proxy-internal ${at.inner}`) },
          },
        },
      ],
    },
  ],
  targets: [{ host: 'www.contoso.com', address: '127.0.0.30', port: portOf('server 127.0.0.30'), trust: ['contoso'] }],
});

let folder: string;
let authority: CertificateAuthority;
let certificates: readonly PlannedCertificate[];
const listeners = new Map<string, Listener>();
const file = (name: string): string => join(folder, name);
const run = (...args: readonly string[]): Promise<Transcript> => certmuster(args, { cwd: folder });

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certmuster-planned-'));
  authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  writeFileSync(file('root.pem'), authority.root.pem);
  writeFileSync(file('ca.pem'), authority.intermediate.pem);
  writeFileSync(file('ca.key'), authority.intermediate.key.pem);
  writeFileSync(file('pointers.cnf'), pointers);
  // Which ports they are makes no difference to the requests.
  writeFileSync(file('targets.json'), JSON.stringify(targetsFile(() => 443)));
  const written = await run('plan', 'targets.json', '--format', 'openssl', '--output', '.');
  assert.equal(written.exitCode, 0, written.stderr);
  certificates = certificatePlanSchema.parse(
    JSON.parse((await run('plan', 'targets.json', '--format', 'json')).stdout),
  ).certificates;
  for (const certificate of certificates) {
    request(certificate.id);
    issue(certificate.id);
    for (const { role, address } of certificate.places) {
      listeners.set(`${role} ${address}`, await listen(certificate, String(address)));
    }
  }
  writeFileSync(file('live.json'), JSON.stringify(targetsFile((place) => listeners.get(place)?.port ?? 0)));
});
after(async () => {
  await Promise.all([...listeners.values()].map((listener) => listener.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** What a CA adds of its own. */
const pointers = [
  'authorityKeyIdentifier = keyid',
  'subjectKeyIdentifier = hash',
  'crlDistributionPoints = URI:http://pki.contoso.com/issuing.crl',
  'authorityInfoAccess = caIssuers;URI:http://pki.contoso.com/issuing.cer',
  '',
].join('\n');

/** The command that stands in the file itself. */
function request(id: string): void {
  const command = /^# openssl (req .*)$/m.exec(readFileSync(file(`${id}.cnf`), 'utf8'))?.[1];
  assert.ok(command);
  openssl(command.split(' ').map((word) => (word.startsWith(id) ? file(word) : word)));
}

function issue(id: string): void {
  const signing = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-sha256', '-days', '365'];
  const extensions = ['-copy_extensions', 'copy', '-extfile', file('pointers.cnf')];
  openssl(['x509', '-req', '-in', file(`${id}.csr`), ...signing, ...extensions, '-out', file(`${id}.pem`)]);
}

function listen({ id, places }: PlannedCertificate, address: string): Promise<Listener> {
  const leaf = { der: new Uint8Array(), pem: readFileSync(file(`${id}.pem`), 'utf8') };
  const pem = readFileSync(file(`${id}.key`), 'utf8');
  const privateKey = createPrivateKey(pem);
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const key: KeyPair = { kind: 'rsa-2048', pem, privateKey, spki };
  const asks = places.some(({ role }) => role === 'mtls') ? { clientAuthorities: [authority.root] } : {};
  return startTlsListener({ address, chain: [leaf, authority.intermediate], key, ...asks });
}

test('openssl req reads the configuration: subject, SAN, EKU and key usage are those of the plan', () => {
  assert.equal(certificates.length, 5);
  for (const { id, commonName, dnsNames, key } of certificates) {
    const text = openssl(['req', '-in', file(`${id}.csr`), '-noout', '-verify', '-text', '-nameopt', 'RFC2253']);
    assert.match(text, new RegExp(`Subject: CN=${commonName}\\n`));
    assert.match(text, new RegExp(`Public-Key: \\(${key.bits} bit\\)`));
    assert.match(text, /X509v3 Key Usage: critical\n +Digital Signature, Key Encipherment\n/);
    assert.match(text, /X509v3 Extended Key Usage: *\n +TLS Web Server Authentication\n/);
    const names = /X509v3 Subject Alternative Name: *\n +(.*)\n/.exec(text)?.[1] ?? '';
    assert.equal(names, dnsNames.map((name) => `DNS:${name}`).join(', '));
  }
});

test('the certificates issued from the requests pass verify in every role and under every name', async () => {
  for (const { id, places } of certificates) {
    for (const place of places) {
      for (const host of place.names) {
        const role = roleUnder(host, place.role);
        if (role === undefined) continue;
        const args = ['--role', role, '--host', host, '--trust', 'root.pem', '--format', 'json'];
        const { exitCode, stdout, stderr } = await run('verify', `${id}.pem`, 'ca.pem', ...args);
        assert.equal(exitCode, 0, stdout + stderr);
        const [endpoint] = scanReportSchema.parse(JSON.parse(stdout)).endpoints;
        assert.deepEqual([endpoint?.verdict, failing(endpoint)], ['pass', []], id);
      }
    }
  }
});

/**
 * Undefined: `verify` cannot ask. It knows no topology, so it takes the host for that of the URL, except in the roles whose names begin
 * with a prefix, and expects the URL of the outer interface inside too. The scan judges those.
 */
function roleUnder(host: string, role: string): string | undefined {
  if (role === 'reverse-proxy-external') return undefined;
  const prefix = /^(as|download)\./.exec(host)?.[1];
  if (prefix === undefined) return role;
  return role === 'virtual-server' ? `${prefix}-host` : undefined;
}

test('installed where the plan says, they pass the scan', async () => {
  const scan = await run('scan', 'live.json', '--format', 'json');
  const { endpoints, deploymentFindings } = scanReportSchema.parse(JSON.parse(scan.stdout));
  assert.equal(endpoints.length, 18);
  for (const endpoint of endpoints) assert.deepEqual(failing(endpoint), [], endpoint.id);
  const broken = deploymentFindings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
  assert.deepEqual(broken, []);
  assert.equal(scan.exitCode, 0);
});

function failing(endpoint: EndpointReport | undefined): readonly string[] {
  return (endpoint?.findings ?? []).filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
}
