import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { planCertificates } from '../../../src/evaluate/plan/plan-certificates.ts';
import type { PlannedCertificate } from '../../../src/model/certificate-plan.ts';
import { joinRequests } from '../../../src/report/plan/plan-format.ts';
import { infFormat } from '../../../src/report/plan/render-inf.ts';
import { repositoryPath } from '../../repository-path.ts';
import { expansionOf } from '../../targets/expansion-of.ts';
import { infAlternativeNames, infValue, readInf } from './read-inf.ts';

const noTemplate = { template: undefined };
const planOf = (file: unknown): readonly PlannedCertificate[] => {
  const { endpoints, deployments } = expansionOf(file);
  return planCertificates(endpoints, deployments).certificates;
};
const example = planOf(JSON.parse(readFileSync(repositoryPath('targets.example.json'), 'utf8')));

test('every field of the plan stands in the policy file for certreq', () => {
  assert.equal(example.length, 9);
  for (const certificate of example) {
    const inf = readInf(infFormat.render(certificate, noTemplate));
    assert.equal(infValue(inf, 'Version', 'Signature'), '$Windows NT$');
    const entries = Object.fromEntries(inf.get('newrequest') ?? []);
    assert.deepEqual(entries, {
      subject: `CN=${certificate.commonName}`,
      exportable: certificate.key.exportable ? 'TRUE' : 'FALSE',
      keylength: String(certificate.key.bits),
      keyspec: '1',
      keyusage: `0x${certificate.keyUsage.hex}`,
      machinekeyset: 'TRUE',
      providername: 'Microsoft RSA SChannel Cryptographic Provider',
      providertype: '12',
      requesttype: 'PKCS10',
      smime: 'FALSE',
    });
    assert.deepEqual(
      inf.get('enhancedkeyusageextension'),
      certificate.extendedKeyUsage.map((oid) => ['oid', oid]),
    );
    assert.deepEqual(
      infAlternativeNames(inf),
      certificate.dnsNames.map((name) => `dns=${name}`),
    );
    assert.equal(inf.has('extensions'), certificate.dnsNames.length > 0);
    assert.equal(inf.has('requestattributes'), false);
  }
});

test('a template is named only if one is asked for, whatever its name holds', () => {
  for (const template of ['CWA Web Server', 'a "b" 100% c; d']) {
    const inf = readInf(infFormat.render(example[0] as PlannedCertificate, { template }));
    assert.equal(infValue(inf, 'RequestAttributes', 'CertificateTemplate'), template);
  }
});

test('addresses are ipaddress entries, and without a subject the SAN is critical', () => {
  const long = `${'a'.repeat(63)}.contoso.com`;
  const [address, name] = planOf({ targets: [{ host: '192.0.2.7' }, { host: long }] }).map((certificate) =>
    readInf(infFormat.render(certificate, noTemplate)),
  );
  assert.ok(address && name);
  assert.deepEqual(infAlternativeNames(address), ['ipaddress=192.0.2.7']);
  assert.equal(infValue(address, 'Extensions', 'Critical'), undefined);
  assert.equal(infValue(name, 'NewRequest', 'Subject'), '');
  assert.deepEqual(infAlternativeNames(name), [`dns=${long}`]);
  assert.equal(infValue(name, 'Extensions', 'Critical'), '2.5.29.17');
});

test('the name of a deployment cannot leave its comment', () => {
  const deployment = 'x\r\n[NewRequest]\r\nKeyLength = 512';
  const inf = readInf(infFormat.render({ ...(example[0] as PlannedCertificate), deployment }, noTemplate));
  assert.equal(infValue(inf, 'NewRequest', 'KeyLength'), '2048');
});

test('several requests are told apart by a comment line with the id', () => {
  const text = joinRequests(example, infFormat, noTemplate);
  const ids = [...text.matchAll(/^; ===== (.*) =====\r$/gm)].map(([, id]) => id);
  assert.deepEqual(
    ids,
    example.map(({ id }) => id),
  );
  for (const part of text.split(/^; ===== .* =====\r\n/m).slice(1)) assert.ok(readInf(part).has('newrequest'));
});
