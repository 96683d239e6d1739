import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import { contextWith } from './context.ts';
import { createContoso } from './contoso.ts';
import { observationWith } from './observation.ts';

test('however often a run meets the same chain, in bytes of its own each time, the answers are the same', async () => {
  const { authority, leaf } = await createContoso('p-256');
  const { root, intermediate } = authority;
  const chains = [[leaf().der], [leaf().der, intermediate.der], [leaf().der, root.der, intermediate.der]];
  for (const anchors of [[root.der], [root.der, intermediate.der]]) {
    for (const chain of chains) {
      const judge = createJudge(contextWith(anchors));
      const findings = [1, 2, 3, 4].map(
        () => judge.evaluateEndpoint(observationWith(chain.map((der) => Uint8Array.from(der)))).findings,
      );
      for (const again of findings.slice(1)) assert.deepEqual(again, findings[0]);
    }
  }
});
