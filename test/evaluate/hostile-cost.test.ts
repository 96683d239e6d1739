import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { maximumWork } from '../../src/pki/work/work-budget.ts';
import { createAuthority, issueServerCertificate } from '../forge/certificate-authority.ts';
import type { Stall } from '../zoo/animal.ts';
import {
  type Chain,
  directoryConstraints,
  dsa10000,
  dsaWithoutParameters,
  namesakes,
  rsa16384,
  sect571,
  stapled,
  uriConstraints,
} from '../zoo/costly-chains.ts';
import { contextWith } from './context.ts';
import { endpointWith, handshakeWith, observationWith } from './observation.ts';

const now = new Date();
let stall: Stall;
let root: Uint8Array;
before(async () => {
  const [authority, key, otherKey] = await Promise.all([
    createAuthority({ organization: 'Zoo', now }),
    makeKeyPair('p-256'),
    makeKeyPair('p-256'),
  ]);
  const leaf = issueServerCertificate(authority, key, { names: ['*.zoo.test'] });
  const { intermediate: issuer } = authority;
  stall = { chain: [leaf.der, issuer.der], key, otherKey, issuer, now };
  root = authority.root.der;
});

const endpoint = endpointWith({
  policy: 'tls-server',
  role: 'server',
  deployment: null,
  host: 'a.zoo.test',
  trust: [{ list: null, stores: ['contoso'] }],
});

const judge = () => createJudge(contextWith([root], { now }));

function observe(chain: Chain, staples: Chain = []) {
  const handshake = handshakeWith({ staples: staples.map((response) => ({ certificateIndex: 0, response })) });
  return observationWith(chain, { endpoint, handshake });
}

const findingOf = ({ findings }: EndpointReport, id: string) => {
  const found = findings.find(({ check }) => check === id);
  assert.ok(found !== undefined, id);
  return found;
};

const kinds: Readonly<Record<string, () => Chain>> = {
  'DSA with 10,000 bits': () => namesakes(stall, dsa10000, 100)(),
  'RSA with 16,384 bits': () => namesakes(stall, rsa16384, 100)(),
  sect571r1: () => namesakes(stall, sect571(), 100)(),
  'URI names under URI constraints': () => uriConstraints(stall),
  'directory names under constraints': () => directoryConstraints(stall),
};

for (const [kind, make] of Object.entries(kinds)) {
  test(`${kind}: no path within the budget fails chain-trust with the figure, and what was not verified is undetermined`, () => {
    const report = judge().evaluateEndpoint(observe(make()));
    const trust = findingOf(report, 'chain-trust');
    assert.deepEqual([trust.outcome, trust.fault], ['fail', 'budget-exceeded']);
    assert.match(trust.message, new RegExp(`as verifying ${maximumWork} signatures`));
    const links = findingOf(report, 'chain-order');
    assert.deepEqual([links.outcome, links.reason], ['undetermined', 'budget-exceeded']);
    assert.match(links.message, new RegExp(`${maximumWork} signatures`));
    assert.ok(report.findings.every(({ reason }) => reason !== 'internal-error'));
  });
}

test('many DSA keys without parameters, behind signatures of no known algorithm, have no path', () => {
  const report = judge().evaluateEndpoint(observe(namesakes(stall, dsaWithoutParameters, 128)()));
  const trust = findingOf(report, 'chain-trust');
  assert.deepEqual([trust.outcome, trust.fault], ['fail', 'budget-exceeded']);
  assert.ok(report.findings.every(({ reason }) => reason !== 'internal-error'));
});

test('stapled responses past the budget leave revocation undetermined', () => {
  const { chain, staples } = stapled(stall, dsa10000, 100);
  const one = findingOf(judge().evaluateEndpoint(observe(chain, staples.slice(0, 1))), 'revocation-status');
  assert.notEqual(one.reason, 'budget-exceeded');
  const many = findingOf(judge().evaluateEndpoint(observe(chain, staples)), 'revocation-status');
  assert.deepEqual([many.outcome, many.reason], ['undetermined', 'budget-exceeded']);
});

test('the same endpoint ends the same way whatever was judged before it, alone or among others', () => {
  const hostile = observe(kinds['DSA with 10,000 bits']?.() ?? []);
  const sound = observe(stall.chain);
  const alone = judge().evaluateEndpoint(hostile);
  const one = judge();
  assert.deepEqual(one.evaluateEndpoint(hostile), alone);
  assert.deepEqual(one.evaluateEndpoint(hostile), alone);
  const [first, second] = one.evaluateEndpoints([sound, hostile]);
  assert.deepEqual(second, alone);
  assert.deepEqual(first, judge().evaluateEndpoint(sound));
});

test('in steps a group ends as in one piece, and a costly endpoint takes many of them', () => {
  const group = [observe(kinds['sect571r1']?.() ?? []), observe(stall.chain)];
  const steps = judge().evaluateInSteps(group);
  let count = 0;
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      assert.deepEqual(step.value, judge().evaluateEndpoints(group));
      break;
    }
    count += 1;
  }
  assert.ok(count > 50, `${count}`);
});

test('a sound chain is far from the budget', () => {
  const report = judge().evaluateEndpoint(observe(stall.chain));
  assert.equal(findingOf(report, 'chain-trust').outcome, 'pass');
  assert.ok(report.findings.every(({ reason }) => reason !== 'budget-exceeded'));
});
