import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPathFinder } from '../../src/pki/path/path-finder.ts';
import { pkitsCorpus } from '../corpora.ts';
import { deviations } from './deviations.ts';
import { readPkitsCorpus } from './pkits-corpus.ts';
import { scorePkits } from './pkits-score.ts';

const { path, skip } = pkitsCorpus;

test('PKITS: nothing is wrongly accepted, and we differ exactly where the list says', { skip }, () => {
  const { overall, disagreements } = scorePkits(readPkitsCorpus(path), {
    findPath: createPathFinder(),
    profile: 'rfc5280',
  });
  assert.deepEqual(disagreements.map(({ test: name }) => name).toSorted(), Object.keys(deviations).toSorted());
  assert.equal(overall.wronglyAccepted, 0);
  assert.equal(overall.right + overall.wronglyRefused, 247);
});
