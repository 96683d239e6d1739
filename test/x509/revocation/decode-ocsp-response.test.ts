import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { createAuthority } from '../../../src/lab/authority.ts';
import { issueServerCertificate } from '../../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { decodeDer } from '../../../src/x509/der/der-reader.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { decodeOcspResponse, MAX_OCSP_RESPONSE_BYTES } from '../../../src/x509/revocation/decode-ocsp-response.ts';
import { encodeOcspRequest } from '../../../src/x509/revocation/encode-ocsp-request.ts';
import type { BasicOcspResponse } from '../../../src/x509/revocation/ocsp.ts';
import { opensslAuthority, run } from '../../openssl-authority.ts';
import { der } from '../build-der.ts';

const now = new Date();
const lab = await createAuthority({ organization: 'Contoso', now });
const leaf = read((await issueServerCertificate(lab, await makeKeyPair('p-256'), { names: ['im.contoso.com'] })).der);
const issuer = read(lab.intermediate.der);
const authority = opensslAuthority(lab.intermediate);
after(() => authority.remove());
const nonce = Uint8Array.from({ length: 32 }, (_, index) => index);
const request = encodeOcspRequest({ certificate: leaf, issuer, nonce });

test('openssl reads the request that we write', () => {
  const file = join(authority.folder, 'ours.der');
  writeFileSync(file, request);
  const text = run(['ocsp', '-reqin', file, '-req_text', '-noverify']);
  assert.match(text, /Hash Algorithm: sha1/);
  assert.match(text, new RegExp(`Serial Number: 0?${leaf.serialNumber.hex.replace(/^0+/, '')}`, 'i'));
  assert.match(text, /OCSP Nonce:\s+0420000102/i);
});

test('a good answer by name echoes the nonce and brings its certificate', () => {
  const basic = answer(authority.ocspResponse({ request, good: [leaf.serialNumber.hex], validHours: 24 }));
  assert.equal(basic.responder.kind, 'name');
  assert.ok(basic.responder.kind === 'name');
  assert.deepEqual(basic.responder.name.der, issuer.subject.der);
  assert.deepEqual(basic.nonce, { ok: true, value: nonce });
  const [single] = basic.responses;
  assert.deepEqual(single?.status, { kind: 'good' });
  assert.equal(single?.certificate.hashAlgorithm, '1.3.14.3.2.26');
  assert.equal(single?.certificate.serialNumber.hex, leaf.serialNumber.hex);
  assert.equal((single?.nextUpdate?.getTime() ?? 0) - (single?.thisUpdate.getTime() ?? 0), 86_400_000);
  assert.deepEqual(
    basic.certificates.map((der) => Buffer.from(der)),
    [Buffer.from(lab.intermediate.der)],
  );
});

test('a revoked answer by key says when and why', () => {
  const at = new Date('2026-11-01T10:11:12Z');
  const revoked = [{ serialNumber: leaf.serialNumber.hex, reason: 'keyCompromise', at }];
  const plain = encodeOcspRequest({ certificate: leaf, issuer });
  const basic = answer(authority.ocspResponse({ request: plain, revoked, byKey: true }));
  assert.ok(basic.responder.kind === 'key');
  assert.equal(basic.responder.sha1.length, 20);
  assert.equal(basic.nonce, undefined);
  assert.deepEqual(basic.responses[0]?.status, { kind: 'revoked', revokedAt: at, reason: 'keyCompromise' });
  assert.equal(basic.responses[0]?.nextUpdate, undefined);
});

test('a certificate that the responder does not know is unknown', () => {
  const basic = answer(authority.ocspResponse({ request }));
  assert.deepEqual(basic.responses[0]?.status, { kind: 'unknown' });
});

test('a refusal is a status without an answer', () => {
  const result = decodeOcspResponse(Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x06));
  assert.ok(result.ok);
  assert.equal(result.value.status, 'unauthorized');
  assert.equal(result.value.basic, undefined);
});

test('success without an answer, a status that does not exist and an unknown type are refused', () => {
  for (const hex of [
    '30030a0100',
    '30030a0104',
    '30030a0109',
    '30100a0100a00b300906032a0304040205 00'.replace(' ', ''),
  ]) {
    assert.equal(decodeOcspResponse(Buffer.from(hex, 'hex')).ok, false, hex);
  }
});

test('every truncated prefix is an error and no flipped octet makes the reader throw', () => {
  const whole = authority.ocspResponse({ request, good: [leaf.serialNumber.hex], validHours: 24 });
  for (let length = 0; length < whole.length; length += 1) {
    assert.equal(decodeOcspResponse(whole.subarray(0, length)).ok, false, `${length} bytes`);
  }
  for (let index = 0; index < whole.length; index += 1) {
    for (const mask of [0x01, 0x80, 0xff]) {
      const mutated = Buffer.from(whole);
      mutated[index] = (mutated[index] ?? 0) ^ mask;
      const result = decodeOcspResponse(mutated);
      if (!result.ok) assert.match(result.error.message, /\.$/);
    }
  }
});

test('beyond the size limit nothing is read', () => {
  const result = decodeOcspResponse(new Uint8Array(MAX_OCSP_RESPONSE_BYTES + 1));
  assert.ok(!result.ok && result.error.kind === 'budget');
});

function answer(der: Uint8Array): BasicOcspResponse {
  const result = decodeOcspResponse(der);
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  assert.equal(result.value.status, 'successful');
  assert.ok(result.value.basic !== undefined);
  return result.value.basic;
}

function read(der: Uint8Array) {
  const result = decodeCertificate(der);
  assert.ok(result.ok);
  return result.value;
}

test('a response of 256 answers is read, and one more is over the budget', () => {
  const signed = authority.ocspResponse({ request, good: [leaf.serialNumber.hex], validHours: 24 });
  assert.equal(answer(withAnswers(signed, 256)).responses.length, 256);
  const over = decodeOcspResponse(withAnswers(signed, 257));
  assert.ok(!over.ok);
  assert.match(over.error.message, /more than 256 answers/);
});

/** The response with its one answer as often as asked for. Its signature is wrong then, which decoding does not look at. */
function withAnswers(response: Uint8Array, count: number): Uint8Array {
  const split = (bytes: Uint8Array): readonly { tag: number; content: Uint8Array; der: Uint8Array }[] => {
    const { result } = decodeDer(bytes, 'part', (reader) => {
      const parts: { tag: number; content: Uint8Array; der: Uint8Array }[] = [];
      while (reader.hasMore) parts.push(reader.element('part'));
      return parts;
    });
    assert.ok(result.ok);
    return result.value;
  };
  const replaceLast = (bytes: Uint8Array, change: (last: Uint8Array) => Uint8Array): Uint8Array => {
    const [outer] = split(bytes);
    assert.ok(outer);
    const parts = split(outer.content);
    return der(outer.tag, ...parts.slice(0, -1).map((part) => part.der), change(parts.at(-1)?.der ?? nothing));
  };
  const nothing = new Uint8Array(0);
  const inData = (data: Uint8Array): Uint8Array => {
    const [outer] = split(data);
    assert.ok(outer);
    const parts = split(outer.content).map((part) => {
      const [single] = part.tag === 0x30 ? split(part.content) : [];
      return single === undefined ? part.der : der(0x30, ...Array.from({ length: count }, () => single.der));
    });
    return der(outer.tag, ...parts);
  };
  const inBasic = (basic: Uint8Array): Uint8Array => {
    const [outer] = split(basic);
    assert.ok(outer);
    const [data, ...rest] = split(outer.content);
    return der(0x30, inData(data?.der ?? nothing), ...rest.map((part) => part.der));
  };
  // OCSPResponse { status, [0] { SEQUENCE { type, OCTET STRING { BasicOCSPResponse } } } }
  return replaceLast(response, (explicit) =>
    replaceLast(explicit, (bytes) =>
      replaceLast(bytes, (octets) => der(0x04, inBasic(split(octets)[0]?.content ?? nothing))),
    ),
  );
}
