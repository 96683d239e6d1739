import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { helloProfiles } from '../../../src/model/vocabulary.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { handshakeWith, now } from '../../evaluate/observation.ts';
import { createAuthority } from '../../forge/certificate-authority.ts';
import type { CertificateProfile } from '../../forge/certificate-profile.ts';
import {
  bits,
  explicit,
  integer,
  nullValue,
  objectIdentifier,
  octets,
  sequence,
  tagged,
  text,
} from '../../pki/forge-der.ts';
import { assertFault, assertOutcome, malformed, mtlsListener, plainServer } from '../finding.ts';
import { embedded, findingOfPublic, policies, type PublicScene, timestamp, timestampList } from '../public-leaf.ts';

const dayMs = 86_400_000;
const check = 'certificate-transparency';
let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

/** The leaf with this list embedded, undefined: none, valid for so many days. */
const judge = (
  list: Uint8Array | undefined,
  days = 90,
  { changes = {}, ...scene }: PublicScene & Changes = {},
  pki = contoso,
) => {
  const notBefore = new Date(now.getTime() - 30 * dayMs);
  const extraExtensions = [policies('2.23.140.1.2.1'), ...(list === undefined ? [] : [embedded(list)])];
  const notAfter = new Date(notBefore.getTime() + days * dayMs);
  return findingOfPublic(check, pki, { notBefore, notAfter, extraExtensions, ...changes }, scene);
};
interface Changes {
  readonly changes?: Partial<CertificateProfile>;
}
const scts = (...logs: readonly number[]) => timestampList(...logs.map((log) => timestamp(log)));
const scts2017 = (...logs: readonly number[]) =>
  timestampList(...logs.map((log) => timestamp(log, new Date('2017-01-01'))));
const sending = (...lists: readonly Uint8Array[]) => ({
  signedCertificateTimestamps: lists.map((list) => ({ certificateIndex: 0, list })),
});

test('two logs are enough for 180 days, three are wanted beyond', () => {
  for (const [logs, days, outcome] of [
    [[1, 2], 90, 'pass'],
    [[1, 2], 180, 'pass'],
    [[1, 2, 3], 199, 'pass'],
    [[1], 90, 'fail'],
    [[1, 2], 181, 'fail'],
    [[1, 2], 199, 'fail'],
  ] as const) {
    assertOutcome(judge(scts(...logs), days), outcome);
  }
  const second = { notAfter: new Date(now.getTime() + 150 * dayMs + 1_000) };
  assertOutcome(judge(scts(1, 2), 180, { changes: second }), 'fail');
});

test('says how many came and how many are wanted, and what was not checked', () => {
  const finding = judge(scts(1, 2), 199);
  const title = 'The public certificate comes with 2 SCTs from 2 logs; browsers want SCTs from 3';
  assertFault(finding, 'too-few-timestamps', title);
  assert.equal(finding.severity, 'warning');
  assert.deepEqual([finding.expected, finding.observed], ['SCTs from 3 logs', '2 SCTs from 2 logs']);
  assert.match(judge(scts(1, 2)).message, /Not checked, as it needs the log lists of the browsers: the signatures/);
});

test('no SCT at all is a fault of its own, in every role', () => {
  for (const endpoint of [{}, mtlsListener, plainServer]) {
    const title = 'The public certificate comes without SCTs; browsers want them from 2 logs';
    assertFault(judge(undefined, 90, { endpoint }), 'no-timestamps', title);
  }
});

test('several SCTs of one log are worth one', () => {
  for (const [logs, days] of [
    [[1, 1], 90],
    [[1, 1, 1], 90],
    [[1, 2, 2, 1], 199],
  ] as const) {
    assert.equal(judge(scts(...logs), days).fault, 'same-log');
  }
});

test('embedded, sent and stapled SCTs count together; sent ones alone are enough by two, whatever the lifetime', () => {
  assertOutcome(judge(scts(1), 90, { handshake: sending(scts(2)) }), 'pass');
  assertOutcome(judge(scts(1, 2), 199, { handshake: sending(scts(3)) }), 'pass');
  assertOutcome(judge(undefined, 199, { handshake: sending(scts(4, 5)) }), 'pass');
  assertOutcome(judge(undefined, 199, { handshake: sending(scts(4)) }), 'fail');
  assert.equal(judge(scts(1), 90, { handshake: sending(scts(1)) }).fault, 'same-log');
});

test('stapled SCTs are those in the answer about the leaf', () => {
  const stapling = (value: Uint8Array) => ({ staples: [{ certificateIndex: 0, response: ocspAnswer(value) }] });
  assertOutcome(judge(scts(1), 90, { handshake: stapling(octets(scts(2))) }), 'pass');
  assertOutcome(judge(undefined, 199, { handshake: stapling(octets(scts(1, 2))) }), 'pass');
  assert.equal(judge(scts(1), 90, { handshake: stapling(octets(scts(1))) }).fault, 'same-log');
  for (const broken of [octets(timestampList()), octets(scts(2).subarray(1)), Uint8Array.of(0x04, 0x09)]) {
    assert.equal(judge(scts(1, 2), 90, { handshake: stapling(broken) }).fault, 'unusable-list-stapled');
  }
});

test('an empty list is not the same as none, and says so', () => {
  assertFault(judge(timestampList()), 'empty-list', 'The list of SCTs in the public certificate is empty');
  const sent = judge(scts(1, 2), 90, { handshake: sending(timestampList()) });
  assertFault(sent, 'unusable-list-sent', 'The list of SCTs that the server sends is empty');
});

test('a malformed list and a malformed SCT fail, and never count as absent', () => {
  for (const list of [Uint8Array.of(), Uint8Array.of(0), scts(1, 2).subarray(1), Buffer.concat([scts(1), scts(2)])]) {
    assertFault(judge(list), 'malformed-list', 'The list of SCTs in the public certificate is malformed');
  }
  const extraExtensions = [policies('2.23.140.1.2.1'), { oid: '1.3.6.1.4.1.11129.2.4.2', value: malformed }];
  assert.equal(judge(undefined, 90, { changes: { extraExtensions } }).fault, 'malformed-list');
  const whole = timestamp(3);
  for (const [broken, defect] of [
    [whole.subarray(0, 20), 'it is truncated'],
    [whole.subarray(0, 50), 'it is truncated'],
    [Buffer.concat([whole, octets(Uint8Array.of(1))]), 'it has trailing bytes'],
  ] as const) {
    const title = `SCT 3 in the public certificate is malformed: ${defect}`;
    assertFault(judge(timestampList(timestamp(1), timestamp(2), broken)), 'malformed-timestamp', title);
  }
  const sent = judge(scts(1, 2), 90, { handshake: sending(scts(3).subarray(1)) });
  assertFault(sent, 'unusable-list-sent', 'The list of SCTs that the server sends is malformed');
});

test('SCTs of the future and of unknown versions are not counted', () => {
  const future = judge(timestampList(timestamp(1), timestamp(2, new Date(now.getTime() + dayMs))));
  assert.equal(future.fault, 'too-few-timestamps');
  assert.match(future.message, /Not counted: 1 SCT of the future/);
  assert.equal(judge(timestampList(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 2, 4))).fault, 'no-timestamps');
  assertOutcome(judge(timestampList(timestamp(1), timestamp(2, now))), 'pass');
  // Dated back by two days and judged as of its first second.
  const notBefore = new Date(now.getTime() - 30 * dayMs);
  const after = (ms: number) => timestampList(timestamp(1), timestamp(2, new Date(notBefore.getTime() + ms)));
  assertOutcome(judge(after(2 * dayMs), 90, { now: notBefore }), 'pass');
  assertOutcome(judge(after(2 * dayMs + 1), 90, { now: notBefore }), 'fail');
});

test('what was not seen is not judged: files, hellos that do not ask, broken handshakes', () => {
  const fromFile = { handshake: null, observation: { source: 'file', handshake: null } } as const;
  assertOutcome(judge(scts(1), 90, fromFile), 'undetermined', 'not-dialled');
  assertOutcome(judge(scts(1, 2), 90, fromFile), 'pass');
  assert.equal(judge(timestampList(), 90, fromFile).fault, 'empty-list');
  for (const profile of helloProfiles.filter((each) => each !== 'modern')) {
    const handshake = handshakeWith({ profile, protocol: 'TLSv1.2' });
    assertOutcome(judge(scts(1), 90, { handshake }), 'undetermined', 'not-asked');
    assertOutcome(judge(scts(1, 2), 90, { handshake }), 'pass');
  }
  assertOutcome(judge(undefined, 90, { handshake: { flightComplete: false } }), 'undetermined', 'handshake-broke');
});

test('the rules of the day of issue count: none before May 2018, by months until April 2022', async () => {
  const authority = await createAuthority({ organization: 'Contoso', now: new Date('2018-06-01') });
  const old = (from: string, to: string, ...logs: readonly number[]) => {
    const changes = { notBefore: new Date(from), notAfter: new Date(to) };
    return judge(
      logs.length === 0 ? undefined : scts2017(...logs),
      90,
      { changes, now: changes.notBefore },
      { ...contoso, authority },
    );
  };
  assertOutcome(old('2018-04-30', '2019-04-30'), 'not-applicable', 'before-policy');
  assertOutcome(old('2018-05-01', '2019-04-30', 1), 'fail');
  assertOutcome(old('2018-05-01', '2019-07-31', 1, 2), 'pass');
  assertOutcome(old('2018-05-01', '2019-08-01', 1, 2), 'fail');
  assertOutcome(old('2018-05-01', '2020-08-01', 1, 2, 3), 'pass');
  assertOutcome(old('2022-04-14', '2023-05-01', 1, 2), 'pass');
  assertOutcome(old('2022-04-15', '2023-05-01', 1, 2), 'fail');
});

test('a private CA is bound by none of it', () => {
  for (const list of [undefined, timestampList(), Uint8Array.of(0), scts(1), scts(1, 1)]) {
    assertOutcome(judge(list, 90, { isPrivate: true }), 'not-applicable', 'not-publicly-trusted');
  }
  assertOutcome(judge(undefined, 90, { chain: [malformed] }), 'undetermined', 'undecodable');
});

/** A good answer with a list of SCTs in its one entry; its signature proves nothing. */
function ocspAnswer(list: Uint8Array): Uint8Array {
  const sha1 = sequence(objectIdentifier('1.3.14.3.2.26'), nullValue);
  const about = sequence(sha1, octets(new Uint8Array(20)), octets(new Uint8Array(20)), integer(1));
  const at = text(0x18, '20261122000000Z');
  const extension = sequence(objectIdentifier('1.3.6.1.4.1.11129.2.4.5'), octets(list));
  const entry = sequence(about, tagged(0x80), at, explicit(1, sequence(extension)));
  const data = sequence(explicit(2, octets(new Uint8Array(20))), at, sequence(entry));
  const basic = sequence(data, sequence(objectIdentifier('1.2.840.10045.4.3.2')), bits(Uint8Array.of(1)));
  const answer = sequence(objectIdentifier('1.3.6.1.5.5.7.48.1.1'), octets(basic));
  return sequence(tagged(0x0a, Uint8Array.of(0)), explicit(0, answer));
}
