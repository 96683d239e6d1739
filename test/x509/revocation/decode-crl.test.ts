import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { createAuthority } from '../../../src/lab/authority.ts';
import { issueServerCertificate } from '../../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import type { SerialNumber } from '../../../src/x509/certificate.ts';
import type { CertificateRevocationList } from '../../../src/x509/revocation/crl.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { decodeCrl, MAX_CRL_BYTES } from '../../../src/x509/revocation/decode-crl.ts';
import { indexRevokedCertificates } from '../../../src/x509/revocation/index-revoked-certificates.ts';
import { writeElement } from '../../../src/x509/der/write-der.ts';
import { opensslAuthority } from '../../openssl-authority.ts';

const now = new Date('2026-11-22T12:00:00Z');
const tomorrow = new Date('2026-11-23T12:00:00Z');
const lab = await createAuthority({ organization: 'Contoso', now });
const authority = opensslAuthority(lab.intermediate);
after(() => authority.remove());

test('a CRL reads with its issuer, times, number and entries', () => {
  const revoked = [
    { serialNumber: '0a01', reason: 'keyCompromise', at: new Date('2026-11-01T10:11:12Z') },
    { serialNumber: '7fffffffffffffff', at: new Date('2026-11-02T00:00:00Z') },
  ];
  const crl = decoded(authority.crl({ revoked, thisUpdate: now, nextUpdate: tomorrow, number: 300 }));
  const issuer = decodeCertificate(lab.intermediate.der);
  assert.ok(issuer.ok);
  assert.deepEqual(crl.issuer.der, issuer.value.subject.der);
  assert.equal(crl.version, 2);
  assert.deepEqual([crl.thisUpdate, crl.nextUpdate], [now, tomorrow]);
  assert.deepEqual(crl.extensions.crlNumber, { ok: true, value: '012c' });
  assert.equal(crl.extensions.issuingDistributionPoint, undefined);
  assert.ok(crl.extensions.authorityKeyIdentifier?.ok);
  assert.equal(crl.revoked.count, 2);
  assert.deepEqual(crl.revoked.unhandledCriticalExtensions, []);
  const found = crl.revoked.find(serial('0a01'));
  assert.ok(found.ok);
  assert.equal(found.value?.reason, 'keyCompromise');
  assert.deepEqual(found.value?.revocationDate, new Date('2026-11-01T10:11:12Z'));
  const other = crl.revoked.find(serial('7fffffffffffffff'));
  assert.ok(other.ok && other.value !== undefined && other.value.reason === undefined);
  assert.deepEqual(crl.revoked.find(serial('0a02')), { ok: true, value: undefined });
  assert.deepEqual(crl.oddities, []);
});

test('a serial number that is listed without end is a bound of ours, and one beside it is found', () => {
  const at = new Date('2026-11-01T00:00:00Z');
  const entry = writeElement(
    0x30,
    Buffer.concat([writeElement(0x02, Uint8Array.of(0x0a, 0x01)), writeElement(0x17, Buffer.from('261101000000Z'))]),
  );
  const other = Buffer.from(entry).fill(0x02, 5, 6);
  const index = indexRevokedCertificates(Buffer.concat([...Array.from({ length: 5_000 }, () => entry), other]));
  assert.ok(index.ok);
  const issuer = decodeCertificate(lab.intermediate.der);
  const root = decodeCertificate(lab.root.der);
  assert.ok(issuer.ok && root.ok);
  const named = { certificate: root.value.subject, crl: issuer.value.subject };
  const listed = index.value.find(serial('0a01'), named);
  assert.ok(!listed.ok && listed.error.kind === 'budget');
  assert.match(listed.error.message, /more than 1024 entries of one serial number/);
  const found = index.value.find(serial('0a02'));
  assert.deepEqual(found.ok && found.value?.revocationDate, at);
});

test('an empty CRL of version 1 lists nothing', () => {
  const crl = decoded(authority.crl({ thisUpdate: now, nextUpdate: tomorrow, extensions: [] }));
  assert.equal(crl.version, 1);
  assert.equal(crl.revoked.count, 0);
  assert.deepEqual(crl.revoked.find(serial('01')), { ok: true, value: undefined });
});

test('every field of the issuing distribution point is read', () => {
  const extensions = [
    'issuingDistributionPoint=critical,@point',
    '[point]',
    'fullname=URI:http://pki.contoso.com/users.crl',
    'onlyuser=TRUE',
    'onlysomereasons=keyCompromise,CACompromise',
    'indirectCRL=TRUE',
  ];
  const crl = decoded(authority.crl({ thisUpdate: now, nextUpdate: tomorrow, extensions }));
  assert.deepEqual(crl.extensions.issuingDistributionPoint, {
    ok: true,
    value: {
      fullName: [{ kind: 'uri', text: 'http://pki.contoso.com/users.crl' }],
      relativeName: undefined,
      onlyContainsUserCertificates: true,
      onlyContainsCaCertificates: false,
      onlyContainsAttributeCertificates: false,
      onlySomeReasons: '60',
      isIndirect: true,
    },
  });
  assert.equal(crl.rawExtensions[0]?.critical, true);
});

test('a delta indicator and a malformed issuing distribution point are told apart from absence', () => {
  const extensions = ['2.5.29.27=critical,ASN1:INTEGER:7', '2.5.29.28=critical,ASN1:INTEGER:1'];
  const crl = decoded(authority.crl({ thisUpdate: now, nextUpdate: tomorrow, extensions }));
  assert.deepEqual(crl.extensions.deltaCrlIndicator, { ok: true, value: '07' });
  assert.equal(crl.extensions.issuingDistributionPoint?.ok, false);
});

test('ten thousand entries are found by serial number, the ones beside them are not', () => {
  const entries = Array.from({ length: 10_000 }, (_, index) =>
    entry(Buffer.from((index * 2 + 0x10000).toString(16).padStart(6, '0'), 'hex')),
  );
  const crl = decoded(list(Buffer.concat(entries)));
  assert.equal(crl.revoked.count, 10_000);
  for (const number of [0x10000, 0x10002, 0x10000 + 9_999 * 2]) {
    const found = crl.revoked.find(serial(number.toString(16).padStart(6, '0')));
    assert.ok(found.ok && found.value !== undefined);
  }
  for (const number of [0x0ffff, 0x10001, 0x10000 + 10_000 * 2]) {
    assert.deepEqual(crl.revoked.find(serial(number.toString(16).padStart(6, '0'))), { ok: true, value: undefined });
  }
});

test('a needless leading zero on one side does not hide an entry, a zero that keeps the sign is no match for its absence', () => {
  const crl = decoded(list(Buffer.concat([entry(Uint8Array.of(0x00, 0x11)), entry(Uint8Array.of(0x00, 0xff))])));
  const shorter = crl.revoked.find(serial('11'));
  assert.ok(shorter.ok && shorter.value !== undefined);
  assert.deepEqual(crl.revoked.find(serial('ff')), { ok: true, value: undefined });
});

test('a critical entry extension that nobody knows is named, a known one is not', () => {
  const unknown = extension([0x06, 0x03, 0x2a, 0x03, 0x04], true, Uint8Array.of(0x05, 0x00));
  const reason = extension([0x06, 0x03, 0x55, 0x1d, 0x15], true, Uint8Array.of(0x0a, 0x01, 0x04));
  const crl = decoded(list(Buffer.concat([entry(Uint8Array.of(1), unknown), entry(Uint8Array.of(2), reason)])));
  assert.deepEqual(crl.revoked.unhandledCriticalExtensions, ['1.2.3.4']);
  const found = crl.revoked.find(serial('02'));
  assert.ok(found.ok);
  assert.equal(found.value?.reason, 'superseded');
});

test('a reason code that does not exist makes its entry unreadable and no other', () => {
  const reason = extension([0x06, 0x03, 0x55, 0x1d, 0x15], false, Uint8Array.of(0x0a, 0x01, 0x63));
  const crl = decoded(list(Buffer.concat([entry(Uint8Array.of(1), reason), entry(Uint8Array.of(2))])));
  assert.equal(crl.revoked.find(serial('01')).ok, false);
  assert.equal(crl.revoked.find(serial('02')).ok, true);
});

test('an entry that is no entry makes the CRL unreadable', () => {
  assert.equal(decodeCrl(list(Uint8Array.of(0x05, 0x00))).ok, false);
});

test('every truncated prefix is an error', () => {
  const whole = authority.crl({
    revoked: [{ serialNumber: '0a01', reason: 'keyCompromise', at: now }],
    thisUpdate: now,
    nextUpdate: tomorrow,
  });
  for (let length = 0; length < whole.length; length += 1) {
    assert.equal(decodeCrl(whole.subarray(0, length)).ok, false, `${length} bytes`);
  }
  assert.equal(decodeCrl(Buffer.concat([whole, Uint8Array.of(0)])).ok, false);
});

test('no flipped octet makes the reader throw', () => {
  const revoked = [{ serialNumber: '0a01', reason: 'keyCompromise', at: now }];
  const extensions = ['issuingDistributionPoint=critical,@point', '[point]', 'fullname=URI:http://a/b', 'onlyCA=TRUE'];
  const whole = authority.crl({ revoked, thisUpdate: now, nextUpdate: tomorrow, extensions });
  for (let index = 0; index < whole.length; index += 1) {
    for (const mask of [0x01, 0x80, 0xff]) {
      const mutated = Buffer.from(whole);
      mutated[index] = (mutated[index] ?? 0) ^ mask;
      const result = decodeCrl(mutated);
      if (result.ok) assert.ok(typeof result.value.revoked.find(serial('0a01')).ok === 'boolean');
      else assert.match(result.error.message, /\.$/);
    }
  }
});

test('beyond the size limit nothing is read', () => {
  const result = decodeCrl(new Uint8Array(MAX_CRL_BYTES + 1));
  assert.ok(!result.ok && result.error.kind === 'budget');
});

test('a CRL reads the certificates that a lab issues by their own serial numbers', async () => {
  const leaf = await issueServerCertificate(lab, await makeKeyPair('p-256'), { names: ['im.contoso.com'] });
  const certificate = decodeCertificate(leaf.der);
  assert.ok(certificate.ok);
  const { serialNumber } = certificate.value;
  const revoked = [{ serialNumber: serialNumber.hex, reason: 'superseded', at: now }];
  const crl = decoded(authority.crl({ revoked, thisUpdate: now, nextUpdate: tomorrow }));
  const found = crl.revoked.find(serialNumber);
  assert.ok(found.ok);
  assert.equal(found.value?.serialNumber.hex, serialNumber.hex);
});

function decoded(der: Uint8Array): CertificateRevocationList {
  const result = decodeCrl(der);
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value;
}

function serial(hex: string): SerialNumber {
  return { hex, isNegative: false, isZero: false };
}

/** A CRL with this content of revokedCertificates and a signature of one octet. */
function list(entries: Uint8Array): Uint8Array {
  const algorithm = writeElement(0x30, Uint8Array.of(0x06, 0x03, 0x2a, 0x03, 0x04));
  const time = writeElement(0x17, Buffer.from('261122120000Z'));
  const tbs = writeElement(
    0x30,
    Uint8Array.of(2, 1, 1),
    algorithm,
    writeElement(0x30),
    time,
    time,
    writeElement(0x30, entries),
  );
  return writeElement(0x30, tbs, algorithm, Uint8Array.of(0x03, 0x02, 0x00, 0x00));
}

function entry(serialNumber: Uint8Array, ...extensions: readonly Uint8Array[]): Uint8Array {
  const time = writeElement(0x17, Buffer.from('261122120000Z'));
  const rest = extensions.length === 0 ? [] : [writeElement(0x30, ...extensions)];
  return writeElement(0x30, writeElement(0x02, serialNumber), time, ...rest);
}

function extension(oid: readonly number[], critical: boolean, value: Uint8Array): Uint8Array {
  const flag = critical ? [Uint8Array.of(1, 1, 0xff)] : [];
  return writeElement(0x30, Uint8Array.from(oid), ...flag, writeElement(0x04, value));
}
