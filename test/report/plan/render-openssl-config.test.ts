import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { planCertificates } from '../../../src/evaluate/plan/plan-certificates.ts';
import type { PlannedCertificate } from '../../../src/model/certificate-plan.ts';
import { joinRequests } from '../../../src/report/plan/plan-format.ts';
import { opensslFormat } from '../../../src/report/plan/render-openssl-config.ts';
import { run as openssl } from '../../openssl-authority.ts';
import { expansionOf } from '../../targets/expansion-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'certmuster-config-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const noTemplate = { template: undefined };
const planOf = (file: unknown): readonly PlannedCertificate[] => {
  const { endpoints, deployments } = expansionOf(file);
  return planCertificates(endpoints, deployments).certificates;
};

/** What openssl says of the request, made by the command in the configuration. */
function requestOf(certificate: PlannedCertificate): string {
  const { id } = certificate;
  const config = opensslFormat.render(certificate, noTemplate);
  writeFileSync(join(folder, `${id}.cnf`), config);
  const command = /^# openssl (req .*)$/m.exec(config)?.[1]?.split(' ') ?? [];
  openssl(command.map((word) => (word.startsWith(id) ? join(folder, word) : word)));
  return openssl(['req', '-in', join(folder, `${id}.csr`), '-noout', '-text', '-nameopt', 'RFC2253']);
}

test('an IP address is an iPAddress entry', () => {
  for (const host of ['192.0.2.7', '2001:db8::7']) {
    const text = requestOf(planOf({ targets: [{ host }] })[0] as PlannedCertificate);
    assert.match(text, new RegExp(`Subject: CN=${host}\\n`));
    assert.match(text, /Subject Alternative Name: *\n +IP Address:(?:192\.0\.2\.7|2001:DB8:0:0:0:0:0:7)\n/);
  }
});

test('a name too long for a CN: no subject, and the SAN is critical', () => {
  const host = `${'a'.repeat(63)}.contoso.com`;
  const text = requestOf(planOf({ targets: [{ host }] })[0] as PlannedCertificate);
  assert.match(text, /Subject: *\n/);
  assert.match(text, new RegExp(`Subject Alternative Name: critical\\n +DNS:${host}\\n`));
});

test('the name of a deployment cannot leave its comment', () => {
  const [certificate] = planOf({ targets: [{ host: 'a.example' }] });
  const config = opensslFormat.render(
    { ...(certificate as PlannedCertificate), deployment: 'x\n[req]\ny' },
    noTemplate,
  );
  assert.equal(config.match(/^\[req\]$/gm)?.length, 1);
});

test('several configurations are told apart by a comment line with the id', () => {
  const certificates = planOf({ targets: [{ host: 'a.example' }, { host: 'b.example' }] });
  const text = joinRequests(certificates, opensslFormat, noTemplate);
  const ids = [...text.matchAll(/^# ===== (.*) =====$/gm)].map(([, id]) => id);
  assert.deepEqual(ids, ['server-a.example', 'server-b.example']);
});
