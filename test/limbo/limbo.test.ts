import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPathFinder } from '../../src/pki/path/path-finder.ts';
import { loadPublicSuffixes } from '../../src/pki/names/public-suffixes.ts';
import { limboCorpus } from '../corpora.ts';
import { divergences } from './divergences.ts';
import { readLimboCorpus } from './limbo-corpus.ts';
import { scoreLimbo } from './limbo-score.ts';

const { path, skip } = limboCorpus;

test('x509-limbo: nothing is wrongly accepted, and we differ exactly where the list says', { skip }, async () => {
  const findPath = createPathFinder({ isPublicSuffix: await loadPublicSuffixes() });
  const cases = readLimboCorpus(path);
  const { overall, disagreements } = scoreLimbo(cases, { findPath, profile: 'strict', now: new Date() });
  const present = new Set(cases.map(({ id }) => id));
  const listed = Object.keys(divergences).filter((id) => present.has(id));
  assert.deepEqual(disagreements.map(({ id }) => id).toSorted(), listed.toSorted());
  assert.deepEqual([overall.wronglyAccepted, overall.skipped], [0, 0]);
});
