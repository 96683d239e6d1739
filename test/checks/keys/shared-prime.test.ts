import assert from 'node:assert/strict';
import { test } from 'node:test';

import { octetsOf, randomPrime } from '../../weak-key-pairs.ts';
import { presented, scanFindings } from '../scan-findings.ts';

const [p, q, r, s, t] = Array.from({ length: 5 }, () => randomPrime(512)) as [bigint, bigint, bigint, bigint, bigint];

/** A host that presents this modulus. */
function host(name: string, modulus: bigint) {
  return presented(name, { key: `modulus ${modulus}`, modulus: octetsOf(modulus) });
}

test('moduli with a prime in common are a critical finding of no deployment, which names all of their endpoints', async () => {
  const places = [host('a.adatum.com', p * q), host('b.contoso.com', s * t), host('c.fabrikam.com', p * r)];
  const again = { ...host('a2.adatum.com', p * q), endpoint: 'again' };
  const [finding, ...others] = await scanFindings('shared-prime', [...places, again]);
  assert.deepEqual(others, []);
  assert.deepEqual([finding?.outcome, finding?.severity, finding?.deployment], ['fail', 'critical', null]);
  assert.deepEqual(finding?.endpoints, [places[0]?.endpoint, 'again', places[2]?.endpoint]);
  assert.match(
    finding?.message ?? '',
    /^Broken RSA keys: a\.adatum\.com, a2\.adatum\.com and c\.fabrikam\.com share a prime\. .*Treat the keys as compromised/,
  );
  // The prime is the private key: no report may hold it.
  assert.ok(!JSON.stringify(finding).includes(String(p)) && !JSON.stringify(finding).includes(p.toString(16)));
});

test('related or not, hosts that share a prime are broken', async () => {
  const places = [host('a.adatum.com', p * q), host('b.adatum.com', p * r)];
  assert.deepEqual(
    (await scanFindings('shared-prime', places)).map(({ outcome }) => outcome),
    ['fail'],
  );
});

test('different moduli that share nothing pass, with their number; a single one is not compared', async () => {
  const [finding] = await scanFindings('shared-prime', [host('a.adatum.com', p * q), host('b.contoso.com', r * s)]);
  assert.equal(finding?.outcome, 'pass');
  assert.match(finding?.message ?? '', /^2 different RSA keys compared; no two share a prime\./);
  assert.deepEqual(finding?.endpoints, []);
  assert.deepEqual(await scanFindings('shared-prime', [host('a.adatum.com', p * q), host('b.contoso.com', p * q)]), []);
  assert.deepEqual(
    await scanFindings('shared-prime', [presented('a.adatum.com'), presented('b.contoso.com', { key: 'x' })]),
    [],
  );
});

test('moduli past the budget are left out, which is said with the figures', async () => {
  const wide = (bits: number, index: number): bigint => (1n << BigInt(bits - 1)) + BigInt(2 * index + 1);
  for (const [bits, fitting, scene] of [
    [2_048, 1_024, { moduliCompared: 1_024 }],
    [16_384, 128, { moduliCompared: 1_024 }],
    [2_048, 5, { moduliCompared: 5 }],
  ] as const) {
    const places = Array.from({ length: fitting + 3 }, (_, index) => host(`h${index}.adatum.com`, wide(bits, index)));
    const findings = await scanFindings('shared-prime', places, scene);
    const limit = findings.find(({ outcome }) => outcome === 'undetermined');
    assert.equal(limit?.reason, 'limit');
    assert.match(
      limit?.message ?? '',
      new RegExp(`^${fitting} different RSA keys compared.* 3 keys past the limit \\(raise --compare-moduli\\)`),
    );
  }
});

test('if no comparison was asked for, the finding says so and how to ask, also in a run that was interrupted', async () => {
  const places = [host('a.adatum.com', p * q), host('b.contoso.com', p * r)];
  for (const complete of [true, false]) {
    const [finding, ...others] = await scanFindings('shared-prime', places, { moduliCompared: 0, complete });
    assert.deepEqual(others, []);
    assert.deepEqual([finding?.outcome, finding?.reason], ['undetermined', 'not-asked']);
    assert.match(finding?.message ?? '', /^The 2 different RSA keys were not compared [^.]*--compare-moduli N/);
  }
  assert.deepEqual(await scanFindings('shared-prime', places.slice(1), { moduliCompared: 0 }), []);
});

test('keys that found no room are left out too, which is said', async () => {
  const others = Array.from({ length: 3 }, (_, index) => host(`h${index}.adatum.com`, randomPrime(256)));
  const [finding] = await scanFindings('shared-prime', others, { maximumKeys: 2 });
  assert.deepEqual([finding?.outcome, finding?.reason], ['undetermined', 'limit']);
  assert.match(finding?.message ?? '', /1 endpoint past the keys/);
});

test('a modulus longer than is worked with is left out, which is said', async () => {
  const places = [
    host('a.adatum.com', p * q),
    host('b.contoso.com', r * s),
    presented('c.fabrikam.com', { key: 'long', modulus: 'unfit' }),
  ];
  const [finding] = await scanFindings('shared-prime', places);
  assert.deepEqual([finding?.outcome, finding?.reason], ['undetermined', 'limit']);
  assert.match(finding?.message ?? '', /1 key above 16,384 bits/);
});

test('of a run that was interrupted nothing is compared, before or while it is', async () => {
  const places = [host('a.adatum.com', p * q), host('b.contoso.com', p * r)];
  const aborted = AbortSignal.abort();
  for (const scene of [{ complete: false }, { signal: aborted }]) {
    const [finding, ...others] = await scanFindings('shared-prime', places, scene);
    assert.deepEqual(others, []);
    assert.deepEqual([finding?.outcome, finding?.reason], ['undetermined', 'interrupted']);
    assert.match(finding?.message ?? '', /2 different RSA keys/);
  }
});
