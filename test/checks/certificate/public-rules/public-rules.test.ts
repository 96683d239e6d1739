import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { leafRules } from '../../../../src/checks/certificate/public-rules/public-rules.ts';
import { loadPublicSuffixes } from '../../../../src/pki/names/public-suffixes.ts';
import { type Contoso, createContoso } from '../../../evaluate/contoso.ts';
import { now } from '../../../evaluate/observation.ts';
import { createAuthority } from '../../../forge/certificate-authority.ts';
import { type CertificateProfile, clientAuth, codeSigning, serverAuth } from '../../../forge/certificate-profile.ts';
import { assertOutcome, malformed, plainServer } from '../../finding.ts';
import {
  embedded,
  findingOfPublic,
  type PublicScene,
  policies,
  reportOfPublic,
  reservedPolicies,
  timestamp,
  timestampList,
} from '../../public-leaf.ts';

const dayMs = 86_400_000;
const check = 'certificate-profile';
const twoScts = embedded(timestampList(timestamp(1), timestamp(2)));
const { dv, ov, iv, ev } = reservedPolicies;
let contoso: Contoso;
before(async () => {
  contoso = await createContoso();
});

type Changes = Partial<CertificateProfile>;
const under = (policy: string, ...subject: readonly Record<string, string>[]): Changes => ({
  subject: [...subject, { CN: 'im.contoso.com' }],
  extraExtensions: [policies(policy), twoScts],
});
const withSubject = (...subject: readonly Record<string, string>[]) =>
  under(ov, { C: 'DE' }, { L: 'Bonn' }, ...subject);
const withPolicies = (...extraExtensions: readonly { oid: string; value: Uint8Array }[]): Changes => ({
  extraExtensions: [...extraExtensions, twoScts],
});
const organization = { O: 'Contoso' };
const issuedInSpring = { notBefore: new Date('2027-03-15T00:00:00Z'), notAfter: new Date('2027-06-01T00:00:00Z') };

/** Of each rule what breaks it, and what comes close and does not. */
const instances: readonly {
  readonly fault: keyof typeof leafRules;
  readonly broken: readonly Changes[];
  readonly sound: readonly Changes[];
  /** What the message says of the first one. */
  readonly says: RegExp;
}[] = [
  {
    fault: 'policies-missing',
    broken: [
      { extraExtensions: [twoScts] },
      { ...under(ov, organization), extraExtensions: [twoScts] },
      { extraExtensions: [] },
    ],
    sound: [withPolicies(policies(dv)), withPolicies(policies('1.2.3.4', dv))],
    says: /has no certificatePolicies \(CA\/B Forum 7\.1\.2\.7\.6, since 2012-07-01\)/,
  },
  {
    fault: 'policy-not-reserved',
    broken: [
      withPolicies(policies('1.3.6.1.4.1.44947.1.1.1')),
      withPolicies(policies('2.5.29.32.0')),
      withPolicies(policies('2.23.140.1.4.1', '2.23.140.1.2')),
    ],
    sound: [withPolicies(policies('1.3.6.1.4.1.44947.1.1.1', dv))],
    says: /names no policy of the CA\/B Forum/,
  },
  {
    fault: 'policies-contradict-subject',
    broken: [
      under(dv, organization),
      under(dv, { L: 'Bonn' }),
      under(dv, { '2.5.4.42': 'Ada' }, { '2.5.4.4': 'Lovelace' }),
      under(ov, { C: 'DE' }, { L: 'Bonn' }),
      under(ov, organization, { L: 'Bonn' }),
      under(ov, organization, { C: 'DE' }),
      under(iv, { '2.5.4.4': 'Lovelace' }, { C: 'GB' }, { ST: 'London' }),
      under(ev, organization, { C: 'DE' }, { L: 'Bonn' }),
      { ...under(dv, organization), extraExtensions: [policies('1.2.3.4', dv), twoScts] },
    ],
    sound: [
      under(dv, { C: 'DE' }),
      under(ov, organization, { C: 'DE' }, { ST: 'NRW' }),
      under(iv, { '2.5.4.42': 'Ada' }, { '2.5.4.4': 'Lovelace' }, { C: 'GB' }, { L: 'London' }),
      under(
        ev,
        organization,
        { C: 'DE' },
        { L: 'Bonn' },
        { '2.5.4.15': 'Private Organization' },
        { '2.5.4.5': 'HRB 1' },
        { '1.3.6.1.4.1.311.60.2.1.3': 'DE' },
      ),
    ],
    says: /says that it is domain-validated \(DV\), and its subject has organizationName \(/,
  },
  {
    fault: 'subject-field-too-long',
    broken: [
      withSubject({ O: 'o'.repeat(65) }),
      under(ov, organization, { C: 'DE' }, { L: 'l'.repeat(129) }),
      under(ov, organization, { C: 'DE' }, { ST: 's'.repeat(129) }),
      withSubject(organization, { '2.5.4.17': '1'.repeat(41) }),
    ],
    sound: [withSubject({ O: 'o'.repeat(64) }), withSubject({ O: 'ü'.repeat(64) }), withSubject({ O: '𝒪'.repeat(64) })],
    says: /has a subject with organizationName of 65 characters, more than 64 \(RFC 5280 appendix A\.1, since 2008-05-01\)/,
  },
  {
    fault: 'country-code',
    broken: [
      under(dv, { C: 'Germany' }),
      under(dv, { C: 'ZZ' }),
      under(dv, { C: 'UK' }),
      under(dv, { C: 'D' }),
      withSubject(organization, { '1.3.6.1.4.1.311.60.2.1.3': 'DEU' }),
    ],
    sound: [under(dv, { C: 'GB' }), under(dv, { C: 'de' }), under(dv, { C: 'XX' })],
    says: /countryName "Germany", which is no two-letter code/,
  },
  {
    fault: 'organizational-unit',
    broken: [
      under(dv, { OU: 'Domain Control Validated' }),
      withSubject(organization, { OU: 'IT' }),
      under(dv, { OU: 'bmp:Technik' }),
    ],
    sound: [withSubject(organization)],
    says: /organizationalUnitName "Domain Control Validated" \(CA\/B Forum 7\.1\.4\.2 \(ballot SC47\), since 2022-09-01\)/,
  },
  {
    fault: 'common-name',
    broken: [
      { subject: [{ CN: 'www.fabrikam.com' }], dnsNames: ['im.contoso.com'] },
      { subject: [{ CN: '192.0.2.7' }] },
      { subject: [{ CN: 'Contoso web server' }] },
      { subject: [{ CN: 'IM.contoso.com' }] },
      { subject: [{ CN: 'im.contoso.com' }, { CN: 'as.im.contoso.com' }] },
    ],
    sound: [{ subject: [{ CN: 'as.im.contoso.com' }] }, { subject: [{ C: 'DE' }] }],
    says: /has the CN www\.fabrikam\.com, which is no exact copy of a subjectAltName/,
  },
  {
    fault: 'not-for-servers-only',
    broken: [
      { ...issuedInSpring, extendedKeyUsage: [serverAuth, clientAuth] },
      { ...issuedInSpring, extendedKeyUsage: [clientAuth, serverAuth] },
      { ...issuedInSpring, extendedKeyUsage: [serverAuth, '1.3.6.1.5.5.7.3.17'] },
    ],
    sound: [
      { ...issuedInSpring, extendedKeyUsage: [serverAuth] },
      {
        notBefore: new Date('2027-03-14T23:59:59Z'),
        notAfter: issuedInSpring.notAfter,
        extendedKeyUsage: [serverAuth, clientAuth],
      },
      { extendedKeyUsage: [serverAuth, clientAuth] },
    ],
    says: /allows client authentication beside server authentication \(Chrome Root Program Policy, dedicated/,
  },
  {
    fault: 'short-serial-number',
    broken: [
      { serialNumber: Uint8Array.of(1) },
      { serialNumber: Uint8Array.of(0, 0xff, 1) },
      { serialNumber: Uint8Array.of(1, 2, 3, 4, 5) },
    ],
    sound: [{ serialNumber: Uint8Array.of(1, 2, 3, 4, 5, 6) }],
    says: /has a serial number of 1 bytes?, too short/,
  },
];

/** A year in which everything here is valid. */
const judge = (changes: Changes, isPrivate = false) => {
  const at = changes.notBefore === undefined ? now : new Date(changes.notBefore.getTime() + dayMs);
  return findingOfPublic(check, contoso, changes, { isPrivate, now: at });
};

test('a sound leaf of a public CA breaks none of the rules', () => {
  assertOutcome(judge({}), 'pass');
  assertOutcome(findingOfPublic(check, contoso, {}, { endpoint: plainServer }), 'pass');
});

for (const { fault, broken, sound, says } of instances) {
  test(`${fault}: each instance fails by this fault, as a warning; the sound ones pass`, () => {
    for (const [index, changes] of broken.entries()) {
      const finding = judge(changes);
      assert.deepEqual([finding.outcome, finding.fault, finding.severity], ['fail', fault, 'warning'], finding.message);
      if (index === 0) assert.match(finding.message, says);
    }
    for (const changes of sound) assertOutcome(judge(changes), 'pass');
  });

  test(`${fault}: the same leaves of a private CA are not held to it`, () => {
    for (const changes of broken) {
      const { fault: found, message } = judge(changes, true);
      assert.notEqual(found, fault, message);
      assert.doesNotMatch(message, says);
    }
  });
}

test('a leaf that was issued before a rule came into force may break it', async () => {
  const authority = await createAuthority({ organization: 'Contoso', now: new Date('2022-08-31T12:00:00Z') });
  const changes = (from: string): Changes => ({
    ...under(ov, { C: 'DE' }, { L: 'Bonn' }, organization, { OU: 'IT' }),
    notBefore: new Date(from),
    notAfter: new Date('2023-06-01'),
  });
  const judgeAt = (from: string) =>
    findingOfPublic(check, { ...contoso, authority }, changes(from), { now: new Date('2022-09-02') });
  assertOutcome(judgeAt('2022-08-31T23:59:59Z'), 'pass');
  assert.equal(judgeAt('2022-09-01T00:00:00Z').fault, 'organizational-unit');
});

test('a wildcard over a public suffix has its own fault, under both policies, whether or not clients refuse the path', async () => {
  const suffixes = { isPublicSuffix: await loadPublicSuffixes() };
  const judgeName = (name: string, more: PublicScene) =>
    findingOfPublic(check, contoso, { dnsNames: ['im.contoso.com', name] }, { suffixes, ...more });
  for (const endpoint of [{}, plainServer]) {
    for (const name of ['*.com', '*.co.uk', '*.xn--p1ai', '*.kawasaki.jp', '*']) {
      const finding = judgeName(name, { endpoint });
      assert.equal(finding.fault, 'wildcard-over-public-suffix', finding.message);
      assert.doesNotMatch(judgeName(name, { endpoint, isPrivate: true }).message, /public suffix/);
    }
    // The suffixes of companies that let their customers have names are no registry's.
    for (const name of ['*.contoso.co.uk', '*.github.io', '*.city.kawasaki.jp']) {
      assertOutcome(judgeName(name, { endpoint }), 'pass');
    }
  }
});

test('malformed policies are not missing ones', () => {
  const finding = judge({ extraExtensions: [{ oid: '2.5.29.32', value: malformed }, twoScts] });
  assert.notEqual(finding.fault, 'policies-missing');
  assert.doesNotMatch(finding.message, /has no certificatePolicies/);
});

test('one certificate that breaks several rules is one cause, which names all of them', () => {
  const changes = { ...under(dv, organization, { OU: 'IT' }, { C: 'Germany' }), serialNumber: Uint8Array.of(7) };
  const { causes, findings } = reportOfPublic(contoso, changes);
  assert.deepEqual(
    causes.map(({ fault }) => fault),
    ['certificate-profile/policies-contradict-subject'],
  );
  const { message = '', observed } = findings.find((each) => each.check === check) ?? {};
  assert.equal(observed, '4 violations');
  for (const words of [/organizationalUnitName "IT"/, /countryName "Germany"/, /serial number of 1 byte/]) {
    assert.match(message, words);
  }
});

test('what other checks see as well follows from what those say', () => {
  const causesOf = (...scene: Parameters<typeof reportOfPublic>) =>
    reportOfPublic(...scene).causes.map(({ fault }) => fault);
  const springtime = { now: new Date('2027-03-20') };
  const forClients = { ...issuedInSpring, extendedKeyUsage: [serverAuth, clientAuth] };
  assert.deepEqual(causesOf(contoso, forClients, springtime), ['extended-key-usage-excess/excess-usages']);
  assert.deepEqual(causesOf(contoso, forClients, { ...springtime, endpoint: plainServer }), [
    'certificate-profile/not-for-servers-only',
  ]);
  assert.deepEqual(causesOf(contoso, { subject: [{ CN: 'www.fabrikam.com' }] }), ['subject-name/differs']);
  const codeSigners = { extendedKeyUsage: [serverAuth, codeSigning] };
  assert.equal(judge(codeSigners).fault, 'ca-browser-forum');
});

test('every rule has its day, its source and an address', () => {
  for (const { from, citation } of Object.values(leafRules)) {
    assert.ok(Date.parse(from) > 0);
    assert.match(citation.url ?? '', /^https:/);
    assert.notEqual(citation.section, '');
  }
});
