import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { sha256Hex } from '../../src/x509/der/sha256-hex.ts';
import { asking, evidenceWith, fetchFor } from '../checks/fetched.ts';
import { contextWith } from './context.ts';
import { createContoso } from './contoso.ts';
import { endpointWith, observationWith } from './observation.ts';

const contoso = await createContoso();
const { intermediate, root } = contoso.authority;
const leaf = contoso.leaf().der;
const url = 'http://pki.contoso.com/issuing.crt';
const evidence = evidenceWith({
  issuers: [
    { url, der: intermediate.der },
    { url: 'http://pki.contoso.com/root.crt', der: root.der },
  ],
  fetches: [fetchFor(leaf, { url })],
});

function judge(changes: Partial<EndpointObservation>) {
  const report = createJudge(contextWith([root.der])).evaluateEndpoint(observationWith([leaf], changes));
  const outcome = (check: string) => report.findings.find((finding) => finding.check === check)?.outcome;
  return { report, outcome };
}

test('a fetched intermediate completes the path, and the report says where it came from', () => {
  const { report, outcome } = judge({ endpoint: endpointWith(asking), ...evidence });
  assert.equal(outcome('chain-trust'), 'pass');
  assert.equal(outcome('chain-completeness'), 'fail');
  assert.deepEqual(report.trust[0]?.path, [leaf, intermediate.der, root.der].map(sha256Hex));
  assert.deepEqual(
    report.issuers.map(({ sha256, from }) => [sha256, from]),
    [
      [sha256Hex(intermediate.der), `aia:${url}`],
      [sha256Hex(root.der), 'store:contoso'],
    ],
  );
});

test('the chain in the report stays what the server sent', () => {
  const { report } = judge({ endpoint: endpointWith(asking), ...evidence });
  assert.deepEqual(
    report.chain.map(({ sha256 }) => sha256),
    [sha256Hex(leaf)],
  );
});

test('evidence counts for nothing where the endpoint did not ask for it', () => {
  const { outcome } = judge(evidence);
  assert.equal(outcome('chain-trust'), 'fail');
});
