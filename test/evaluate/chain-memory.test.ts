import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PathValidation } from '../../src/checks/evidence.ts';
import { endpointChecks } from '../../src/checks/endpoint-checks.ts';
import { type Chain, createChainMemory, isOfChain } from '../../src/evaluate/chain-memory.ts';
import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { contextWith, storeOf } from './context.ts';
import { createContoso } from './contoso.ts';
import { endpointWith, handshakeWith, now, observationWith } from './observation.ts';

const { authority, leaf } = await createContoso('p-256');
const { root, intermediate } = authority;
const other = (await createContoso('p-256')).authority.root;
const [named, byCommonName] = [leaf(), leaf({}, { without: ['dnsNames'] })];
const chain = [named.der, intermediate.der];

/** Endpoints that present one chain or nearly so, and differ in everything else that a verdict may depend on. */
const observations: readonly EndpointObservation[] = [
  observationWith(chain),
  observationWith(chain, { endpoint: endpointWith({ role: 'mtls', host: 'cwa01.contoso.local' }) }),
  observationWith(chain, { endpoint: endpointWith({ policy: 'tls-server', role: 'server', deployment: null }) }),
  observationWith(chain, { endpoint: endpointWith({ deployment: 'adatum' }) }),
  observationWith(chain, { endpoint: endpointWith({ host: 'as.im.contoso.com', role: 'as-host' }) }),
  observationWith(chain, { endpoint: endpointWith({ trust: [{ list: 'external', stores: ['adatum'] }] }) }),
  observationWith(chain, { endpoint: endpointWith({ trust: [{ list: 'internal', stores: ['contoso'] }] }) }),
  observationWith(chain, { handshake: handshakeWith({ keyPossession: 'wrong', protocol: 'TLSv1.0' }) }),
  observationWith(chain, { withoutServerName: null }),
  observationWith([named.der]),
  observationWith([named.der, root.der, intermediate.der]),
  observationWith([named.der, intermediate.der, root.der]),
  observationWith([byCommonName.der, intermediate.der]),
  observationWith([byCommonName.der, intermediate.der], { endpoint: endpointWith({ host: 'web' }) }),
  observationWith([named.der.subarray(0, 90), intermediate.der]),
  observationWith([], { handshake: null }),
];

const context = contextWith([root.der], {
  stores: new Map([
    ['contoso', storeOf('contoso', [root.der])],
    ['adatum', storeOf('adatum', [other.der])],
  ]),
  overrides: new Map([['adatum', { thresholds: { recommendedEcBits: 500 } }]]),
});

const noEvidence: Chain['evidence'] = {
  presented: undefined,
  leaf: undefined,
  links: undefined,
  trust: undefined,
  path: undefined,
  publicTrust: undefined,
};
const noDescription: Chain['description'] = { chain: [], trust: [], issuers: [], publiclyTrusted: null };

test('an endpoint is judged as if it were the first of its run, whatever was judged before it', () => {
  const alone = observations.map((each) => createJudge(context).evaluateEndpoint(each));
  const judge = createJudge(context);
  for (const round of [observations, observations.toReversed(), observations]) {
    for (const observation of round) {
      assert.deepEqual(judge.evaluateEndpoint(observation), alone[observations.indexOf(observation)]);
    }
  }
  assert.deepEqual(createJudge(context).evaluateEndpoints([...observations, ...observations]), [...alone, ...alone]);
});

test('a chain larger than what is remembered is judged the same each time', () => {
  const large = observationWith([...chain, ...Array.from({ length: 200 }, () => intermediate.der)]);
  const judge = createJudge(context);
  assert.deepEqual(judge.evaluateEndpoint(large), judge.evaluateEndpoint(large));
  const memory = createChainMemory();
  const presented = large.certificates.map((der) => judge.decode(der));
  let made = 0;
  const make = (): Chain => {
    made += 1;
    return {
      evidence: noEvidence,
      validation: {} as PathValidation,
      description: noDescription,
      judgements: new Map(),
    };
  };
  for (const certificates of [presented, presented, presented.slice(0, 2), presented.slice(0, 2)]) {
    memory({ endpoint: large.endpoint, presented: certificates, fetched: undefined }, make);
  }
  assert.equal(made, 3);
});

test('another instant is another run, and another judgement', () => {
  const later = new Date(now.getTime() + 365 * 10 * 86_400_000);
  const validity = (each: typeof context) =>
    createJudge(each)
      .evaluateEndpoint(observationWith(chain))
      .findings.find(({ check }) => check === 'validity-period')?.outcome;
  assert.deepEqual([validity(context), validity({ ...context, now: later })], ['pass', 'fail']);
});

test('checks of a chain read neither the endpoint nor the handshake', () => {
  const ids = endpointChecks.filter(isOfChain).map(({ id }) => id);
  for (const id of ['chain-trust', 'validity-period', 'key-strength', 'chain-order']) assert.ok(ids.includes(id), id);
  for (const id of ['name-match', 'key-possession', 'subject-alternative-names', 'revocation-status', 'key-usage']) {
    assert.ok(!ids.includes(id), id);
  }
});
