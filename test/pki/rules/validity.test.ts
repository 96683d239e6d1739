import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorOf, pathOf } from '../ask-path.ts';
import { after, before, forgeCa, forgeLeaf } from '../forge-certificate.ts';

const root = forgeCa('Root', {
  notAfter: new Date('2060-01-01T00:00:00Z'),
  notBefore: new Date('2000-01-01T00:00:00Z'),
});
const leaf = forgeLeaf('im.contoso.com', { issuer: root });
const later = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);

test('passes at the very second of notBefore and of notAfter, which are inclusive', () => {
  for (const at of [before, after]) assert.equal(pathOf({ leaf, anchors: [root], at }).length, 2);
});

test('fails one second before notBefore and one second after notAfter', () => {
  assert.equal(errorOf({ leaf, anchors: [root], at: later(before, -1_000) }).kind, 'not-yet-valid');
  assert.equal(errorOf({ leaf, anchors: [root], at: later(after, 1_000) }).kind, 'expired');
});

test('time is floored to whole seconds, for the end as for the beginning', () => {
  assert.equal(pathOf({ leaf, anchors: [root], at: later(after, 999) }).length, 2);
  assert.equal(errorOf({ leaf, anchors: [root], at: later(before, -1) }).kind, 'not-yet-valid');
});

test('an expired anchor refuses the path and says when it expired', () => {
  const expired = forgeCa('Root', { notAfter: new Date('2026-02-01T00:00:00Z') });
  const error = errorOf({ leaf: forgeLeaf('im.contoso.com', { issuer: expired }), anchors: [expired] });
  assert.equal(error.kind, 'expired');
  assert.match(
    error.message,
    /^The trust anchor CN=Root expired at 2026-02-01T00:00:00Z; judged at 2026-06-01T12:00:00Z\.$/,
  );
});

test('an anchor that is not yet valid refuses the path', () => {
  const early = forgeCa('Root', { notBefore: new Date('2026-12-01T00:00:00Z') });
  assert.equal(errorOf({ leaf: forgeLeaf('x.example', { issuer: early }), anchors: [early] }).kind, 'not-yet-valid');
});
