import assert from 'node:assert/strict';
import { test } from 'node:test';

import { endpointChecks } from '../../src/checks/endpoint-checks.ts';
import type { Evidence } from '../../src/checks/evidence.ts';
import { gatherEvidence } from '../../src/evaluate/gather-evidence.ts';
import { createJudgementRun } from '../../src/evaluate/judgement-run.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { findPolicy } from '../../src/policy/policies.ts';
import { contextWith } from '../evaluate/context.ts';
import { createContoso } from '../evaluate/contoso.ts';
import { endpointWith, handshakeWith, observationWith } from '../evaluate/observation.ts';

const { authority, leaf } = await createContoso('rsa-2048');
const { root, intermediate } = authority;
const server = endpointWith({ policy: 'tls-server', role: 'server' });
const observations: readonly EndpointObservation[] = [
  observationWith([leaf().der, intermediate.der]),
  observationWith([leaf().der, intermediate.der, root.der], { endpoint: server }),
  observationWith([leaf().der], { endpoint: endpointWith({ role: 'mtls' }) }),
  observationWith([root.der], { withoutServerName: null, handshake: handshakeWith({ flightComplete: false }) }),
];

for (const check of endpointChecks) {
  test(`${check.id} reads no evidence but what it declares`, () => {
    for (const observation of observations) {
      const run = createJudgementRun(contextWith([root.der], { publicAnchors: [root.der] }));
      const presented = observation.certificates.map(run.decode);
      const policy = findPolicy(observation.endpoint.policy);
      const { evidence, missing } = gatherEvidence(observation, { presented, policy, run });
      assert.deepEqual(
        check.needs.filter((need) => missing[need] !== undefined),
        [],
      );
      const declared = new Proxy(evidence as Evidence, {
        get: (pieces, need) => {
          assert.ok(
            (check.needs as readonly (string | symbol)[]).includes(need),
            `${String(need)} is read and not declared`,
          );
          return Reflect.get(pieces, need);
        },
      });
      check.judge(declared);
    }
  });
}
