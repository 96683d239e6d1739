import assert from 'node:assert/strict';
import { test } from 'node:test';

import { failureKinds, helloProfiles } from '../../src/model/vocabulary.ts';
import { helloSequences, type HelloFailure, nextProfile } from '../../src/tls/hello-fallback.ts';

const silent: HelloFailure = { stage: 'tls', kind: 'timeout', certificateSeen: false };

test('the hellos follow each other down to bare SSL 3.0, and then there is none', () => {
  const next = helloSequences.modern.map((profile) => nextProfile(profile, silent, helloSequences.modern));
  assert.deepEqual(next, ['tls12', 'tls12', 'tls10', 'tls10', 'tls10-bare', 'ssl30-bare', undefined]);
});

test('with TLS 1.2 first every hello still has its turn, the modern one second', () => {
  assert.deepEqual(helloSequences.fast.toSorted(), helloProfiles.toSorted());
  const next = helloSequences.fast.map((profile) => nextProfile(profile, silent, helloSequences.fast));
  assert.deepEqual(next, ['modern', 'tls10', 'tls10', 'tls10', 'tls10-bare', 'ssl30-bare', undefined]);
});

test('whatever its alert, a refusal moves on', () => {
  for (let alert = 0; alert < 256; alert += 1) {
    const next = nextProfile('modern', { ...silent, kind: 'alert', alert }, helloSequences.modern);
    assert.equal(next, [40, 47, 71].includes(alert) ? 'rare' : 'tls12');
  }
});

test('the rare hello follows an alert that means that nothing was acceptable, and then the others have their turn', () => {
  const after = (alert: number) =>
    nextProfile('modern', { ...silent, kind: 'alert', alert }, helloSequences.modern, ['modern']);
  assert.deepEqual([40, 47, 71].map(after), ['rare', 'rare', 'rare']);
  assert.deepEqual([50, 70, 80].map(after), ['tls12', 'tls12', 'tls12']);
  const refused: HelloFailure = { ...silent, kind: 'alert', alert: 40 };
  assert.equal(nextProfile('rare', refused, helloSequences.modern, ['modern', 'rare']), 'tls12');
});

test('the hello without groups follows one of TLS 1.2 that found nothing acceptable', () => {
  const refused: HelloFailure = { ...silent, kind: 'alert', alert: 40 };
  const after = (failure: HelloFailure) =>
    nextProfile('tls12', failure, helloSequences.modern, ['modern', 'rare', 'tls12']);
  assert.equal(after(refused), 'tls12-no-groups');
  assert.equal(after({ ...silent, kind: 'alert', alert: 50 }), 'tls10');
  assert.equal(after({ ...silent, kind: 'closed' }), 'tls10');
  assert.equal(nextProfile('rare', refused, helloSequences.fast, ['tls12', 'modern', 'rare']), 'tls12-no-groups');
});

test('the hello without groups follows the refusal of an older version, once', () => {
  const refused: HelloFailure = { ...silent, kind: 'alert', alert: 70 };
  for (const profile of ['tls10', 'tls10-bare', 'ssl30-bare'] as const) {
    assert.equal(nextProfile(profile, refused, helloSequences.modern), 'tls12-no-groups');
  }
  const tried = ['modern', 'tls12', 'tls10', 'tls12-no-groups'] as const;
  assert.equal(nextProfile('tls12-no-groups', refused, helloSequences.modern, tried), 'tls10-bare');
  assert.equal(nextProfile('tls12', refused, helloSequences.modern), 'tls10');
});

test('the hellos after refusals are the last for a server that resets everything, are sent once, and not to a silent server', () => {
  const all = ['modern', 'tls12', 'tls10', 'tls10-bare', 'ssl30-bare'] as const;
  const reset: HelloFailure = { ...silent, kind: 'reset' };
  assert.equal(nextProfile('ssl30-bare', reset, helloSequences.modern, all), 'rare');
  assert.equal(nextProfile('rare', reset, helloSequences.modern, [...all, 'rare']), 'tls12-no-groups');
  const every = [...all, 'rare', 'tls12-no-groups'] as const;
  for (const last of ['rare', 'tls12-no-groups', 'ssl30-bare'] as const) {
    assert.equal(nextProfile(last, reset, helloSequences.modern, every), undefined);
  }
  assert.equal(nextProfile('ssl30-bare', silent, helloSequences.modern, all), undefined);
});

test('after unrecognized_name only hellos that send the name are tried', () => {
  const refused: HelloFailure = { ...silent, kind: 'alert', alert: 112 };
  const next = helloSequences.modern.map((profile) => nextProfile(profile, refused, helloSequences.modern));
  assert.deepEqual(next, ['tls12', 'tls12', 'tls10', 'tls10', undefined, undefined, undefined]);
});

test('whatever went wrong moves on, but for what is not TLS, an interruption and our own bugs', () => {
  const final = failureKinds.filter(
    (kind) => nextProfile('modern', { ...silent, kind }, helloSequences.modern) === undefined,
  );
  assert.deepEqual(final, ['not-tls', 'aborted', 'internal-error']);
});

test('a failure before TLS does not move on', () => {
  assert.equal(nextProfile('modern', { ...silent, stage: 'tcp' }, helloSequences.modern), undefined);
  assert.equal(nextProfile('modern', { ...silent, stage: 'dns' }, helloSequences.modern), undefined);
});

test('once a certificate was seen no other hello is tried', () => {
  assert.equal(nextProfile('modern', { ...silent, certificateSeen: true }, helloSequences.modern), undefined);
  assert.equal(
    nextProfile('modern', { ...silent, kind: 'alert', alert: 40, certificateSeen: true }, helloSequences.modern),
    undefined,
  );
});
