import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

import { createPathFinder } from '../../src/pki/path/path-finder.ts';
import { loadPublicSuffixes } from '../../src/pki/names/public-suffixes.ts';
import { repositoryPath } from '../repository-path.ts';
import { divergences } from './divergences.ts';
import { readLimboCorpus } from './limbo-corpus.ts';
import { scoreLimbo } from './limbo-score.ts';

/** Beside the checkout, or where `CERTMUSTER_LIMBO` says. */
const path = process.env['CERTMUSTER_LIMBO'] ?? repositoryPath('../shared/limbo/limbo-dev.json.gz');
const skip = existsSync(path)
  ? false
  : `THE X509-LIMBO CORPUS IS NOT AT ${path}: NOTHING WAS MEASURED. Set CERTMUSTER_LIMBO.`;

test('x509-limbo: nothing is wrongly accepted, and we differ exactly where the list says', { skip }, async () => {
  const findPath = createPathFinder({ isPublicSuffix: await loadPublicSuffixes() });
  const cases = readLimboCorpus(path);
  const { overall, disagreements } = scoreLimbo(cases, { findPath, profile: 'strict', now: new Date() });
  const present = new Set(cases.map(({ id }) => id));
  const listed = Object.keys(divergences).filter((id) => present.has(id));
  assert.deepEqual(disagreements.map(({ id }) => id).toSorted(), listed.toSorted());
  assert.deepEqual([overall.wronglyAccepted, overall.skipped], [0, 0]);
});
