import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import type { DeclaredWaiver } from '../../src/model/waiver.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { issueCertificate, type IssuedCertificate } from '../forge/issue-certificate.ts';
import { contextWith } from './context.ts';
import { type Contoso, createContoso } from './contoso.ts';
import { endpointWith, now, observationWith } from './observation.ts';

const day = 86_400_000;
const said = { by: 'A. Datum', reason: 'renewed in spring', until: '2027-03-31', role: 'virtual-server' } as const;
const expired = { ...said, check: 'validity-period', fault: 'expired' };
const forgotten = { ...said, check: 'chain-completeness', fault: 'intermediate-missing' };
const past = { notBefore: new Date(now.getTime() - 400 * day), notAfter: new Date(now.getTime() - 15 * day) };

let contoso: Contoso;
let impostor: IssuedCertificate;
before(async () => {
  contoso = await createContoso();
  // The names of the certificate, signed by its own key.
  impostor = issueCertificate(contoso.leaf().profile, contoso.key);
});

/** An endpoint of the deployment as it is reported under these waivers. */
function judge(
  chain: readonly IssuedCertificate[],
  waivers: readonly DeclaredWaiver[],
  endpoint: Parameters<typeof endpointWith>[0] = {},
): EndpointReport {
  const context = contextWith([contoso.authority.root.der], { waivers: new Map([['contoso', waivers]]) });
  const certificates = chain.map(({ der }) => der);
  return createJudge(context).evaluateEndpoint(observationWith(certificates, { endpoint: endpointWith(endpoint) }));
}

const failures = ({ findings }: EndpointReport) => findings.filter(({ outcome }) => outcome === 'fail');
const tell = ({ causes }: EndpointReport) =>
  causes.map(({ fault, waiver }) => `${fault}${waiver === null ? '' : ' waived'}`);

test('one waiver covers an expired certificate with everything that follows', () => {
  const chain = [contoso.leaf(past), contoso.authority.intermediate];
  assert.equal(judge(chain, []).verdict, 'fail');
  const report = judge(chain, [expired]);
  const checks = failures(report).map(({ check }) => check);
  for (const check of ['validity-period', 'chain-trust', 'expiry-margin']) assert.ok(checks.includes(check), check);
  assert.deepEqual(tell(report), ['validity-period/expired waived']);
  assert.equal(report.verdict, 'waived');
});

test('a waived failure stays one, and what is not accepted counts', () => {
  const report = judge(
    [contoso.leaf({ ...past, keyUsage: ['digitalSignature'] }), contoso.authority.intermediate],
    [expired],
  );
  const { by, reason, until } = said;
  for (const { check, outcome, waiver } of failures(report)) {
    assert.equal(outcome, 'fail');
    assert.deepEqual(waiver, check === 'key-usage' ? undefined : { by, reason, until }, check);
  }
  assert.equal(report.verdict, 'fail');
});

test('a waiver of a consequence accepts nothing', () => {
  const chain = [contoso.leaf(past), contoso.authority.intermediate];
  const consequence = { ...said, check: 'chain-trust', fault: 'expired' };
  assert.deepEqual(tell(judge(chain, [consequence])), ['validity-period/expired']);
});

test('a waiver for a forgotten intermediate does not cover a self-signed certificate of the same names', () => {
  const report = judge([contoso.leaf()], [forgotten]);
  assert.equal(report.verdict, 'waived', tell(report).join());
  const stranger = judge([impostor], [forgotten]);
  assert.ok(tell(stranger).includes('chain-trust/self-signed'), tell(stranger).join());
  assert.ok(failures(stranger).every(({ waiver }) => waiver === undefined));
  assert.equal(stranger.verdict, 'fail');
});

test('a waiver that names a certificate, or its key, is not for the next one', async () => {
  const [leaf, next] = [contoso.leaf(past), contoso.leaf({ ...past, notBefore: new Date(now.getTime() - 300 * day) })];
  const decoded = decodeCertificate(leaf.der);
  assert.ok(decoded.ok);
  const { sha256, publicKey } = decoded.value;
  const verdictOf = (presented: IssuedCertificate, certificate: string): string =>
    judge([presented, contoso.authority.intermediate], [{ ...expired, certificate }]).verdict;
  assert.deepEqual([verdictOf(leaf, sha256), verdictOf(next, sha256)], ['waived', 'fail']);
  assert.deepEqual(
    [verdictOf(leaf, publicKey.spkiSha256), verdictOf(next, publicKey.spkiSha256)],
    ['waived', 'waived'],
  );
  const { key } = await createContoso();
  assert.equal(verdictOf(contoso.leaf(past, { key }), publicKey.spkiSha256), 'fail');
});

test('an issuer that has expired may be named by its own certificate or key, or by those of the leaf', () => {
  const { root } = contoso.authority;
  const issuer = issueCertificate(
    { ...contoso.authority.intermediate.profile, ...past, subject: [{ CN: 'Contoso Old CA' }] },
    contoso.key,
    root,
  );
  const leaf = contoso.leaf({}, { issuer });
  const waiver = { ...expired, fault: 'issuer-expired' };
  for (const { der } of [leaf, issuer]) {
    const decoded = decodeCertificate(der);
    assert.ok(decoded.ok);
    for (const certificate of [decoded.value.sha256, decoded.value.publicKey.spkiSha256]) {
      const report = judge([leaf, issuer], [{ ...waiver, certificate }]);
      assert.equal(report.verdict, 'waived', tell(report).join());
    }
  }
});

test('a waiver on one endpoint is not for the other one that has the same certificate', () => {
  const chain = [contoso.leaf(past), contoso.authority.intermediate];
  const { role: _, ...anywhere } = expired;
  const waiver = { ...anywhere, endpoint: endpointWith().id };
  assert.equal(judge(chain, [waiver]).verdict, 'waived');
  const other = { id: endpointWith().id.replace('10.0.0.11', '10.0.0.12'), address: '10.0.0.12' };
  const report = judge(chain, [waiver], other);
  assert.deepEqual([report.verdict, tell(report)], ['fail', ['validity-period/expired']]);
});

test('waivers of one deployment are not for another one, nor for endpoints outside deployments', () => {
  const chain = [contoso.leaf(past), contoso.authority.intermediate];
  for (const deployment of ['fabrikam', null]) {
    assert.equal(judge(chain, [expired], { deployment }).verdict, 'fail');
  }
});

test('the key of a cause is the same in each run, as long as it is the same certificate', () => {
  const chain = (leaf: IssuedCertificate) => observationWith([leaf.der, contoso.authority.intermediate.der]);
  const keys = (leaf: IssuedCertificate, instant: Date) =>
    createJudge(contextWith([contoso.authority.root.der], { now: instant }))
      .evaluateEndpoint(chain(leaf))
      .causes.map(({ key, title }) => ({ key, title }));
  const leaf = contoso.leaf(past);
  const [today, tomorrow] = [keys(leaf, now), keys(leaf, new Date(now.getTime() + day))];
  assert.deepEqual(keys(leaf, now), today);
  assert.deepEqual(
    tomorrow.map(({ key }) => key),
    today.map(({ key }) => key),
  );
  assert.notEqual(tomorrow[0]?.title, today[0]?.title);
  assert.notEqual(keys(contoso.leaf(past), now)[0]?.key, today[0]?.key);
});
