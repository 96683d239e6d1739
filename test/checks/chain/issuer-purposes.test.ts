import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { now } from '../../evaluate/observation.ts';
import { issueIntermediate } from '../../forge/certificate-authority.ts';
import { type CertificateProfile, clientAuth, codeSigning, serverAuth } from '../../forge/certificate-profile.ts';
import { issueCertificate } from '../../forge/issue-certificate.ts';
import { assertFault, assertOutcome, findingOf, malformed, plainServer, reportOf, type Scene } from '../finding.ts';
import { soundLeaf } from '../public-leaf.ts';

const check = 'issuer-purposes';
const anyPurpose = '2.5.29.37.0';
const emailProtection = '1.3.6.1.5.5.7.3.4';
let contoso: Contoso;
before(async () => {
  contoso = await createContoso();
});

/** A path through an intermediate with these usages, undefined: without the extension, issued on this day. */
const sceneOf = (
  extendedKeyUsage: readonly string[] | undefined,
  from = '2026-07-01',
  more: Partial<Scene> = {},
): Scene => {
  const { root } = contoso.authority;
  const changes: Partial<CertificateProfile> = {
    notBefore: new Date(from),
    ...(extendedKeyUsage === undefined ? {} : { extendedKeyUsage }),
  };
  const issuer = issueIntermediate(contoso.authority, contoso.key, { organization: 'Contoso', changes });
  const leaf = contoso.leaf(soundLeaf, { issuer });
  return { chain: [leaf.der, issuer.der], anchors: [root.der], publicAnchors: [root.der], ...more };
};
const judge = (...scene: Parameters<typeof sceneOf>) => findingOf(check, sceneOf(...scene));

test('passes with serverAuth alone, and without the extension', () => {
  assertOutcome(judge([serverAuth]), 'pass');
  assertOutcome(judge(undefined), 'pass');
  assertOutcome(judge([serverAuth], '2026-07-01', { endpoint: plainServer }), 'pass');
});

test('each purpose fails from its day on, by the fault of the rule that came first', () => {
  const name = 'CN=Contoso Issuing CA,O=Contoso';
  for (const [usages, before, from, fault, seen] of [
    [
      [anyPurpose],
      '2018-12-31',
      '2019-01-01',
      'any-purpose',
      'allows any purpose (Mozilla Root Store Policy, 5.3, since 2019-01-01)',
    ],
    [[serverAuth, anyPurpose], '2018-12-31', '2019-01-01', 'any-purpose', 'allows any purpose'],
    [[serverAuth, emailProtection], '2018-12-31', '2019-01-01', 'server-and-email', 'allows e-mail protection beside'],
    [[serverAuth, codeSigning], '2023-09-14', '2023-09-15', 'forbidden-purposes', 'allows code signing beside'],
    [
      [serverAuth, '1.3.6.1.5.5.7.3.8'],
      '2023-09-14',
      '2023-09-15',
      'forbidden-purposes',
      'allows time stamping beside',
    ],
    [[serverAuth, '1.3.6.1.5.5.7.3.9'], '2023-09-14', '2023-09-15', 'forbidden-purposes', 'allows OCSP signing beside'],
    [
      [serverAuth, clientAuth],
      '2026-06-14',
      '2026-06-15',
      'not-for-servers-only',
      'allows client authentication beside',
    ],
    [
      [clientAuth, serverAuth, '1.3.6.1.5.5.7.3.17'],
      '2026-06-14',
      '2026-06-15',
      'not-for-servers-only',
      'allows client',
    ],
  ] as const) {
    assertOutcome(judge(usages, before), 'pass');
    const finding = judge(usages, from);
    assert.deepEqual([finding.outcome, finding.fault, finding.severity], ['fail', fault, 'warning'], finding.message);
    assert.ok(finding.message.startsWith(`${name} ${seen}`), finding.message);
    assertOutcome(judge(usages, from, { publicAnchors: [] }), 'not-applicable', 'not-publicly-trusted');
  }
});

test('is a cause of its own beside that of the leaf, about the intermediate', () => {
  const { root } = contoso.authority;
  const changes = { extendedKeyUsage: [serverAuth, anyPurpose] };
  const issuer = issueIntermediate(contoso.authority, contoso.key, { organization: 'Contoso', changes });
  const leaf = contoso.leaf({ ...soundLeaf, extraExtensions: soundLeaf.extraExtensions.slice(1) }, { issuer });
  const scene = { chain: [leaf.der, issuer.der], anchors: [root.der], publicAnchors: [root.der] };
  const { causes } = reportOf(scene);
  assert.deepEqual(
    causes.map(({ fault }) => fault),
    ['certificate-profile/policies-missing', 'issuer-purposes/any-purpose'],
  );
  assert.equal(new Set(causes.map(({ certificate }) => certificate)).size, 2);
});

test('a root that another root certified may say any purpose', () => {
  const { root } = contoso.authority;
  const own = issueIntermediate(contoso.authority, contoso.key, {
    organization: 'Contoso',
    name: 'Second Root',
    changes: { extendedKeyUsage: [anyPurpose] },
  });
  const { extendedKeyUsage: _, ...profile } = own.profile;
  const second = issueCertificate(profile, own.key);
  const leaf = contoso.leaf(soundLeaf, { issuer: own });
  // The role trusts only the older root, so its path leads through the cross-certificate; the public trusts both.
  const scene = { chain: [leaf.der, own.der], anchors: [root.der], publicAnchors: [root.der] };
  assert.equal(findingOf(check, scene).fault, 'any-purpose');
  assert.notEqual(findingOf(check, { ...scene, publicAnchors: [root.der, second.der] }).outcome, 'fail');
});

test('is not applicable without an intermediate, undetermined where the path is open or the leaf undecodable', () => {
  const { root } = contoso.authority;
  const leaf = contoso.leaf(soundLeaf, { issuer: root });
  const scene = { chain: [leaf.der], anchors: [root.der], publicAnchors: [root.der] };
  assertOutcome(findingOf(check, scene), 'not-applicable', 'no-intermediate');
  assertOutcome(findingOf(check, { chain: [contoso.leaf().der] }), 'undetermined', 'no-path');
  assertOutcome(findingOf(check, { chain: [malformed] }), 'undetermined', 'undecodable');
  assertFault(
    judge([serverAuth, clientAuth], '2026-08-01', { now }),
    'not-for-servers-only',
    'CN=Contoso Issuing CA,O=Contoso allows client authentication beside server authentication (Chrome Root Program Policy, dedicated TLS server authentication hierarchies, since 2026-06-15)',
  );
});
