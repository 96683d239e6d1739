import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import { endpointReportSchema, type EndpointReport } from '../../src/model/endpoint-report.ts';
import { contextWith, storeOf } from './context.ts';
import { type Contoso, createContoso } from './contoso.ts';
import { endpointWith, handshakeWith, observationWith } from './observation.ts';

let contoso: Contoso;
let root: Uint8Array;
let intermediate: Uint8Array;
let leaf: Uint8Array;

before(async () => {
  contoso = await createContoso();
  root = contoso.authority.root.der;
  intermediate = contoso.authority.intermediate.der;
  leaf = contoso.leaf().der;
});

const failures = ({ findings }: EndpointReport) =>
  findings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
const finding = ({ findings }: EndpointReport, id: string) => findings.find(({ check }) => check === id);

test('a chain as the specification demands it passes', () => {
  const report = createJudge(contextWith([root])).evaluateEndpoint(observationWith([leaf, intermediate]));
  endpointReportSchema.parse(report);
  assert.deepEqual(failures(report), []);
  assert.equal(report.verdict, 'pass');
});

test('the chain of the report is byte for byte what was presented, in its order', () => {
  const report = createJudge(contextWith([root])).evaluateEndpoint(observationWith([leaf, root, intermediate]));
  assert.deepEqual(
    report.chain.map(({ der }) => Buffer.from(der, 'base64')),
    [leaf, root, intermediate].map((der) => Buffer.from(der)),
  );
});

test('path certificates that were not presented are listed with the store they came from', () => {
  const report = createJudge(contextWith([root])).evaluateEndpoint(observationWith([leaf, intermediate]));
  assert.deepEqual(
    report.issuers.map(({ from, subject }) => [from, subject]),
    [['store:contoso', 'CN=Contoso Root CA,O=Contoso']],
  );
  assert.equal(report.trust[0]?.path?.length, 3);
  assert.equal(report.trust[0]?.error, null);
});

test('an unreachable endpoint has no chain, and every finding says that it was not reached', () => {
  const failure = { stage: 'tcp', kind: 'refused', message: '10.0.0.11:443 refused the connection.' } as const;
  const observation = observationWith([], { failure, handshake: null });
  const report = createJudge(contextWith([root])).evaluateEndpoint(observation);
  endpointReportSchema.parse(report);
  assert.equal(report.verdict, 'unreachable');
  assert.equal(report.handshake, null);
  assert.equal(report.publiclyTrusted, null);
  assert.deepEqual(report.chain, []);
  assert.ok(report.findings.length > 10);
  for (const { outcome, reason } of report.findings) {
    assert.equal(outcome, 'undetermined');
    assert.equal(reason, 'unreachable');
  }
});

test('a handshake that broke before the certificate is told by its failure, not shown', () => {
  const failure = { stage: 'tls', kind: 'closed', message: 'The peer closed the connection.' } as const;
  const report = createJudge(contextWith([root])).evaluateEndpoint(
    observationWith([], { failure, handshake: handshakeWith({ flightComplete: false }) }),
  );
  assert.equal(report.verdict, 'unreachable');
  assert.equal(report.handshake, null);
  assert.deepEqual(report.failure, failure);
});

test('an undecodable leaf fails chain-trust and leaves what reads the leaf undetermined', () => {
  const report = createJudge(contextWith([root])).evaluateEndpoint(
    observationWith([leaf.subarray(0, 100), intermediate]),
  );
  endpointReportSchema.parse(report);
  assert.equal(report.verdict, 'fail');
  assert.deepEqual(failures(report), ['chain-trust']);
  assert.equal(finding(report, 'name-match')?.reason, 'undecodable');
  assert.equal(report.trust[0]?.error?.kind, 'undecodable');
  assert.ok(report.chain[0] !== undefined && 'error' in report.chain[0]);
});

test('access both needs a path in each of the two trust lists', () => {
  const trust = [
    { list: 'internal' as const, stores: ['contoso'] },
    { list: 'external' as const, stores: ['public'] },
  ];
  const endpoint = endpointWith({ access: 'both', trust });
  const stores = (anchor: Uint8Array) =>
    new Map([
      ['contoso', storeOf('contoso', [root])],
      ['public', storeOf('public', [anchor])],
    ]);
  const observation = observationWith([leaf, intermediate], { endpoint });
  const both = createJudge(contextWith([], { stores: stores(root) })).evaluateEndpoint(observation);
  assert.equal(finding(both, 'chain-trust')?.outcome, 'pass');
  const one = createJudge(contextWith([], { stores: stores(otherRoot()) })).evaluateEndpoint(observation);
  assert.equal(finding(one, 'chain-trust')?.outcome, 'fail');
  assert.match(finding(one, 'chain-trust')?.message ?? '', /public \(trust list external\)/);
  assert.deepEqual(
    one.trust.map(({ store, path }) => [store, path !== null]),
    [
      ['contoso', true],
      ['public', false],
    ],
  );
});

test('a handshake that broke after the certificate keeps the chain, its judgement and the failure', () => {
  const failure = { stage: 'tls', kind: 'reset', message: 'The connection was reset.' } as const;
  const report = createJudge(contextWith([root])).evaluateEndpoint(
    observationWith([leaf, intermediate], { failure, handshake: handshakeWith({ flightComplete: false }) }),
  );
  assert.deepEqual(report.failure, failure);
  assert.equal(finding(report, 'chain-trust')?.outcome, 'pass');
});

test('certificates from a file have no address, port, handshake and failure', () => {
  const observation = observationWith([leaf, intermediate], {
    source: 'file',
    handshake: null,
    withoutServerName: null,
    attempts: [],
  });
  const report = createJudge(contextWith([root])).evaluateEndpoint(observation);
  endpointReportSchema.parse(report);
  const { address, port, handshake, failure, serverName } = report;
  assert.deepEqual(
    { address, port, handshake, failure, serverName },
    {
      address: null,
      port: null,
      handshake: null,
      failure: null,
      serverName: null,
    },
  );
  assert.equal(report.verdict, 'pass');
});

test('an overridden severity changes the finding and the verdict', () => {
  const weak = contoso.leaf({}, { without: ['extendedKeyUsage'] }).der;
  const overrides = new Map([['contoso', { severity: { 'extended-key-usage': 'warning' as const } }]]);
  const report = createJudge(contextWith([root], { overrides })).evaluateEndpoint(
    observationWith([weak, intermediate]),
  );
  assert.deepEqual(failures(report), ['extended-key-usage']);
  assert.equal(report.verdict, 'warn');
});

test('a role that the policy does not know leaves what it would demand undetermined', () => {
  const endpoint = endpointWith({ role: 'server' });
  const report = createJudge(contextWith([root])).evaluateEndpoint(observationWith([leaf, intermediate], { endpoint }));
  assert.equal(finding(report, 'name-match')?.reason, 'not-declared');
  assert.equal(finding(report, 'chain-trust')?.outcome, 'pass');
});

function otherRoot(): Uint8Array {
  return contoso.leaf({ subject: [{ CN: 'Another root' }] }).der;
}

test('several are judged together as each of them is alone, whatever else is among them', () => {
  const refused = { stage: 'tcp', kind: 'refused', message: '10.0.0.11:443 refused the connection.' } as const;
  const server = endpointWith({ id: 'www', policy: 'tls-server', role: 'server', host: 'www.contoso.com' });
  const observations = [
    observationWith([leaf, intermediate]),
    observationWith([], { failure: refused, handshake: null }),
    observationWith([leaf.subarray(0, 100), intermediate]),
    observationWith([intermediate], { endpoint: server }),
    observationWith([leaf], { endpoint: endpointWith({ id: 'mtls', role: 'mtls' }) }),
    observationWith([leaf, root, intermediate]),
  ];
  const judge = createJudge(contextWith([root]));
  const alone = observations.map((each) => createJudge(contextWith([root])).evaluateEndpoint(each));
  assert.deepEqual(new Set(alone.map(({ verdict }) => verdict)), new Set(['pass', 'unreachable', 'fail']));
  assert.ok(new Set(alone.map(({ findings }) => findings.length)).size > 1);
  assert.deepEqual(judge.evaluateEndpoints(observations), alone);
  assert.deepEqual(judge.evaluateEndpoints(observations.toReversed()).toReversed(), alone);
  assert.deepEqual(judge.evaluateEndpoints([]), []);
});
