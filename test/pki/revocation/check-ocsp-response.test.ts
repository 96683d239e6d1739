import assert from 'node:assert/strict';
import { createHash, sign } from 'node:crypto';
import { after, test } from 'node:test';

import { createAuthority, issueServerCertificate } from '../../forge/certificate-authority.ts';
import { type CertificateProfile, serverAuth } from '../../forge/certificate-profile.ts';
import type { IssuedCertificate } from '../../forge/issue-certificate.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { checkLink } from '../../../src/pki/path/check-link.ts';
import { checkOcspResponse } from '../../../src/pki/revocation/check-ocsp-response.ts';
import type { RevocationAnswer } from '../../../src/pki/revocation/revocation-answer.ts';
import { createMeter } from '../../../src/pki/work/meter.ts';
import { createWorkBudget } from '../../../src/pki/work/work-budget.ts';
import type { Certificate } from '../../../src/x509/certificate.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { decodeOcspResponse } from '../../../src/x509/revocation/decode-ocsp-response.ts';
import { encodeOcspRequest } from '../../../src/x509/revocation/encode-ocsp-request.ts';
import { type OcspOptions, opensslAuthority } from '../../openssl-authority.ts';
import { bits, explicit, nullValue, objectIdentifier, octets, sequence, tagged, text } from '../forge-der.ts';

const hourMs = 3_600_000;
/** `openssl ocsp` answers as of its own clock. */
const now = new Date();
const ocspSigning = '1.3.6.1.5.5.7.3.9';
const lab = await createAuthority({ organization: 'Contoso', now });
const key = await makeKeyPair('p-256');
const leaf = read(issueServerCertificate(lab, key, { names: ['im.contoso.com'] }));
const issuer = read(lab.intermediate);
const authority = opensslAuthority(lab.intermediate);
after(() => authority.remove());
const good = [leaf.serialNumber.hex];
const request = encodeOcspRequest({ certificate: leaf, issuer });

test('an answer signed by the issuer is good, by name and by key', () => {
  for (const byKey of [false, true]) {
    const answer = ask({ good, validHours: 24, byKey });
    assert.equal(answer.kind, 'good', answer.message);
  }
});

test('revoked and unknown are told apart', () => {
  const at = new Date('2026-11-01T00:00:00Z');
  const revoked = ask({ revoked: [{ serialNumber: leaf.serialNumber.hex, reason: 'superseded', at }] });
  assert.ok(revoked.kind === 'revoked');
  assert.deepEqual([revoked.revokedAt, revoked.reason], [at, 'superseded']);
  assert.equal(ask({}).kind, 'unknown');
});

test('a delegate that the issuer made for the purpose may answer, by name and by key', () => {
  const responder = delegate({ extendedKeyUsage: [ocspSigning], keyUsage: ['digitalSignature'] });
  for (const byKey of [false, true]) assert.equal(ask({ good, responder, byKey }).kind, 'good');
});

test('a delegate of the wrong purpose, the wrong usage, the wrong dates or the wrong issuer may not', async () => {
  const other = await createAuthority({ organization: 'Contoso', now });
  const allowed: Partial<CertificateProfile> = { extendedKeyUsage: [ocspSigning], keyUsage: ['digitalSignature'] };
  const responders = [
    delegate({ ...allowed, extendedKeyUsage: [serverAuth] }),
    delegate({ ...allowed, keyUsage: ['keyEncipherment'] }),
    delegate({ ...allowed, notAfter: new Date(now.getTime() - hourMs) }),
    issueServerCertificate(other, key, { names: ['ocsp.contoso.com'], changes: allowed }),
  ];
  for (const responder of responders) assert.equal(defectOf(ask({ good, responder })), 'unauthorized-responder');
});

test('a delegate that was not verified is told as that, and not as one without authority', () => {
  const allowed: Partial<CertificateProfile> = { extendedKeyUsage: [ocspSigning], keyUsage: ['digitalSignature'] };
  const response = respond({ good, responder: delegate(allowed) });
  const askOf = (given: typeof response, meter = createMeter(checkLink)) =>
    checkOcspResponse({ response: given, certificate: leaf, issuer, at: now, meter });
  const whole = createMeter(checkLink);
  assert.equal(askOf(response, whole).kind, 'good');
  // Whatever the budget refuses, from the first byte that is read to the last signature.
  const spent = whole.work.spent();
  assert.ok(spent > 2);
  const parts = [0, 0.2, 0.4, 0.6, 0.8, 0.99].map((part) => spent * part);
  for (const limit of parts) {
    const work = createWorkBudget(limit);
    const answer = askOf(response, createMeter(checkLink, work));
    assert.equal(defectOf(answer), 'budget-exceeded', `${limit} of ${spent}: ${answer.message}`);
    assert.match(answer.message, /more work than/);
    assert.ok(work.refusals() > 0);
  }
  assert.equal(askOf(response, createMeter(checkLink, createWorkBudget(spent))).kind, 'good');
  const unsupported = askOf(
    response,
    createMeter(() => 'unsupported'),
  );
  assert.equal(defectOf(unsupported), 'unsupported-signature-algorithm', unsupported.message);
  // One without authority stays that, though nothing is left to verify it with.
  const wrong = respond({ good, responder: delegate({ ...allowed, extendedKeyUsage: [serverAuth] }) });
  assert.equal(
    defectOf(
      askOf(
        wrong,
        createMeter(() => 'not-checked'),
      ),
    ),
    'unauthorized-responder',
  );
});

test('an answer holds up to nextUpdate, which is inclusive, and a revocation for ever', () => {
  const response = respond({ good, validHours: 1 });
  const next = response.basic?.responses[0]?.nextUpdate;
  assert.ok(next !== undefined);
  assert.equal(judge(response, next).kind, 'good');
  const later = new Date(next.getTime() + 1);
  assert.equal(defectOf(judge(response, later)), 'expired');
  const revoked = [{ serialNumber: leaf.serialNumber.hex, at: now }];
  assert.equal(judge(respond({ revoked, validHours: 1 }), later).kind, 'revoked');
});

test('an answer without nextUpdate holds ten days', () => {
  const response = respond({ good });
  const from = response.basic?.responses[0]?.thisUpdate.getTime() ?? 0;
  assert.equal(judge(response, new Date(from + 240 * hourMs)).kind, 'good');
  assert.equal(defectOf(judge(response, new Date(from + 240 * hourMs + 1))), 'expired');
});

test('an answer of the future is defective beyond five minutes', () => {
  const response = respond({ good, validHours: 1 });
  const from = response.basic?.responses[0]?.thisUpdate.getTime() ?? 0;
  assert.equal(judge(response, new Date(from - 300_000)).kind, 'good');
  assert.equal(defectOf(judge(response, new Date(from - 300_001))), 'not-yet-valid');
});

test('an answer about another certificate, or about one of another issuer, does not count', () => {
  const other = read(issueServerCertificate(lab, key, { names: ['other.contoso.com'] }));
  const response = respond({ good, validHours: 1 });
  assert.equal(checkOcspResponse({ response, certificate: other, issuer, at: now }).kind, 'not-in-scope');
  const root = read(lab.root);
  assert.equal(checkOcspResponse({ response, certificate: leaf, issuer: root, at: now }).kind, 'not-in-scope');
});

test('a changed answer is not believed', () => {
  const der = authority.ocspResponse({ request, good, validHours: 24 });
  const whole = decodeOcspResponse(der);
  assert.ok(whole.ok && whole.value.basic !== undefined);
  const { basic } = whole.value;
  const tbs = Uint8Array.from(basic.tbs);
  tbs[tbs.length - 1] = (tbs[tbs.length - 1] ?? 0) ^ 1;
  const response = { ...whole.value, basic: { ...basic, tbs } };
  assert.equal(defectOf(checkOcspResponse({ response, certificate: leaf, issuer, at: now })), 'bad-signature');
});

test('a nonce may be left out of the answer but not be another', () => {
  const nonce = Uint8Array.from({ length: 16 }, (_, index) => index);
  const asked = encodeOcspRequest({ certificate: leaf, issuer, nonce });
  const echoed = respond({ good, request: asked });
  const silent = respond({ good });
  const check = (response: typeof echoed, mine: Uint8Array): RevocationAnswer =>
    checkOcspResponse({ response, certificate: leaf, issuer, at: now, nonce: mine });
  assert.equal(check(echoed, nonce).kind, 'good');
  assert.equal(check(silent, nonce).kind, 'good');
  assert.equal(defectOf(check(echoed, new Uint8Array(16))), 'nonce-mismatch');
});

test('a refusal says which', () => {
  const refusal = decodeOcspResponse(Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x03));
  assert.ok(refusal.ok);
  const answer = judge(refusal.value, now);
  assert.equal(defectOf(answer), 'refused');
  assert.match(answer.message, /tryLater/);
});

function respond(options: Partial<OcspOptions>) {
  const decoded = decodeOcspResponse(authority.ocspResponse({ request, ...options }));
  assert.ok(decoded.ok);
  return decoded.value;
}

function judge(response: ReturnType<typeof respond>, at: Date): RevocationAnswer {
  return checkOcspResponse({ response, certificate: leaf, issuer, at });
}

test('of several entries for one certificate the best counts, whatever their order', () => {
  const [old, soon] = [new Date(now.getTime() - 48 * hourMs), new Date(now.getTime() + hourMs)];
  const good = entry(tagged(0x80), now, soon);
  const expired = entry(tagged(0x80), old, new Date(old.getTime() + hourMs));
  const unknown = entry(tagged(0x82), now, soon);
  const revoked = entry(tagged(0xa1, generalizedTime(old)), old, new Date(old.getTime() + hourMs));
  const other = entry(tagged(0x80), now, soon, Uint8Array.of(0x7f));
  for (const [entries, expected] of [
    [[expired, good], 'good'],
    [[good, expired], 'good'],
    [[unknown, good], 'good'],
    [[good, revoked], 'revoked'],
    [[revoked, good], 'revoked'],
    [[expired, unknown], 'unknown'],
    [[other, good], 'good'],
    [[other], 'not-in-scope'],
    [[expired, expired], 'defective'],
  ] as const) {
    const response = decodeOcspResponse(answerWith(entries));
    assert.ok(response.ok, response.ok ? '' : response.error.message);
    const answer = checkOcspResponse({ response: response.value, certificate: leaf, issuer, at: now });
    assert.equal(answer.kind, expected, answer.message);
  }
});

test('a response is held against the forbidden hashes, and so is the certificate of its responder', () => {
  const allowed: Partial<CertificateProfile> = { extendedKeyUsage: [ocspSigning], keyUsage: ['digitalSignature'] };
  const judged = (options: Partial<OcspOptions>, forbiddenAlgorithms: readonly string[]) => {
    const response = decodeOcspResponse(authority.ocspResponse({ request, good, validHours: 24, ...options }));
    assert.ok(response.ok);
    return defectOf(
      checkOcspResponse({ response: response.value, certificate: leaf, issuer, at: now, forbiddenAlgorithms }),
    );
  };
  assert.equal(judged({}, ['sha1']), 'good');
  assert.equal(judged({}, ['sha256']), 'forbidden-signature-algorithm');
  const responder = delegate({ ...allowed, signatureAlgorithm: 'sha1' });
  assert.equal(judged({ responder }, []), 'good');
  assert.equal(judged({ responder }, ['sha1']), 'forbidden-signature-algorithm');
});

/** A SingleResponse about the leaf, or about another serial number. */
function entry(status: Uint8Array, thisUpdate: Date, nextUpdate: Date, serialNumber?: Uint8Array): Uint8Array {
  const sha1 = (bytes: Uint8Array): Buffer => octets(createHash('sha1').update(bytes).digest());
  const serial = serialNumber ?? Buffer.from(leaf.serialNumber.hex, 'hex');
  const id = sequence(
    sequence(objectIdentifier('1.3.14.3.2.26'), nullValue),
    sha1(leaf.issuer.der),
    sha1(issuer.publicKey.subjectPublicKey),
    tagged(0x02, serial),
  );
  return sequence(id, status, generalizedTime(thisUpdate), explicit(0, generalizedTime(nextUpdate)));
}

/** A response of the issuer with these entries. */
function answerWith(entries: readonly Uint8Array[]): Uint8Array {
  const data = sequence(explicit(1, issuer.subject.der), generalizedTime(now), sequence(...entries));
  const signature = sign('sha256', data, lab.intermediate.key.privateKey);
  const basic = sequence(data, sequence(objectIdentifier('1.2.840.10045.4.3.2')), bits(signature));
  const bytes = sequence(objectIdentifier('1.3.6.1.5.5.7.48.1.1'), octets(basic));
  return sequence(tagged(0x0a, Uint8Array.of(0)), explicit(0, bytes));
}

function generalizedTime(instant: Date): Buffer {
  return text(0x18, `${instant.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`);
}

function ask(options: Partial<OcspOptions>): RevocationAnswer {
  return judge(respond(options), now);
}

function delegate(changes: Partial<CertificateProfile>): IssuedCertificate {
  return issueServerCertificate(lab, key, { names: ['ocsp.contoso.com'], changes });
}

function defectOf(answer: RevocationAnswer): string {
  return answer.kind === 'defective' ? answer.defect : answer.kind;
}

function read({ der }: IssuedCertificate): Certificate {
  const decoded = decodeCertificate(der);
  assert.ok(decoded.ok);
  return decoded.value;
}
