import assert from 'node:assert/strict';
import { test } from 'node:test';

import { opensslVersion } from './ask-openssl.ts';
import { acceptanceExplanations, complaintExplanations, searchClass } from './explanations.ts';
import { indexRange, scoreDifferential } from './score-differential.ts';

/** The first hierarchies of a seed, and those that show the classes which they do not. */
const runs = [
  { seed: 1, indexes: [...indexRange(0, 280), 396, 842, 2_536, 2_586] },
  { seed: 2_026, indexes: [1_722] },
];

/** Other versions differ in other ways; the list of classes is that of this one. */
const version = await opensslVersion();
const skip = version.startsWith('OpenSSL 3.0.')
  ? false
  : `THE CLASSES ARE THOSE OF OPENSSL 3.0, AND HERE IS ${version}: NOTHING WAS COMPARED. Use npm run differential.`;

test('differs from openssl verify exactly in the classes that are explained, and in each of them', {
  skip,
}, async () => {
  const scores = [];
  for (const run of runs) scores.push(await scoreDifferential(run));
  assert.deepEqual(
    scores.flatMap(({ unexplained }) => unexplained),
    [],
  );
  const seen = new Set(scores.flatMap(({ classes }) => Object.keys(classes)));
  const listed = new Set([searchClass, ...Object.keys(complaintExplanations), ...Object.keys(acceptanceExplanations)]);
  assert.deepEqual([...seen].toSorted(), [...listed].toSorted());
  assert.ok(scores.some(({ bothAccept, bothRefuse }) => bothAccept > 300 && bothRefuse > 150));
});
