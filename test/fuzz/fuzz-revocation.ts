import assert from 'node:assert/strict';
import { sign } from 'node:crypto';

import { bits, explicit, integer, objectIdentifier, octets, sequence, tagged, time } from '../pki/forge-der.ts';
import { checkCrl } from '../../src/pki/revocation/check-crl.ts';
import { checkOcspResponse } from '../../src/pki/revocation/check-ocsp-response.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { decodeCrl } from '../../src/x509/revocation/decode-crl.ts';
import { decodeOcspResponse } from '../../src/x509/revocation/decode-ocsp-response.ts';
import { bytesOf, type FuzzTarget } from './fuzz-target.ts';
import { mutateDer, partsOf } from './mutate-der.ts';
import { makeSeededPki, now } from './seeded-certificates.ts';

const ed25519 = sequence(objectIdentifier('1.3.101.112'));
const tomorrow = new Date(now.getTime() + 86_400_000);

/** CRLs, changed and half of them signed anew, asked about a leaf. */
export function fuzzCrls(): FuzzTarget {
  const { intermediate, leaves } = makeSeededPki();
  const [leaf, issuer] = [leaves[0]?.der ?? new Uint8Array(), intermediate.der].map(decoded);
  assert.ok(leaf !== undefined && issuer !== undefined);
  const entry = (serial: number): Uint8Array =>
    sequence(integer(serial), time(now), sequence(extension('2.5.29.21', tagged(0x0a, Uint8Array.of(1)))));
  const signed = sequence(
    integer(1),
    ed25519,
    intermediate.subject,
    time(now),
    time(tomorrow),
    sequence(entry(1), entry(2), entry(3)),
    explicit(
      0,
      sequence(
        extension('2.5.29.20', integer(7)),
        extension('2.5.29.28', sequence(tagged(0x81, Uint8Array.of(0xff)))),
        extension('2.5.29.35', sequence(tagged(0x80, Uint8Array.of(1, 2, 3)))),
      ),
    ),
  );
  const seal = (content: Uint8Array): Uint8Array =>
    sequence(content, ed25519, bits(sign(null, content, intermediate.key.privateKey)));
  const crl = seal(signed);
  return {
    name: 'CRLs',
    make: (random) => {
      const changed = mutateDer(crl, random);
      const [content] = partsOf(changed);
      return [content === undefined || random.onceIn(2) ? changed : seal(content)];
    },
    judge: ([bytes]) => {
      const read = decodeCrl(bytesOf(bytes));
      if (!read.ok) return 'refused';
      read.value.revoked.find(leaf.serialNumber);
      return checkCrl({ crl: read.value, certificate: leaf, issuer, at: now, profile: 'rfc5280' }).kind;
    },
  };
}

/** OCSP responses, changed. */
export function fuzzOcspResponses(): FuzzTarget {
  const { intermediate, leaves } = makeSeededPki();
  const [leaf, issuer] = [leaves[0]?.der ?? new Uint8Array(), intermediate.der].map(decoded);
  assert.ok(leaf !== undefined && issuer !== undefined);
  const sha1 = sequence(objectIdentifier('1.3.14.3.2.26'), Uint8Array.of(5, 0));
  const certificateId = sequence(
    sha1,
    octets(new Uint8Array(20)),
    octets(new Uint8Array(20)),
    tagged(0x02, Uint8Array.of(1)),
  );
  const generalized = tagged(0x18, Buffer.from('20261122120000Z'));
  const single = sequence(certificateId, tagged(0x80), generalized, explicit(0, generalized));
  const data = sequence(explicit(1, intermediate.subject), generalized, sequence(single));
  const basic = sequence(
    data,
    ed25519,
    bits(sign(null, data, intermediate.key.privateKey)),
    explicit(0, sequence(leaf.der)),
  );
  const response = sequence(
    tagged(0x0a, Uint8Array.of(0)),
    explicit(0, sequence(objectIdentifier('1.3.6.1.5.5.7.48.1.1'), octets(basic))),
  );
  return {
    name: 'OCSP responses',
    make: (random) => [mutateDer(response, random)],
    judge: ([bytes]) => {
      const read = decodeOcspResponse(bytesOf(bytes));
      if (!read.ok) return 'refused';
      return checkOcspResponse({ response: read.value, certificate: leaf, issuer, at: now }).kind;
    },
  };
}

function decoded(der: Uint8Array) {
  const certificate = decodeCertificate(der);
  if (!certificate.ok) throw new Error(certificate.error.message);
  return certificate.value;
}

function extension(oid: string, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(oid), octets(value));
}
