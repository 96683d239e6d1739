import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import { type IssuedCertificate, issueCertificate } from '../forge/issue-certificate.ts';
import { endpointReportSchema } from '../../src/model/endpoint-report.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { contextWith } from './context.ts';
import { type Contoso, createContoso } from './contoso.ts';
import { observationWith } from './observation.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

function judge(certificates: readonly Uint8Array[]) {
  const report = createJudge(contextWith([contoso.authority.root.der])).evaluateEndpoint(observationWith(certificates));
  endpointReportSchema.parse(report);
  const bugs = report.findings.filter(({ reason }) => reason === 'internal-error');
  assert.deepEqual(bugs, []);
  return report;
}

test('every truncated prefix of a leaf is undecodable, and nothing throws', () => {
  const { der } = contoso.leaf();
  for (let length = 0; length < der.length; length += 7) {
    assert.equal(judge([der.subarray(0, length)]).verdict, 'fail');
  }
});

test('a leaf with any one byte changed is judged without a bug of ours', () => {
  const { der } = contoso.leaf({ templateName: 'WebServer', ocspUrls: ['http://ocsp.contoso.com'] });
  for (let position = 0; position < der.length; position += 1) {
    const changed = Uint8Array.from(der);
    changed[position] = (changed[position] ?? 0) ^ 0xff;
    judge([changed, contoso.authority.intermediate.der]);
  }
});

test('a hundred CAs that certify each other end quickly, in a failure', async () => {
  const key = await makeKeyPair('p-256');
  const profile = contoso.authority.root.profile;
  const names = Array.from({ length: 10 }, (_, index) => `CA ${index}`);
  const issued = (name: string, issuer: string): IssuedCertificate =>
    issueCertificate(
      { ...profile, subject: [{ CN: name }] },
      key,
      issueCertificate({ ...profile, subject: [{ CN: issuer }] }, key),
    );
  const mesh = names.flatMap((name) => names.filter((issuer) => issuer !== name).map((issuer) => issued(name, issuer)));
  const [first] = mesh;
  assert.ok(first !== undefined);
  const report = judge([contoso.leaf({}, { issuer: first }).der, ...mesh.map(({ der }) => der)]);
  assert.equal(report.findings.find(({ check }) => check === 'chain-trust')?.outcome, 'fail');
});

test('thousands of names make no message long', () => {
  const dnsNames = Array.from({ length: 3_000 }, (_, index) => `*.${'a'.repeat(50)}${index}.contoso.com`);
  const report = judge([contoso.leaf({ dnsNames }).der]);
  for (const { message, expected, observed } of report.findings) {
    assert.ok(message.length < 4_000, message);
    assert.ok((expected ?? '').length < 2_500 && (observed ?? '').length < 2_500);
  }
});
