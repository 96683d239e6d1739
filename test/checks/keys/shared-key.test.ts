import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { DeclaredWaiver } from '../../../src/model/waiver.ts';
import { fingerprintOf, presented, scanFindings } from '../scan-findings.ts';

const d = presented('www.adatum.com', { deployment: 'd', policy: 'cwa-2007-r2', role: 'mtls' });
const e = presented('www.fabrikam.com', { deployment: 'e', policy: 'cwa-2007-r2', role: 'mtls' });
const plain = presented('www.contoso.com');

const outcomesOf = async (...parts: Parameters<typeof scanFindings> extends [string, ...infer Rest] ? Rest : never) =>
  (await scanFindings('shared-key', ...parts)).map(({ outcome }) => outcome);

test('one key under certificates of different owners is a finding of no deployment, which names the endpoints', async () => {
  const places = [
    presented('www.adatum.com'),
    presented('mail.fabrikam.com'),
    presented('www.contoso.com', { key: 'other' }),
  ];
  const [finding, ...others] = await scanFindings('shared-key', places);
  assert.deepEqual(others, []);
  assert.equal(finding?.outcome, 'fail');
  assert.equal(finding?.severity, 'warning');
  assert.equal(finding?.fault, 'shared-key');
  assert.equal(finding?.deployment, null);
  assert.deepEqual(
    finding?.endpoints,
    places.slice(0, 2).map(({ endpoint }) => endpoint),
  );
  assert.match(
    finding?.message ?? '',
    /^One key on unrelated hosts: www\.adatum\.com and mail\.fabrikam\.com\. It is in 2 certificates, at 2 endpoints\./,
  );
});

test('what is related may share: each reason by itself', async () => {
  const reasons = {
    'one deployment': [
      presented('a.adatum.com', { deployment: 'd' }),
      presented('b.fabrikam.com', { deployment: 'd' }),
    ],
    'one virtual server': [
      presented('a.adatum.com', { virtualServer: 'https://im.contoso.com' }),
      presented('b.fabrikam.com', { virtualServer: 'https://im.contoso.com' }),
    ],
    'one host on several ports': [
      presented('a.adatum.com', { certificate: 'old' }),
      presented('a.adatum.com', { certificate: 'new', endpoint: '-|-/server/a.adatum.com@127.0.0.1:8443' }),
    ],
    'one registrable name': [presented('a.adatum.co.uk'), presented('b.c.adatum.co.uk')],
    'one certificate': [
      presented('a.adatum.com', { certificate: 'c' }),
      presented('b.fabrikam.com', { certificate: 'c' }),
    ],
    'a certificate that covers both': [
      presented('a.adatum.com', { names: ['a.adatum.com', 'b.fabrikam.com'] }),
      presented('b.fabrikam.com'),
    ],
    'a wildcard that covers both': [
      presented('a.adatum.com', { names: ['*.adatum.com', '*.fabrikam.com'] }),
      presented('b.fabrikam.com', { names: ['*.fabrikam.com'] }),
    ],
    'addresses whose certificates name one owner': [
      presented('10.0.0.1', { names: ['www.adatum.com'] }),
      presented('10.0.0.2', { names: ['mail.adatum.com'] }),
    ],
  };
  const stranger = presented('www.contoso.com', { key: 'other' });
  for (const [reason, places] of Object.entries(reasons)) {
    assert.deepEqual(await outcomesOf([...places, stranger]), ['pass'], reason);
  }
});

test('what only looks related is not', async () => {
  const pairs = {
    'a suffix under which anyone may register': [presented('adatum.co.uk'), presented('fabrikam.co.uk')],
    'a private suffix': [presented('adatum.azurewebsites.net'), presented('fabrikam.azurewebsites.net')],
    'names of a certificate that is wrong for the host': [
      presented('a.adatum.com', { names: ['device.vendor.com'] }),
      presented('b.fabrikam.com', { names: ['device.vendor.com'] }),
    ],
    'different deployments': [
      presented('a.adatum.com', { deployment: 'd' }),
      presented('b.fabrikam.com', { deployment: 'e' }),
    ],
    'addresses without a name in common': [
      presented('10.0.0.1', { names: ['a.adatum.com'] }),
      presented('10.0.0.2', { names: ['b.fabrikam.com'] }),
    ],
    'single labels': [presented('server1'), presented('server2')],
  };
  for (const [reason, places] of Object.entries(pairs)) assert.deepEqual(await outcomesOf(places), ['fail'], reason);
});

test('a holder related to two others relates them, in whatever order they are seen', async () => {
  const places = [
    presented('a.adatum.com'),
    presented('b.fabrikam.com'),
    presented('c.contoso.com', { names: ['c.contoso.com', 'x.adatum.com', 'x.fabrikam.com'] }),
  ];
  const stranger = presented('www.tailspintoys.com', { key: 'other' });
  for (const order of [
    [0, 1, 2],
    [2, 0, 1],
    [0, 2, 1],
  ]) {
    const inOrder = order.flatMap((index) => places[index] ?? []);
    assert.deepEqual(await outcomesOf([...inOrder, stranger]), ['pass'], String(order));
  }
});

test('nothing is said where fewer than two keys were seen', async () => {
  assert.deepEqual(await outcomesOf([]), []);
  assert.deepEqual(await outcomesOf([presented('a.adatum.com'), presented('b.adatum.com')]), []);
});

test('of an incomplete run what was found stands, and the rest is undetermined', async () => {
  const shared = [presented('a.adatum.com'), presented('b.fabrikam.com')];
  const sound = [presented('a.adatum.com'), presented('b.fabrikam.com', { key: 'other' })];
  assert.deepEqual(await outcomesOf(shared, { complete: false }), ['fail']);
  const [finding] = await scanFindings('shared-key', sound, { complete: false });
  assert.deepEqual([finding?.outcome, finding?.reason], ['undetermined', 'interrupted']);
});

test('past the keys that are kept the answer is undetermined, with the figure, and what was found stands', async () => {
  const places = Array.from({ length: 12 }, (_, index) => presented(`h${index}.adatum.com`, { key: `key ${index}` }));
  const [finding, ...others] = await scanFindings('shared-key', places, { maximumKeys: 10 });
  assert.deepEqual(others, []);
  assert.deepEqual([finding?.outcome, finding?.reason], ['undetermined', 'limit']);
  assert.match(finding?.message ?? '', /2 endpoints .* 10 different keys/);
  const shared = [presented('x.fabrikam.com', { key: 'key 3' }), ...places];
  assert.deepEqual(await outcomesOf([...places.slice(0, 10), ...shared], { maximumKeys: 10 }), [
    'fail',
    'undetermined',
  ]);
});

test('a key on thousands of endpoints names some of them and counts the rest', async () => {
  const places = Array.from({ length: 3_000 }, (_, index) =>
    presented(`h${index}.owner${index}.com`, {
      certificate: `certificate ${index % 5}`,
      endpoint: `endpoint ${index}`,
    }),
  );
  const [finding] = await scanFindings('shared-key', places);
  assert.equal(finding?.outcome, 'fail');
  assert.match(finding?.message ?? '', /at 3000 endpoints \(64 of them listed\)/);
  assert.equal(finding?.endpoints.length, 64);
});

test('more shared keys than anyone reads are counted', async () => {
  const places = Array.from({ length: 60 }, (_, index) => [
    presented(`a${index}.adatum.com`, { key: `key ${index}`, certificate: `a ${index}` }),
    presented(`b${index}.fabrikam.com`, { key: `key ${index}`, certificate: `b ${index}` }),
  ]).flat();
  const findings = await scanFindings('shared-key', places);
  assert.equal(findings.length, 51);
  assert.match(findings.at(-1)?.message ?? '', /^10 more keys/);
  assert.ok(findings.every(({ outcome }) => outcome === 'fail'));
});

test('the severity is what the worst of the policies concerned says, deployments and their overrides included', async () => {
  const overrides = new Map([
    ['d', { severity: { 'shared-key': 'error' } }],
    ['e', { severity: { 'shared-key': 'info' } }],
  ] as const);
  const place = (deployment: string | null) =>
    presented(
      `www.${deployment ?? 'adatum'}.com`,
      deployment === null ? {} : { deployment, policy: 'cwa-2007-r2', role: 'mtls' },
    );
  const severityOf = async (...deployments: readonly (string | null)[]) =>
    (await scanFindings('shared-key', deployments.map(place), { context: { overrides } }))[0]?.severity;
  assert.equal(await severityOf('d', 'e'), 'error');
  assert.equal(await severityOf('e', null), 'warning');
  assert.equal(await severityOf('e', 'f'), 'warning');
});

test('a waiver counts if every deployment concerned has one; targets outside deployments need none', async () => {
  const waiver = await waiverFor({ until: '2026-12-24' });
  const sooner = { ...waiver, until: '2026-12-01' };
  assert.equal(await waiverOf([d, e], { d: [waiver] }), undefined);
  assert.equal(await waiverOf([d, e], { d: [waiver], e: [sooner] }), '2026-12-01');
  assert.equal(await waiverOf([d, plain], { d: [waiver] }), '2026-12-24');
  assert.equal(await waiverOf([d, plain], { e: [waiver] }), undefined);
  assert.equal(await waiverOf([d, plain], { d: [{ ...waiver, until: '2026-11-21' }] }), undefined);
  assert.equal(await waiverOf([d, plain], { d: [{ ...waiver, check: 'shared-prime' }] }), undefined);
  assert.equal(await waiverOf([d, plain], { d: [{ ...waiver, fault: 'another' }] }), undefined);
});

test('a waiver that names the public key, or the only certificate, is for that one alone', async () => {
  const [publicKey, other] = [fingerprintOf('the public key'), fingerprintOf('another')];
  const [certificate, key] = [d.certificate, { ...d, publicKey }];
  const waiver = await waiverFor({ until: '2026-12-24' });
  assert.equal(await waiverOf([key, plain], { d: [{ ...waiver, certificate: publicKey }] }), '2026-12-24');
  assert.equal(await waiverOf([key, plain], { d: [{ ...waiver, certificate }] }), '2026-12-24');
  assert.equal(await waiverOf([key, plain], { d: [{ ...waiver, certificate: other }] }), undefined);
  const twoCertificates = [key, { ...key, endpoint: `${key.endpoint}#2`, certificate: other }, plain];
  assert.equal(await waiverOf(twoCertificates, { d: [{ ...waiver, certificate }] }), undefined);
  assert.equal(await waiverOf(twoCertificates, { d: [{ ...waiver, certificate: publicKey }] }), '2026-12-24');
});

/** Of the fault that those three have. */
async function waiverFor({ until }: { readonly until: string }): Promise<DeclaredWaiver> {
  const [finding] = await scanFindings('shared-key', [d, e, plain]);
  return { check: 'shared-key', fault: finding?.fault ?? '', by: 'A. Datum', reason: 'one appliance', until };
}

/** Until when the finding is waived. */
async function waiverOf(
  places: readonly ReturnType<typeof presented>[],
  waivers: Record<string, readonly DeclaredWaiver[]>,
): Promise<string | undefined> {
  const context = { waivers: new Map(Object.entries(waivers)) };
  return (await scanFindings('shared-key', places, { context }))[0]?.waiver?.until;
}

test('targets outside deployments: each that has waivers has to accept it, and what they override counts', async () => {
  const waiver = await waiverFor({ until: '2026-12-24' });
  const other = presented('www.fabrikam.com');
  const waivedBy = async (...declared: readonly (readonly DeclaredWaiver[] | undefined)[]) => {
    const holders = [presented('www.adatum.com'), other];
    const targets = new Map(
      holders.flatMap(({ endpoint }, index) => {
        const waivers = declared[index];
        return waivers === undefined
          ? []
          : [[endpoint, { waivers: [...waivers] }] satisfies [string, { waivers: DeclaredWaiver[] }]];
      }),
    );
    const [finding] = await scanFindings('shared-key', holders, { targets });
    return finding?.waiver?.until;
  };
  assert.equal(await waivedBy(), undefined);
  assert.equal(await waivedBy([waiver]), '2026-12-24');
  assert.equal(await waivedBy([waiver], [{ ...waiver, until: '2026-12-01' }]), '2026-12-01');
  assert.equal(await waivedBy([waiver], [{ ...waiver, fault: 'another' }]), undefined);
  const policyOverrides = { severity: { 'shared-key': 'off' } } as const;
  const off = new Map([presented('www.adatum.com'), other].map(({ endpoint }) => [endpoint, { policyOverrides }]));
  assert.deepEqual(await scanFindings('shared-key', [presented('www.adatum.com'), other], { targets: off }), []);
});
