import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { contextWith } from './context.ts';
import { createContoso } from './contoso.ts';
import { endpointWith, observationWith } from './observation.ts';

test('a bug at one endpoint leaves those that are judged with it as they are alone', async () => {
  const { authority, leaf } = await createContoso();
  const context = contextWith([authority.root.der]);
  const chain = [leaf().der, authority.intermediate.der];
  const sound = observationWith(chain);
  const expiredLeaf = leaf({ notAfter: new Date('2020-01-01T00:00:00Z'), notBefore: new Date('2019-01-01T00:00:00Z') });
  const expired = observationWith([expiredLeaf.der, authority.intermediate.der]);
  // Whatever a bug may be: here one that shows when the certificates are read.
  const broken: EndpointObservation = {
    ...observationWith(chain, { endpoint: endpointWith({ id: 'broken' }) }),
    get certificates(): never {
      throw new Error('a bug planted by a test');
    },
  };
  const alone = [sound, expired].map((each) => createJudge(context).evaluateEndpoint(each));
  assert.deepEqual(
    alone.map(({ verdict }) => verdict),
    ['pass', 'fail'],
  );
  const [first, second, third] = createJudge(context).evaluateEndpoints([sound, broken, expired]);
  assert.deepEqual([first, third], alone);
  assert.equal(second?.failure?.kind, 'internal-error');
  assert.match(second?.failure?.message ?? '', /a bug planted by a test/);
  assert.ok(second?.findings.every(({ outcome }) => outcome !== 'pass'));
});
