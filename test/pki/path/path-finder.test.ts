import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { FindPath, PathRequest } from '../../../src/pki/path/path.ts';
import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import { createTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { makeHierarchy } from '../../differential/hierarchy.ts';
import { makeKeyPool } from '../../differential/key-pool.ts';
import { createRandom } from '../../differential/random.ts';
import { storeOf } from '../ask-path.ts';
import { forgeCa, now } from '../forge-certificate.ts';
import { clientAuth, serverAuth } from '../forge-extensions.ts';

const seed = 11;
const families = 60;
const pool = makeKeyPool();

/** Questions about the certificates of one generated family, each of them a leaf once. */
function questionsAbout(index: number): readonly PathRequest[] {
  const { leaves, presented, anchors, host } = makeHierarchy({ seed, pool }, index);
  const random = createRandom(seed, index);
  const certificates = [...leaves, ...presented].flatMap((der) => {
    const decoded = decodeCertificate(der);
    return decoded.ok ? [decoded.value] : [];
  });
  const store = createTrustStore({ name: 'generated', source: 'test', date: null, anchors });
  assert.ok(store.ok);
  const pick = <T>(choices: readonly T[]): T => choices[random.integer(choices.length)] as T;
  return certificates.map((leaf) => ({
    leaf,
    candidates: random.shuffle(certificates),
    store: store.value,
    at: pick([now, new Date(now.getTime() + 86_400_000)]),
    profile: pick(['rfc5280', 'web-pki', 'strict']),
    purpose: pick([serverAuth, clientAuth, undefined]),
    host: pick([host, undefined]),
  }));
}

/** Everything that is said of a question, certificates by their fingerprints. */
function answer(find: FindPath, question: PathRequest): unknown {
  const found = find(question);
  if (found.ok) return found.value.certificates.map(({ sha256 }) => sha256);
  const { path, certificate, ...rest } = found.error;
  return { ...rest, path: path.map(({ sha256 }) => sha256), certificate: certificate?.sha256 };
}

test('two questions asked of one finder, in either order, are answered as by a fresh one each', () => {
  for (let index = 0; index < families; index += 1) {
    const questions = questionsAbout(index);
    const fresh = questions.map((question) => answer(createPathFinder(), question));
    for (let second = 1; second < questions.length; second += 1) {
      for (const order of [
        [second - 1, second],
        [second, second - 1],
      ]) {
        const find = createPathFinder();
        for (const place of order) {
          const question = questions[place];
          assert.ok(question);
          assert.deepEqual(answer(find, question), fresh[place], `family ${index}, question ${place}`);
        }
      }
    }
  }
});

test('whether the reason is wanted changes no answer but the error', () => {
  const counts = { found: 0, missed: 0 };
  for (let index = 0; index < families; index += 1) {
    for (const question of questionsAbout(index)) {
      const whole = createPathFinder()(question);
      const brief = createPathFinder()({ ...question, isReasonWanted: false });
      assert.equal(brief.ok, whole.ok, `family ${index}`);
      if (whole.ok) assert.deepEqual(brief, whole);
      counts[whole.ok ? 'found' : 'missed'] += 1;
    }
  }
  assert.ok(counts.found > 50 && counts.missed > 50, JSON.stringify(counts));
});

test('where no certificate leads to the store and no reason is wanted, none is looked for', () => {
  const [question] = questionsAbout(0);
  assert.ok(question);
  const found = createPathFinder({ checkLink: () => assert.fail('a link was checked') })({
    ...question,
    store: storeOf(forgeCa('Other')),
    isReasonWanted: false,
  });
  assert.ok(!found.ok);
  assert.equal(found.error.message, 'No certificate of the chain leads to an anchor of test.');
  assert.deepEqual(found.error.path, [question.leaf]);
});
