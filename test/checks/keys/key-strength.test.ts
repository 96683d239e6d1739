import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { causeKey } from '../../../src/evaluate/causes/cause-key.ts';
import { type KeyPair, makeKeyPair } from '../../../src/lab/key-pair.ts';
import { sha256Hex } from '../../../src/x509/der/sha256-hex.ts';
import { craftLeaf, rsaSpki } from '../../zoo/craft-leaf.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed, plainServer } from '../finding.ts';
import { now } from '../../evaluate/observation.ts';

let contoso: Contoso;
let keys: Record<'rsa768' | 'rsa1024' | 'rsa2048' | 'p384' | 'ed25519', KeyPair>;
before(async () => {
  const kinds = ['rsa-768', 'rsa-1024', 'rsa-2048', 'p-384', 'ed25519'] as const;
  const [rsa768, rsa1024, rsa2048, p384, ed25519] = await Promise.all(kinds.map(makeKeyPair));
  assert.ok(rsa768 && rsa1024 && rsa2048 && p384 && ed25519);
  keys = { rsa768, rsa1024, rsa2048, p384, ed25519 };
  contoso = await createContoso('p-256');
});

const judge = (key: KeyPair, more = {}) => {
  const { root, intermediate } = contoso.authority;
  return findingOf('key-strength', {
    chain: [contoso.leaf({}, { key }).der, intermediate.der],
    anchors: [root.der],
    ...more,
  });
};

/** A leaf with this SubjectPublicKeyInfo, below the authority of the others. */
function leafWith(spki: Uint8Array): Uint8Array {
  const { intermediate: issuer } = contoso.authority;
  return craftLeaf({ issuer, key: contoso.key, now }, { spki });
}

const judgeLeaf = (leaf: Uint8Array, check = 'key-strength', more = {}) => {
  const { root, intermediate } = contoso.authority;
  return findingOf(check, { chain: [leaf, intermediate.der], anchors: [root.der], ...more });
};

test('1024 bits of RSA are the minimum of Windows, 2048 that of tls-server', () => {
  assertOutcome(judge(keys.rsa1024), 'pass');
  assertOutcome(judge(keys.rsa768), 'fail');
  assertOutcome(judge(keys.rsa1024, { endpoint: plainServer }), 'fail');
  assertOutcome(judge(keys.rsa2048, { endpoint: plainServer }), 'pass');
});

test('a short key is named with its certificate, the minimum for its kind and what to do', () => {
  const finding = judge(keys.rsa768);
  assert.equal(finding.fault, 'weak-key');
  assert.match(
    finding.message,
    /^Weak key \(RSA 768\) in CN=im\.contoso\.com; the minimum is 1024 bits\. .*Reissue the certificate with an RSA key of at least 2048 bits\.$/,
  );
});

test('curves are measured by their own figure', () => {
  assertOutcome(judge(contoso.key), 'pass');
  assertOutcome(judge(keys.ed25519), 'pass');
  const thresholds = { minimumEcBits: 384 };
  const finding = judge(contoso.key, { thresholds });
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /^Weak key \(EC P-256\) in CN=im\.contoso\.com; the minimum is 384 bits\./);
  assert.match(
    finding.message,
    /Also below the minimum: CN=Contoso Issuing CA,O=Contoso \(EC P-256\) and CN=Contoso Root/,
  );
});

test('the key of the anchor counts too: the certificate at fault is that of the CA', () => {
  const { intermediate } = contoso.authority;
  const finding = judge(keys.p384, { thresholds: { minimumEcBits: 384 } });
  assert.match(finding.message, /^Weak key \(EC P-256\) in CN=Contoso Issuing CA;/);
  assert.match(finding.message, /Renew the CA certificate CN=Contoso Issuing CA/);
  assert.doesNotMatch(finding.message, /CN=im\.contoso\.com/);
  assert.equal(finding.cause, causeKey('key-strength/weak-key', sha256Hex(intermediate.der)));
});

test('fails on what was seen of a path whose issuer is not known, and is undetermined otherwise', () => {
  assertOutcome(judge(keys.rsa768, { anchors: [] }), 'fail');
  assertOutcome(judge(keys.rsa2048, { anchors: [] }), 'undetermined', 'no-path');
  assertOutcome(findingOf('key-strength', { chain: [malformed] }), 'undetermined', 'undecodable');
});

test('an RSA key whose numbers protect nothing is no valid key, however long it is', () => {
  const modulus = Uint8Array.of(0, ...new Uint8Array(256).fill(0xc5));
  const even = Uint8Array.of(...modulus.subarray(0, 256), 0xc4);
  const f4 = Uint8Array.of(1, 0, 1);
  for (const [spki, defect] of [
    [rsaSpki(modulus, Uint8Array.of(1)), 'its public exponent is 1'],
    [rsaSpki(modulus, Uint8Array.of(4)), 'its public exponent is even'],
    [rsaSpki(even, f4), 'its modulus is even'],
  ] as const) {
    const finding = judgeLeaf(leafWith(spki));
    assertOutcome(finding, 'fail');
    assert.equal(finding.fault, 'invalid-key');
    assert.ok(finding.message.startsWith('Invalid RSA 2048 key in CN='), finding.message);
    assert.ok(finding.message.includes(defect), finding.message);
    assertOutcome(judgeLeaf(leafWith(spki), 'key-strength-margin'), 'undetermined', 'undecodable');
  }
  assertOutcome(judgeLeaf(leafWith(rsaSpki(modulus, f4))), 'pass');
});

test('an even modulus is one cause, which is its factor 2', () => {
  const even = Uint8Array.of(0, ...new Uint8Array(255).fill(0xc5), 0xc4);
  const leaf = leafWith(rsaSpki(even, Uint8Array.of(1, 0, 1)));
  const { cause } = judgeLeaf(leaf);
  assert.equal(cause, judgeLeaf(leaf, 'known-weak-key').cause);
  assert.match(cause ?? '', /^known-weak-key\/small-factor:/);
});

/** SubjectPublicKeyInfo of an algorithm, its parameters in DER, and a key of so many octets. */
function spkiOf(algorithm: string, octets: number): Uint8Array {
  const key = `03${lengthOf(octets + 1)}00${'5a'.repeat(octets)}`;
  const body = `30${lengthOf(algorithm.length / 2)}${algorithm}${key}`;
  return Buffer.from(`30${lengthOf(body.length / 2)}${body}`, 'hex');
}

function lengthOf(octets: number): string {
  if (octets < 128) return octets.toString(16).padStart(2, '0');
  return octets < 256 ? `81${octets.toString(16)}` : `82${octets.toString(16).padStart(4, '0')}`;
}

const ec = '06072a8648ce3d0201';

test('a kind of key that is not known is undetermined, never weak, and is called by its name or OID', () => {
  for (const [spki, name] of [
    [spkiOf('06032b656e', 32), '1.3.101.110'],
    [spkiOf(`${ec}06052b81040063`, 65), 'EC 1.3.132.0.99'],
    [spkiOf(`${ec}0500`, 65), 'EC of unknown curve'],
    [spkiOf('06072a8648ce380401', 128), 'DSA'],
  ] as const) {
    for (const check of ['key-strength', 'key-strength-margin']) {
      for (const endpoint of [{}, plainServer]) {
        const finding = judgeLeaf(leafWith(spki), check, { endpoint });
        assertOutcome(finding, 'undetermined', 'unsupported-algorithm');
        assert.ok(finding.message.includes(`(${name})`), finding.message);
        assert.doesNotMatch(finding.message, /weak|below/i);
      }
    }
  }
});

test('curves and kinds that browsers do not use are strong enough by their size', () => {
  for (const [spki, name] of [
    [spkiOf(`${ec}06092b2403030208010107`, 65), 'EC brainpoolP256r1'],
    [spkiOf(`${ec}06092b240303020801010d`, 129), 'EC brainpoolP512r1'],
    [spkiOf(`${ec}06052b8104000a`, 65), 'EC secp256k1'],
    [spkiOf('06032b6570', 32), 'Ed25519'],
    [spkiOf('06032b6571', 57), 'Ed448'],
    [spkiOf('0609608648016503040311', 1_312), 'ML-DSA-44'],
    [spkiOf('0609608648016503040312', 1_952), 'ML-DSA-65'],
    [spkiOf('0609608648016503040313', 2_592), 'ML-DSA-87'],
  ] as const) {
    const finding = judgeLeaf(leafWith(spki), 'key-strength', { endpoint: plainServer });
    assertOutcome(finding, 'pass');
    assert.ok(finding.observed?.startsWith(name), finding.observed ?? '');
  }
});

test('an Edwards or ML-DSA key of the wrong length is no valid key', () => {
  for (const [spki, name] of [
    [spkiOf('06032b6570', 31), 'Ed25519'],
    [spkiOf('06032b6571', 56), 'Ed448'],
    [spkiOf('0609608648016503040312', 1_312), 'ML-DSA-65'],
  ] as const) {
    const finding = judgeLeaf(leafWith(spki));
    assertOutcome(finding, 'fail');
    assert.match(finding.message, new RegExp(`^Invalid ${name} key in .*: it cannot be decoded`));
  }
});
