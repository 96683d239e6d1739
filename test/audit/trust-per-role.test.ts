import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import {
  type CertificateAuthority,
  createAuthority,
  issueIntermediate,
  issueServerCertificate,
} from '../forge/certificate-authority.ts';
import type { CertificateProfile } from '../forge/certificate-profile.ts';
import { type IssuedCertificate, issueCertificate } from '../forge/issue-certificate.ts';
import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';
import { type Listener, startTlsListener } from '../../src/lab/tls-listener.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { endpointAt } from '../collect/collecting.ts';
import { requestFor, runAudit, storeOf } from './auditing.ts';

const dayMs = 86_400_000;
const now = new Date();
const daysFromNow = (days: number): Date => new Date(now.getTime() + days * dayMs);
let contoso: CertificateAuthority;
let fabrikam: CertificateAuthority;
let key: KeyPair;
let leaf: IssuedCertificate;
const listeners: Listener[] = [];

before(async () => {
  [contoso, fabrikam, key] = await Promise.all([
    createAuthority({ organization: 'Contoso', now }),
    createAuthority({ organization: 'Fabrikam', now }),
    makeKeyPair('rsa-2048'),
  ]);
  leaf = issueServerCertificate(contoso, key, { names: ['www.contoso.test'] });
});
after(async () => {
  await Promise.all(listeners.map((listener) => listener.close()));
});

type Stores = Readonly<Record<string, readonly IssuedCertificate[]>>;

/** Audits a listener that presents the chain; each trust list is given as `list: stores`. */
async function audited(
  chain: readonly IssuedCertificate[],
  stores: Stores,
  lists: Readonly<Record<string, readonly string[]>> = { '': Object.keys(stores) },
): Promise<EndpointReport> {
  const listener = await startTlsListener({ address: '127.0.0.1', chain, key });
  listeners.push(listener);
  const trust = Object.entries(lists).map(([list, names]) => ({ list: list === '' ? null : list, stores: [...names] }));
  const byName = Object.entries(stores).map(
    ([name, anchors]) =>
      [
        name,
        storeOf(
          name,
          anchors.map(({ der }) => der),
        ),
      ] as const,
  );
  const endpoint = { ...endpointAt(listener), trust } as ReturnType<typeof endpointAt>;
  const { endpoints } = await runAudit(requestFor([endpoint], { stores: new Map(byName) }));
  const report = endpoints[0]?.report;
  assert.ok(report !== undefined);
  return report;
}

/** `store: names of the path` or `store: kind of the error`. */
function told({ trust, chain, issuers }: EndpointReport): readonly string[] {
  const names = new Map(
    [...chain, ...issuers].map((each) => [each.sha256, 'subject' in each ? each.subject.split(',')[0] : '?']),
  );
  return trust.map(({ store, path, error }) => {
    assert.equal(path === null, error !== null);
    return `${store}: ${path === null ? error?.kind : path.map((sha256) => names.get(sha256)).join(' < ')}`;
  });
}

const outcomeOf = (report: EndpointReport, check: string) => {
  const finding = report.findings.find((each) => each.check === check);
  return { outcome: finding?.outcome, message: finding?.message ?? '' };
};
const changedRoot = (changes: Partial<CertificateProfile>): IssuedCertificate =>
  issueCertificate({ ...contoso.root.profile, ...changes }, contoso.root.key);
const whole = 'CN=www.contoso.test < CN=Contoso Issuing CA < CN=Contoso Root CA';

test('every store of the role is answered for, and what of a path was not presented is shown with its store', async () => {
  const report = await audited([leaf, contoso.intermediate], { contoso: [contoso.root], fabrikam: [fabrikam.root] });
  assert.deepEqual(told(report), [`contoso: ${whole}`, 'fabrikam: unknown-issuer']);
  assert.deepEqual(
    report.issuers.map(({ subject, from }) => [subject, from]),
    [['CN=Contoso Root CA,O=Contoso', 'store:contoso']],
  );
  assert.equal(outcomeOf(report, 'chain-trust').outcome, 'pass');
});

test('access both needs a path in each of its lists, to any store of the list', async () => {
  const stores = { inside: [contoso.root], outside: [fabrikam.root], partner: [contoso.intermediate] };
  const chain = [leaf, contoso.intermediate];
  const half = await audited(chain, stores, { internal: ['inside'], external: ['outside'] });
  assert.deepEqual(told(half), [`inside: ${whole}`, 'outside: unknown-issuer']);
  assert.equal(outcomeOf(half, 'chain-trust').outcome, 'fail');
  assert.match(outcomeOf(half, 'chain-trust').message, /No path leads to outside \(trust list external\)/);
  const both = await audited(chain, stores, { internal: ['inside'], external: ['outside', 'partner'] });
  assert.deepEqual(told(both), [
    `inside: ${whole}`,
    'outside: unknown-issuer',
    'partner: CN=www.contoso.test < CN=Contoso Issuing CA',
  ]);
  assert.equal(outcomeOf(both, 'chain-trust').outcome, 'pass');
});

test("an anchor's own validity counts, and the message says that it is the anchor's", async () => {
  const expired = changedRoot({ notBefore: daysFromNow(-900), notAfter: daysFromNow(-1) });
  const future = changedRoot({ notBefore: daysFromNow(1), notAfter: daysFromNow(900) });
  const report = await audited([leaf, contoso.intermediate], { expired: [expired], future: [future] });
  assert.deepEqual(told(report), ['expired: expired', 'future: not-yet-valid']);
  assert.match(report.trust[0]?.error?.message ?? '', /trust anchor CN=Contoso Root CA,O=Contoso expired at/);
  assert.match(report.trust[1]?.error?.message ?? '', /trust anchor CN=Contoso Root CA,O=Contoso is not valid before/);
  assert.equal(outcomeOf(report, 'chain-trust').outcome, 'fail');
  assert.equal(outcomeOf(report, 'validity-period').outcome, 'fail');
});

test('roots of one name are all tried: another key, or the same key renewed', async () => {
  const namesake = issueCertificate(contoso.root.profile, fabrikam.root.key);
  const expired = changedRoot({ notBefore: daysFromNow(-900), notAfter: daysFromNow(-1) });
  const report = await audited([leaf, contoso.intermediate], {
    'namesake first': [namesake, contoso.root],
    'namesake last': [contoso.root, namesake],
    renewed: [expired, contoso.root],
    'namesake alone': [namesake],
  });
  assert.deepEqual(told(report), [
    `namesake first: ${whole}`,
    `namesake last: ${whole}`,
    `renewed: ${whole}`,
    'namesake alone: unknown-issuer',
  ]);
});

test('a root that is presented as well changes nothing but unneeded-certificates', async () => {
  const report = await audited([leaf, contoso.intermediate, contoso.root], {
    contoso: [contoso.root],
    fabrikam: [fabrikam.root],
  });
  assert.deepEqual(told(report), [`contoso: ${whole}`, 'fabrikam: unknown-issuer']);
  assert.deepEqual(report.issuers, []);
  assert.equal(outcomeOf(report, 'chain-trust').outcome, 'pass');
  assert.equal(outcomeOf(report, 'unneeded-certificates').outcome, 'fail');
});

test('a self-signed leaf is trusted by the store that holds it, and by no other', async () => {
  const alone = issueCertificate({ ...leaf.profile, subject: [{ CN: 'www.contoso.test' }] }, key);
  const report = await audited([alone], { pinned: [alone], contoso: [contoso.root] });
  assert.deepEqual(told(report), ['pinned: CN=www.contoso.test', 'contoso: unknown-issuer']);
  assert.match(report.trust[1]?.error?.message ?? '', /self-issued and not trusted/);
  assert.equal(outcomeOf(report, 'chain-trust').outcome, 'pass');
});

test('an intermediate in a store is an anchor, presented or not, and so is a leaf', async () => {
  const stores = { intermediate: [contoso.intermediate], leaf: [leaf] };
  const sent = await audited([leaf, contoso.intermediate], stores);
  const kept = await audited([leaf], stores);
  const expected = ['intermediate: CN=www.contoso.test < CN=Contoso Issuing CA', 'leaf: CN=www.contoso.test'];
  assert.deepEqual(told(sent), expected);
  assert.deepEqual(told(kept), expected);
  assert.deepEqual(
    kept.issuers.map(({ from }) => from),
    ['store:intermediate'],
  );
});

test('of two cross-signs the valid one carries the path, whichever is sent first', async () => {
  const crossed = (issuer: IssuedCertificate, changes: Partial<CertificateProfile> = {}) =>
    issueIntermediate({ root: issuer, now }, contoso.intermediate.key, { organization: 'Contoso', changes });
  const expired = crossed(contoso.root, { notBefore: daysFromNow(-900), notAfter: daysFromNow(-1) });
  const valid = crossed(fabrikam.root);
  const stores = { contoso: [contoso.root], fabrikam: [fabrikam.root], either: [contoso.root, fabrikam.root] };
  for (const sent of [
    [leaf, expired, valid],
    [leaf, valid, expired],
  ]) {
    const report = await audited(sent, stores);
    const through = 'CN=www.contoso.test < CN=Contoso Issuing CA < CN=Fabrikam Root CA';
    assert.deepEqual(told(report), ['contoso: expired', `fabrikam: ${through}`, `either: ${through}`]);
    assert.equal(outcomeOf(report, 'validity-period').outcome, 'pass');
  }
});

test('a store without anchors trusts nobody', async () => {
  const report = await audited([leaf, contoso.intermediate], { nobody: [] });
  assert.deepEqual(told(report), ['nobody: unknown-issuer']);
});
