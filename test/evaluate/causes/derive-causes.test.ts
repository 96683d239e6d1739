import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deriveCauses } from '../../../src/evaluate/causes/derive-causes.ts';
import type { FailedFinding } from '../../../src/evaluate/causes/failed-finding.ts';
import { causeSchema } from '../../../src/model/cause.ts';
import { severities } from '../../../src/model/vocabulary.ts';
import { declaredFaults, failedWith, leaf, scene } from './declared-faults.ts';

/** A difference between servers or sites follows from any cause, so among faults taken at random it has no cause of its own. */
const names = [...declaredFaults.keys()].filter((name) => !name.endsWith('/outcomes-differ'));
const expired = names.find((name) => name.startsWith('validity-period/')) ?? '';
const margin = names.find((name) => name.startsWith('expiry-margin/')) ?? '';
const ofSubject = (subject: string): string =>
  names.find((name) => declaredFaults.get(name)?.subject === subject) ?? '';

test('every failure belongs to exactly one cause, whatever fails at once', () => {
  for (let round = 0; round < 500; round += 1) {
    const failed = pick(round);
    const { causes, keyOf } = deriveCauses(failed, scene);
    const keys = causes.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
    for (const finding of failed) assert.ok(keys.includes(keyOf.get(finding) ?? ''));
    for (const cause of causes) {
      causeSchema.parse(cause);
      const own = failed.filter((finding) => keyOf.get(finding) === cause.key);
      assert.equal(cause.findings, own.length);
      const worst = Math.max(...own.map(({ severity }) => severities.indexOf(severity)));
      assert.equal(cause.severity, severities[worst]);
      // The cause itself failed, too.
      assert.ok(own.some(({ check, failure }) => `${check}/${failure.fault}` === cause.fault));
    }
    const ranks = causes.map(({ severity }) => severities.indexOf(severity));
    assert.deepEqual(
      ranks,
      ranks.toSorted((a, b) => b - a),
    );
  }
});

test('the order of the checks changes neither causes nor keys', () => {
  const byKey = (failed: readonly FailedFinding[]) =>
    new Map(deriveCauses(failed, scene).causes.map(({ key, findings, severity }) => [key, [findings, severity]]));
  for (let round = 0; round < 100; round += 1) {
    const failed = pick(round);
    const [there, back] = [byKey(failed), byKey(failed.toReversed())];
    assert.deepEqual(new Map([...back].toSorted()), new Map([...there].toSorted()));
  }
});

test('a consequence of a consequence belongs to the first cause', () => {
  const chain = [
    'name-match/name-missing',
    'subject-alternative-names/missing-names',
    'name-match/certificate-of-another-endpoint',
  ];
  const { causes } = deriveCauses(
    chain.map((name) => failedWith(name)),
    scene,
  );
  assert.deepEqual(
    causes.map(({ fault }) => fault),
    chain.slice(-1),
  );
});

test('a cause has the words of its failure, not of what follows, and the worst severity of all', () => {
  const { causes } = deriveCauses(
    [
      failedWith(margin, { severity: 'critical', title: 'It expires soon', remedy: 'Renew it.' }),
      failedWith(expired, { severity: 'warning', title: 'It expired', remedy: 'Replace it.' }),
    ],
    scene,
  );
  assert.equal(causes.length, 1);
  const [cause] = causes;
  const declared = declaredFaults.get(expired);
  assert.deepEqual([cause?.title, cause?.remedy, cause?.severity], ['It expired', 'Replace it.', 'critical']);
  assert.equal(cause?.why, declared?.why);
  assert.equal(cause?.citation.document, declared?.citation.document);
  assert.deepEqual([cause?.places, cause?.endpoints, cause?.waiver], [scene.places, scene.endpoints, null]);
});

test('without a remedy of its own a failure has that of its fault', () => {
  const [cause] = deriveCauses([failedWith(expired)], scene).causes;
  assert.equal(cause?.remedy, declaredFaults.get(expired)?.remedy);
});

test('the certificate at fault tells causes apart, wherever it is presented; without one it is the leaf', () => {
  const keyOf = (certificate: string | undefined, elsewhere = scene): string | undefined =>
    deriveCauses([failedWith(expired, { certificate })], elsewhere).causes[0]?.key;
  const elsewhere = { ...scene, endpoints: ['other'], subjects: { service: '10.9.9.9:1', declaration: 'x' } };
  assert.equal(keyOf(undefined), keyOf(leaf, { ...elsewhere, leaf: 'c'.repeat(64) }));
  assert.notEqual(keyOf(undefined), keyOf('b'.repeat(64)));
  assert.equal(deriveCauses([failedWith(expired)], scene).causes[0]?.certificate, leaf);
});

test('what a listener is set up to do is told apart by address and port, what is declared by the declaration', () => {
  const keyOf = (subject: string, subjects: Partial<typeof scene.subjects>): string | undefined =>
    deriveCauses([failedWith(ofSubject(subject))], { ...scene, subjects: { ...scene.subjects, ...subjects } }).causes[0]
      ?.key;
  assert.notEqual(keyOf('service', {}), keyOf('service', { service: '10.0.0.12:443' }));
  assert.equal(keyOf('service', {}), keyOf('service', { declaration: 'another' }));
  assert.notEqual(keyOf('declaration', {}), keyOf('declaration', { declaration: 'another' }));
  assert.equal(keyOf('declaration', {}), keyOf('declaration', { service: '10.0.0.12:443' }));
});

/** Some of the declared faults, at most one of a check, with some severities; the same for the same number. */
function pick(round: number): readonly FailedFinding[] {
  let state = round + 1;
  const next = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const ofCheck = new Map<string, FailedFinding>();
  for (let count = next(9) + 1; count > 0; count -= 1) {
    const name = names[next(names.length)] ?? '';
    const finding = failedWith(name, { severity: severities[next(severities.length)] ?? 'error' });
    ofCheck.set(finding.check, finding);
  }
  return [...ofCheck.values()];
}
