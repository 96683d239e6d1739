import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { builtInPolicies } from '../../../src/policy/built-in.ts';
import { repositoryPath } from '../../repository-path.ts';
import { readPack } from './read-pack.ts';
import { scorePack } from './score-pack.ts';
import { type ScoredPack, writePacksPage } from './write-packs-page.ts';

const scored: ScoredPack[] = [];

for (const id of builtInPolicies) {
  test(`${id}: every planted fault is found live and nothing else, and what cannot be seen is told`, async () => {
    const pack = await readPack(id);
    const score = await scorePack(pack);
    scored.push({ pack, score });
    assert.deepEqual(score.wrong, []);
    assert.ok(score.planted > 0);
    assert.equal(score.found, score.planted);
    assert.equal(score.toldNotVisible, score.notVisible);
    // Every policy with deployments has an estate that conforms.
    assert.equal(score.estate > 0, pack.policy.topology !== undefined);
  });
}

test('docs/packs.md is what these audits came to (else: npm run packs)', () => {
  assert.equal(readFileSync(repositoryPath('docs/packs.md'), 'utf8'), writePacksPage(scored));
});
