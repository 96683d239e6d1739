import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import { inheritParameters } from '../../../src/pki/path/inherited-parameters.ts';
import type { TrustStore } from '../../../src/pki/path/path.ts';
import type { Certificate } from '../../../src/x509/certificate.ts';
import { readPublicKey } from '../../../src/x509/keys/read-public-key.ts';
import { decodeDer } from '../../../src/x509/der/der-reader.ts';
import { bits, integer, objectIdentifier, sequence } from '../forge-der.ts';
import { distinguishedName } from '../forge-extensions.ts';
import { type Forged, forgeCa } from '../forge-certificate.ts';
import { storeOf } from '../ask-path.ts';

const dsa = generateKeyPairSync('dsa', { modulusLength: 1_024, divisorLength: 160 }).publicKey;
const whole = publicKeyOf(dsa.export({ format: 'der', type: 'spki' }));

/** A key without parameters, another for each number. */
function lacking(number: number) {
  return publicKeyOf(sequence(sequence(objectIdentifier('1.2.840.10040.4.1')), bits(integer(number))));
}

function publicKeyOf(spki: Uint8Array) {
  const { result } = decodeDer(spki, 'key', readPublicKey);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const issue = (name: string, issuerName: string, publicKey: Certificate['publicKey']): Certificate => ({
  ...forgeCa(name, { issuerName: distinguishedName(issuerName) }).certificate,
  publicKey,
});

test('parameters are handed on from the anchor, over every certificate that has none of its own', () => {
  const root: Forged = forgeCa('Root');
  const anchor = { ...root.certificate, publicKey: whole };
  const store: TrustStore = {
    ...storeOf(root),
    findBySubject: ({ key }) => (key === anchor.subject.key ? [anchor] : []),
  };
  const names = ['A', 'B', 'C', 'D'];
  const chain = names.map((name, index) => issue(name, names[index - 1] ?? 'Root', lacking(index + 1)));
  for (const presented of [chain, chain.toReversed()]) {
    const complete = inheritParameters(presented, store);
    assert.deepEqual(
      chain.map((each) => complete(each).publicKey.bits),
      chain.map(() => 1_024),
    );
  }
});

test('a key of one kind inherits nothing from another, nor from an issuer of another name', () => {
  const root = forgeCa('Root');
  const chain = [issue('A', 'Root', lacking(1)), issue('B', 'Elsewhere', lacking(2)), issue('Other', 'Root', whole)];
  const complete = inheritParameters(chain, storeOf(root));
  assert.deepEqual(chain.map(complete), chain);
});

test('each certificate of many of one name is looked at once', () => {
  let asked = 0;
  const store: TrustStore = {
    ...storeOf(forgeCa('Root')),
    findBySubject: () => {
      asked += 1;
      return [];
    },
  };
  const [first = issue('Many', 'Many', lacking(1))] = [];
  const many = Array.from({ length: 128 }, (_, index) => ({ ...first, sha256: `${index}`, publicKey: lacking(index) }));
  const complete = inheritParameters(many, store);
  assert.deepEqual(many.map(complete), many);
  assert.equal(asked, 1);
});
