import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { startTlsListener, type Listener } from '../../src/lab/tls-listener.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { createAuthority, issueIntermediate, issueServerCertificate } from '../forge/certificate-authority.ts';
import { type CertificateProfile, codeSigning, serverAuth } from '../forge/certificate-profile.ts';
import { embedded, policies, reservedPolicies, timestamp, timestampList } from '../checks/public-leaf.ts';
import { certmuster } from './certmuster.ts';

const dayMs = 86_400_000;
const now = new Date();
const logged = new Date(now.getTime() - 5 * dayMs);
const scts = (...logs: readonly number[]) => embedded(timestampList(...logs.map((log) => timestamp(log, logged))));
const dv = policies(reservedPolicies.dv);

interface Planted {
  readonly changes?: Partial<CertificateProfile>;
  readonly issuer?: readonly string[];
  /** What is wrong, if the root is a public one. */
  readonly causes: readonly string[];
}

/** Servers by the port that they get, each with one thing wrong. */
const planted: readonly Planted[] = [
  { causes: [] },
  { changes: { extraExtensions: [dv] }, causes: ['certificate-transparency/no-timestamps'] },
  { changes: { extraExtensions: [dv, scts(1)] }, causes: ['certificate-transparency/too-few-timestamps'] },
  { changes: { extraExtensions: [dv, scts(1, 1)] }, causes: ['certificate-transparency/same-log'] },
  { changes: { extraExtensions: [dv, scts()] }, causes: ['certificate-transparency/empty-list'] },
  { changes: { extraExtensions: [scts(1, 2)] }, causes: ['certificate-profile/policies-missing'] },
  {
    changes: { subject: [{ O: 'Contoso' }, { CN: 'im.contoso.com' }] },
    causes: ['certificate-profile/policies-contradict-subject'],
  },
  {
    changes: { subject: [{ OU: 'IT' }, { CN: 'im.contoso.com' }] },
    causes: ['certificate-profile/organizational-unit'],
  },
  {
    changes: { dnsNames: ['im.contoso.com', 'im.contoso.fabrik'] },
    causes: ['internal-name/unknown-top-level-domain'],
  },
  { changes: { dnsNames: ['im.contoso.com', 'co.uk'] }, causes: ['internal-name/public-suffix'] },
  { changes: { dnsNames: ['im.contoso.com', '*.co.uk'] }, causes: ['certificate-profile/wildcard-over-public-suffix'] },
  { issuer: [serverAuth, codeSigning], causes: ['issuer-purposes/forbidden-purposes'] },
];

let listeners: readonly Listener[];
let folder: string;
before(async () => {
  const [made, key, issuerKey] = await Promise.all([
    createAuthority({ organization: 'Contoso', now }),
    makeKeyPair('rsa-2048'),
    makeKeyPair('p-256'),
  ]);
  listeners = await Promise.all(
    planted.map(({ changes, issuer: usages }) => {
      const issuer =
        usages === undefined
          ? made.intermediate
          : issueIntermediate(made, issuerKey, { organization: 'Contoso', changes: { extendedKeyUsage: usages } });
      const sound = {
        subject: [{ CN: 'im.contoso.com' }],
        notBefore: logged,
        notAfter: new Date(logged.getTime() + 90 * dayMs),
        extraExtensions: [dv, scts(1, 2)],
      };
      const leaf = issueServerCertificate(made, key, {
        names: ['im.contoso.com'],
        changes: { ...sound, ...changes },
        issuer,
      });
      return startTlsListener({ address: '127.0.0.1', chain: [leaf, issuer], key });
    }),
  );
  folder = mkdtempSync(join(tmpdir(), 'certmuster-public-rules-'));
  writeFileSync(join(folder, 'root.pem'), made.root.pem);
  const der = Buffer.from(made.root.der);
  const sha256 = createHash('sha256').update(der).digest('hex');
  const root = { name: 'Contoso', sha256, distrustAfter: null, der: der.toString('base64') };
  const roots = { source: 'tests', version: '9.9', date: now.toISOString().slice(0, 10), roots: [root] };
  writeFileSync(join(folder, 'roots.json'), JSON.stringify(roots));
});
after(async () => {
  await Promise.all(listeners.map(({ close }) => close()));
  rmSync(folder, { recursive: true, force: true });
});

/** The causes of each server: nothing else than what is planted is wrong with it. */
async function scan(...options: readonly string[]): Promise<readonly (readonly string[])[]> {
  const targets = listeners.map(({ port }) => `im.contoso.com:${port}`);
  const resolve = ['--resolve', 'im.contoso.com:127.0.0.1'];
  const { stdout, stderr } = await certmuster(['scan', ...targets, ...resolve, '--format', 'json', ...options], {
    cwd: folder,
  });
  assert.notEqual(stdout, '', stderr);
  const { endpoints } = scanReportSchema.parse(JSON.parse(stdout));
  return endpoints.map(({ causes }) => causes.map(({ fault }) => fault));
}

test('each fault of a public certificate is one cause of its live server', async () => {
  const found = await scan('--trust-data', 'roots.json');
  assert.deepEqual(
    found,
    planted.map(({ causes }) => causes),
  );
});

test('the same certificates below a private root have none', async () => {
  assert.deepEqual(
    await scan('--trust', 'root.pem'),
    planted.map(() => []),
  );
});
