import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PathProfile } from '../../src/model/vocabulary.ts';
import { linkChain } from '../../src/pki/path/link-chain.ts';
import { matchName } from '../../src/pki/names/compare-names.ts';
import type { PathRequest } from '../../src/pki/path/path.ts';
import { createPathFinder } from '../../src/pki/path/path-finder.ts';
import { findProfileViolations } from '../../src/pki/path/profile-violations.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { createTrustStore } from '../../src/pki/trust/trust-store.ts';
import { makeHierarchy } from '../differential/hierarchy.ts';
import { makeKeyPool } from '../differential/key-pool.ts';
import { createRandom, type Random } from '../differential/random.ts';
import { now } from './forge-certificate.ts';
import { serverAuth } from './forge-extensions.ts';

const profiles: readonly PathProfile[] = ['rfc5280', 'web-pki', 'strict'];

test('certificates with changed bytes are judged without a throw, and never accepted on a broken signature', () => {
  const seed = 20_261;
  const random = createRandom(seed, -1);
  const pool = makeKeyPool();
  let judged = 0;
  for (let round = 0; round < 150; round += 1) {
    const hierarchy = makeHierarchy({ seed, pool }, round);
    const store = createTrustStore({ name: 'anchors', source: 'generated', date: null, anchors: hierarchy.anchors });
    assert.ok(store.ok);
    const candidates = hierarchy.presented.flatMap((der) => spoil(der, random) ?? []);
    for (const leaf of hierarchy.leaves.flatMap((der) => spoil(der, random) ?? [])) {
      judged += 1;
      const profile = profiles[round % 3] ?? 'strict';
      const asked = { at: now, profile, purpose: serverAuth, host: hierarchy.host };
      judge({ ...asked, leaf, candidates, store: store.value });
    }
  }
  assert.ok(judged > 150, `only ${judged} of the spoilt certificates could be decoded`);
});

function judge(request: PathRequest): void {
  const { leaf, candidates, host = '' } = request;
  const found = createPathFinder()(request);
  assert.ok(!found.ok, 'a certificate with a changed byte was accepted');
  assert.match(found.error.message, /\.$/);
  linkChain(leaf, candidates);
  for (const matcher of ['rfc9525', 'schannel', 'mtls', 'isa-2004', 'isa-2006-rtm'] as const) {
    matchName(matcher, leaf, host);
  }
  const question = {
    path: found.error.path,
    endsInAnchor: true,
    beyond: 'rfc5280',
    isPublic: true,
    at: now,
    purpose: serverAuth,
  } as const;
  findProfileViolations(question);
}

/** One to three bytes changed; undefined where it cannot be decoded any more. */
function spoil(der: Uint8Array, random: Random): Certificate | undefined {
  const bytes = Uint8Array.from(der);
  for (let changes = random.integer(3); changes >= 0; changes -= 1) {
    const position = random.integer(bytes.length);
    bytes[position] = (bytes[position] ?? 0) ^ (1 + random.integer(255));
  }
  const decoded = decodeCertificate(bytes);
  return decoded.ok ? decoded.value : undefined;
}
