import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RoleDocument } from '../../../src/model/role-document.ts';
import { describePlace } from '../../../src/report/plan/describe-place.ts';
import { certificateOf, planBy } from './plan-by.ts';

const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';

test('the CN is the one demanded, else the first required DNS name that a CN can hold, else the host', async () => {
  const cn = async (role: RoleDocument) => (await certificateOf(role)).commonName;
  assert.equal(await cn({ subject: { commonName: ['b.example', 'a.example'] } }), 'b.example');
  assert.equal(await cn({ names: { required: { dns: ['c.example'] } } }), 'c.example');
  assert.equal(await cn({ names: { required: { dns: ['*.example', `${'c'.repeat(63)}.example`] } } }), 'a.example');
  assert.equal(await cn({}), 'a.example');
  assert.equal(await cn({ names: { matcher: 'mtls', required: { dns: ['c.example'] } } }), 'a.example');
});

test('the SAN has the names required of every kind, and the host unless the role forbids it or does not allow it', async () => {
  const san = async (names: RoleDocument['names']) => {
    const { dnsNames, ipAddresses, uris, emailAddresses } = await certificateOf({ ...(names && { names }) });
    return [...dnsNames, ...ipAddresses, ...uris, ...emailAddresses];
  };
  assert.deepEqual(await san({}), ['a.example']);
  assert.deepEqual(
    await san({
      required: { dns: ['b.example'], ip: ['192.0.2.7'], uri: ['spiffe://e/A'], email: ['it@a.example'] },
    }),
    ['b.example', 'a.example', '192.0.2.7', 'spiffe://e/A', 'it@a.example'],
  );
  assert.deepEqual(await san({ required: { dns: ['b.example'] }, forbidden: { dns: ['a.*'] } }), ['b.example']);
  assert.deepEqual(await san({ forbidden: { dns: ['*'] } }), []);
  assert.deepEqual(await san({ required: { dns: ['b.example'] }, allowed: { dns: ['c.example'] } }), ['b.example']);
  assert.deepEqual(await san({ required: { dns: ['b.example'] }, allowed: { dns: ['a.example'] } }), [
    'b.example',
    'a.example',
  ]);
});

test('where the policy does not compare names, the host is not in the SAN', async () => {
  const { certificates } = await planBy(
    {
      id: 'own',
      title: 'Own',
      roles: { house: { extends: 'server', title: 'House', names: { required: { uri: ['spiffe://e/a'] } } } },
      severity: { 'name-match': [{ severity: 'off', roles: ['house'] }, { severity: 'critical' }] },
    },
    { targets: [{ host: 'a.example', policy: 'own', role: 'house' }] },
  );
  assert.deepEqual([certificates[0]?.dnsNames, certificates[0]?.uris], [[], ['spiffe://e/a']]);
});

test('a pattern of a URI or an e-mail address is to be filled in', async () => {
  const { uris, emailAddresses, namesToFillIn } = await certificateOf({
    names: { required: { uri: ['spiffe://e/*', 'spiffe://e/a'], email: ['*@a.example'] } },
  });
  assert.deepEqual([uris, emailAddresses], [['spiffe://e/a'], []]);
  assert.deepEqual(namesToFillIn, [
    { kind: 'uri', pattern: 'spiffe://e/*' },
    { kind: 'email', pattern: '*@a.example' },
  ]);
});

test('purposes: all that are required and the first of alternatives; a server where none is demanded', async () => {
  const purposes = async (extendedKeyUsage: NonNullable<RoleDocument['extendedKeyUsage']>) =>
    (await certificateOf({ extendedKeyUsage })).extendedKeyUsage;
  assert.deepEqual(await purposes({ required: ['serverAuth'], oneOf: ['clientAuth', '1.2.3.4'] }), [
    serverAuth,
    clientAuth,
  ]);
  assert.deepEqual(await purposes({ required: ['clientAuth'], oneOf: ['serverAuth', 'clientAuth'] }), [clientAuth]);
  assert.deepEqual(await purposes({ required: [], oneOf: ['clientAuth', '1.2.3.4'], forbidden: ['clientAuth'] }), [
    '1.2.3.4',
  ]);
  assert.deepEqual(await purposes({ required: [] }), [serverAuth]);
  assert.deepEqual(await purposes({ required: [], forbidden: ['serverAuth'] }), []);
});

test('key usage: what is required, or what TLS uses with such a key, and one of alternatives that such a key can use', async () => {
  const usage = async (keyUsage: NonNullable<RoleDocument['keyUsage']>, type: 'rsa' | 'ec') => {
    const { bits, hex } = (await certificateOf({ keyUsage, key: { types: [type] } })).keyUsage;
    return `${bits.join(' ')} ${hex}`;
  };
  assert.equal(await usage({}, 'rsa'), 'digitalSignature keyEncipherment a0');
  assert.equal(await usage({}, 'ec'), 'digitalSignature 80');
  const oneOf = ['keyEncipherment', 'keyAgreement'] as ['keyEncipherment', 'keyAgreement'];
  assert.equal(await usage({ oneOf }, 'rsa'), 'digitalSignature keyEncipherment a0');
  assert.equal(await usage({ oneOf }, 'ec'), 'digitalSignature keyAgreement 88');
  assert.equal(await usage({ required: ['digitalSignature'], oneOf }, 'rsa'), 'digitalSignature keyEncipherment a0');
  assert.equal(await usage({ required: ['nonRepudiation', 'decipherOnly'] }, 'ec'), 'nonRepudiation decipherOnly 4080');
  assert.equal(await usage({ allowed: ['digitalSignature'] }, 'rsa'), 'digitalSignature 80');
});

test('the key is of a kind, size and curve that the role allows', async () => {
  const key = async (stated: NonNullable<RoleDocument['key']>) => {
    const { type, bits, curve } = (await certificateOf({ key: stated })).key;
    return [type, bits, ...(curve === undefined ? [] : [curve])].join(' ');
  };
  assert.equal(await key({ types: ['ec', 'rsa'] }), 'rsa 2048');
  assert.equal(await key({ minimumRsaBits: 3072 }), 'rsa 3072');
  assert.equal(await key({ rsaBits: [4096, 1024, 2048] }), 'rsa 2048');
  assert.equal(await key({ rsaBits: [1024] }), 'rsa 1024');
  assert.equal(await key({ types: ['ec'] }), 'ec 256 P-256');
  assert.equal(await key({ types: ['ec'], minimumEcBits: 384 }), 'ec 384 P-384');
  assert.equal(await key({ types: ['ec'], curves: ['secp521r1', 'secp384r1'] }), 'ec 384 P-384');
  assert.equal(await key({ types: ['ec'], curves: ['brainpoolP512r1'] }), 'ec 512 brainpoolP512r1');
  assert.equal(await key({ types: ['ed448', 'ed25519'] }), 'ed25519 256');
});

test('a kind of key for which no request can be written is a problem', async () => {
  const { certificates, problems } = await planBy(
    { id: 'own', title: 'Own', roles: { house: { extends: 'server', title: 'House', key: { types: ['ml-dsa'] } } } },
    { targets: [{ host: 'a.example', policy: 'own', role: 'house' }] },
  );
  assert.deepEqual(certificates, []);
  assert.match(problems.join(), /^a\.example: no request can be written for a key of the kind ml-dsa\./);
});

test('what the CA decides is in the plan, and each field has the source of its own row', async () => {
  const certificate = await certificateOf({
    source: 'House rules',
    lifetime: { maximumDays: 90, source: 'House rules 2' },
    template: { required: ['Web2'] },
    trust: { publiclyTrusted: 'forbidden', stores: ['corp'] },
    pointers: { crl: 'required', source: 'House rules 3' },
  });
  const { lifetime, templates, publiclyTrusted, pointers, sources } = certificate;
  assert.deepEqual(lifetime, { minimumDays: null, maximumDays: 90 });
  assert.deepEqual([templates, publiclyTrusted], [['Web2'], 'forbidden']);
  assert.deepEqual(pointers, { crl: 'required', ocsp: 'free', issuer: 'free' });
  assert.equal(sources['lifetime'], 'House rules 2');
  assert.equal(sources['pointers'], 'House rules 3');
  assert.equal(sources['templates'], 'House rules');
  assert.equal(sources['key'], undefined);
});

const farm = (roles: Record<string, RoleDocument>) => ({
  id: 'farm',
  title: 'Farm',
  parameters: {
    name: { kind: 'name', required: true, description: 'The name.' },
    alias: { kind: 'name', required: true, description: 'Another one.' },
    hosts: { kind: 'address', list: true, required: true, description: 'The servers.' },
    edges: { kind: 'address', list: true, required: true, description: 'What stands in front.' },
  } as const,
  roles,
});
const node: RoleDocument = {
  extends: 'server',
  title: 'Web Node server',
  dial: [{ each: 'hosts', as: 'computer', host: '${name}', address: '${computer}', port: 443 }],
};
const edge: RoleDocument = {
  extends: 'server',
  title: 'Edge',
  dial: [{ each: 'edges', as: 'edge', host: '${name}', address: '${edge}', port: 443 }],
};
const estate = {
  deployments: [
    {
      name: 'd',
      policy: 'farm',
      parameters: { name: 'www.a.example', alias: 'a.example', hosts: ['10.0.0.1', '10.0.0.2'], edges: ['10.0.0.3'] },
    },
  ],
};
const summary = async (roles: Record<string, RoleDocument>) => {
  const { certificates, notes } = await planBy(farm(roles), estate);
  const lines = certificates.map(({ commonName, keySharing, key, places }) => {
    return `${commonName} ${keySharing}${key.exportable ? ' exportable' : ''}: ${places.map(describePlace).join('; ')}`;
  });
  return [...lines, ...notes];
};

test('servers share a key only where a role says so; titles of several capitals stay', async () => {
  const nodes = '10.0.0.1:443, Web Node server; 10.0.0.2:443, Web Node server';
  assert.deepEqual(await summary({ node, edge }), [`www.a.example own: ${nodes}; 10.0.0.3:443, edge`]);
  assert.deepEqual(await summary({ node: { ...node, sharing: { sameKeyAs: ['node'] } }, edge }), [
    `www.a.example shared exportable: ${nodes}`,
    'www.a.example own: 10.0.0.3:443, edge',
  ]);
  assert.deepEqual(await summary({ node, edge: { ...edge, sharing: { sameCertificateAs: ['node'] } } }), [
    `www.a.example shared exportable: ${nodes}; 10.0.0.3:443, edge`,
  ]);
  assert.deepEqual(await summary({ node, edge: { ...edge, sharing: { differentKeyFrom: ['node'] } } }), [
    `www.a.example own: ${nodes}`,
    'www.a.example own: 10.0.0.3:443, edge',
  ]);
});

test('one key for places whose demands differ: a note says what to do', async () => {
  const other = { ...edge, names: { required: { dns: ['b.example'] } }, sharing: { sameKeyAs: ['node'] } };
  const lines = await summary({ node, edge: other });
  assert.deepEqual(lines.slice(0, 2), [
    'www.a.example shared exportable: 10.0.0.1:443, Web Node server; 10.0.0.2:443, Web Node server',
    'b.example shared: 10.0.0.3:443, edge',
  ]);
  assert.match(
    lines[2] ?? '',
    /^d: The policy demands one key for node-www\.a\.example-d and edge-b\.example-d, whose demands differ\. /,
  );
  assert.equal(lines.length, 3);
});

test('one certificate for places that need one key meets what either of them demands of the CA', async () => {
  const demanding: RoleDocument = {
    ...edge,
    sharing: { sameCertificateAs: ['node'] },
    trust: { publiclyTrusted: 'required' },
    lifetime: { maximumDays: 90 },
    template: { required: ['Web2'] },
  };
  const plan = await planBy(farm({ node: { ...node, lifetime: { maximumDays: 30 } }, edge: demanding }), estate);
  assert.deepEqual(
    plan.certificates.map(({ publiclyTrusted, lifetime, templates }) => [publiclyTrusted, lifetime, templates]),
    [['required', { minimumDays: null, maximumDays: 30 }, ['Web2']]],
  );
  assert.deepEqual(plan.notes, []);
});

test('one certificate for places that need one key has the purposes of all, if each role allows them', async () => {
  const client: RoleDocument = {
    ...edge,
    sharing: { sameCertificateAs: ['node'] },
    extendedKeyUsage: { required: ['serverAuth', 'clientAuth'] },
  };
  const purposes = async (allowed: string[]) => {
    const first = { ...node, extendedKeyUsage: { required: ['serverAuth'], allowed } };
    const { certificates, notes } = await planBy(farm({ node: first, edge: client }), estate);
    return [...certificates.map(({ extendedKeyUsage }) => extendedKeyUsage), notes.length];
  };
  assert.deepEqual(await purposes(['clientAuth']), [[serverAuth, clientAuth], 0]);
  assert.deepEqual(await purposes([]), [[serverAuth], [serverAuth, clientAuth], 1]);
});

test('a place that passes TLS through holds no certificate', async () => {
  assert.deepEqual(await summary({ node, edge: { ...edge, termination: { endsAt: 'node' } } }), [
    'www.a.example own: 10.0.0.1:443, Web Node server; 10.0.0.2:443, Web Node server',
    'd: Edge (10.0.0.3:443) passes TLS through to the role node, so no certificate is installed on it.',
  ]);
});

test('a certificate that a product makes is not planned, and a note says so', async () => {
  assert.deepEqual(await summary({ node, edge: { ...edge, plan: { madeBy: 'Edge setup' } } }), [
    'www.a.example own: 10.0.0.1:443, Web Node server; 10.0.0.2:443, Web Node server',
    'd: Edge (10.0.0.3:443) needs no request: Edge setup makes the certificate itself.',
  ]);
});

test('one place that is dialed under several names has one certificate with all of them', async () => {
  const under = (host: string) => ({ each: 'hosts', as: 'computer', host, address: '${computer}', port: 443 });
  const dial = [under('${name}'), under('${alias}')];
  for (const names of [{}, { required: { dns: ['${host}'] } }]) {
    const { certificates } = await planBy(farm({ node: { ...node, dial, names } }), estate);
    assert.deepEqual(
      certificates.map(({ commonName, dnsNames, endpoints }) => [commonName, dnsNames, endpoints.length]),
      [['www.a.example', ['www.a.example', 'a.example'], 4]],
    );
  }
  const { certificates } = await planBy(
    farm({ node: { ...node, dial, subject: { commonName: ['${host}'] } } }),
    estate,
  );
  assert.deepEqual(
    certificates.map(({ commonName, dnsNames }) => [commonName, dnsNames]),
    [
      ['www.a.example', ['www.a.example']],
      ['a.example', ['a.example']],
    ],
  );
});
