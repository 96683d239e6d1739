import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { NetworkEvidence } from '../../src/model/network-evidence.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { encodeOcspRequest } from '../../src/x509/revocation/encode-ocsp-request.ts';
import { sha256Hex } from '../../src/x509/der/sha256-hex.ts';
import { asking, evidenceWith, fetchFor } from '../checks/fetched.ts';
import { opensslAuthority } from '../openssl-authority.ts';
import { contextWith } from './context.ts';
import { createContoso } from './contoso.ts';
import { endpointWith, handshakeWith, now, observationWith } from './observation.ts';

const contoso = await createContoso('p-256');
const { intermediate, root } = contoso.authority;
const leaf = contoso.leaf().der;
const tools = opensslAuthority(intermediate);
const crl = tools.crl({
  thisUpdate: new Date(now.getTime() - 1_000),
  nextUpdate: new Date(now.getTime() + 86_400_000),
});
const ocsp = tools.ocspResponse({ request: questionOf(leaf), validHours: 1 });
tools.remove();

test('whatever was fetched or stapled, every check answers, and none by a fault of our own', () => {
  for (let index = 0; index < 600; index += 1) {
    const at = (bytes: Uint8Array): Uint8Array => mutated(bytes, index * 7 + bytes.length);
    const response = at(ocsp);
    const evidence: NetworkEvidence = {
      issuers: [{ url: 'http://a/', der: at(intermediate.der) }],
      crls: [{ url: 'http://b/', der: at(crl) }],
      ocspResponses: [{ url: 'http://c/', certificate: sha256Hex(leaf), der: response }],
      fetches: [fetchFor(leaf, {})],
      complete: false,
    };
    const observation = observationWith([leaf], {
      endpoint: endpointWith(asking),
      handshake: handshakeWith({ staples: [{ certificateIndex: 0, response }] }),
      ...evidenceWith(evidence),
    });
    const { findings } = createJudge(contextWith([root.der])).evaluateEndpoint(observation);
    const broken = findings.filter(({ reason }) => reason === 'internal-error');
    assert.deepEqual(broken, []);
  }
});

/** One octet flipped, a piece cut out, or the end cut off; the same for the same number. */
function mutated(bytes: Uint8Array, number: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const place = (number * 2_654_435_761) % bytes.length;
  if (number % 5 === 0) return copy.subarray(0, place);
  if (number % 7 === 0) return Buffer.concat([copy.subarray(0, place), copy.subarray(place + 3)]);
  copy[place] = (copy[place] ?? 0) ^ (1 << (number % 8));
  return copy;
}

function questionOf(der: Uint8Array): Uint8Array {
  const [certificate, issuer] = [der, intermediate.der].map(decodeCertificate);
  assert.ok(certificate?.ok && issuer?.ok);
  return encodeOcspRequest({ certificate: certificate.value, issuer: issuer.value });
}
