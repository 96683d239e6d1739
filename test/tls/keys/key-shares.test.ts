import assert from 'node:assert/strict';
import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';

import { ffdhePrime } from '../../../src/tls/keys/finite-field-share.ts';
import { createKeyShare } from '../../../src/tls/keys/key-share.ts';
import type { KeyShareGroup } from '../../../src/tls/probe.ts';
import { primeGroupName } from '../../../src/tls/tables/dh-groups.ts';
import { keyShareGroups } from '../../../src/tls/tables/named-groups.ts';

const groups = Object.keys(keyShareGroups) as KeyShareGroup[];

for (const group of ['ffdhe2048', 'ffdhe3072', 'ffdhe4096', 'ffdhe6144', 'ffdhe8192'] as const) {
  test(`the prime of ${group} is that of RFC 7919, by its hash`, () => {
    assert.equal(primeGroupName(Buffer.from(ffdhePrime(group).toString(16), 'hex')), group);
  });

  test(`${group}: 0, 1, p - 1 and p are no usable shares (RFC 7919 §5.1)`, () => {
    const { deriveSecret, peerBytes } = createKeyShare(group);
    const prime = ffdhePrime(group);
    for (const share of [0n, 1n, prime - 1n, prime]) {
      const bytes = Buffer.from(share.toString(16).padStart(peerBytes * 2, '0'), 'hex');
      assert.equal(deriveSecret(bytes), undefined);
    }
  });
}

for (const group of groups.filter((each) => !each.includes('MLKEM'))) {
  test(`two shares of ${group} agree on a secret`, () => {
    const [ours, theirs] = [createKeyShare(group), createKeyShare(group)];
    assert.equal(ours.publicKey.length, ours.peerBytes);
    const secret = ours.deriveSecret(theirs.publicKey);
    assert.ok(secret !== undefined);
    assert.deepEqual(Buffer.from(secret), Buffer.from(theirs.deriveSecret(ours.publicKey) ?? ''));
  });
}

for (const group of ['x25519', 'x448'] as const) {
  test(`a share of ${group} agrees with a pair of node:crypto`, () => {
    const theirs = group === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('x448');
    const ours = createKeyShare(group);
    const spki = theirs.publicKey.export({ format: 'der', type: 'spki' });
    const point = spki.subarray(spki.length - ours.peerBytes);
    const prefix = spki.subarray(0, spki.length - ours.peerBytes);
    const ourKey = createPublicKey({ key: Buffer.concat([prefix, ours.publicKey]), format: 'der', type: 'spki' });
    const secret = diffieHellman({ privateKey: theirs.privateKey, publicKey: ourKey });
    assert.deepEqual(Buffer.from(ours.deriveSecret(point) ?? []), secret);
  });
}

test('X25519MLKEM768 joins ML-KEM and X25519 in this order, shares as well as secrets', () => {
  const share = createKeyShare('X25519MLKEM768');
  assert.equal(share.publicKey.length, 1_184 + 32);
  assert.equal(share.peerBytes, 1_088 + 32);
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(share.publicKey.subarray(0, 1_184));
  const peer = createKeyShare('x25519');
  const secret = share.deriveSecret(Buffer.concat([cipherText, peer.publicKey]));
  const expected = Buffer.concat([
    sharedSecret,
    peer.deriveSecret(share.publicKey.subarray(1_184)) ?? new Uint8Array(0),
  ]);
  assert.deepEqual(Buffer.from(secret ?? []), expected);
});

test('a hybrid is unusable if its curve share is, and ML-KEM if its length is', () => {
  assert.equal(createKeyShare('X25519MLKEM768').deriveSecret(new Uint8Array(1_088 + 32)), undefined);
  assert.equal(createKeyShare('SecP384r1MLKEM1024').deriveSecret(new Uint8Array(97 + 1_568)), undefined);
  assert.equal(createKeyShare('MLKEM768').deriveSecret(new Uint8Array(1_087)), undefined);
});
