import assert from 'node:assert/strict';
import { test } from 'node:test';

import { linkChain } from '../../src/pki/link-chain.ts';
import { matchName } from '../../src/pki/match-name.ts';
import type { PathProfile } from '../../src/pki/path.ts';
import { createPathFinder } from '../../src/pki/path-finder.ts';
import { findProfileViolations } from '../../src/pki/profile-violations.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { createRandom, type Random } from '../differential/random.ts';
import { makeHierarchy, makeKeyRing } from '../differential/random-hierarchy.ts';
import { requestOf } from './ask-path.ts';
import { now } from './forge-certificate.ts';
import { serverAuth } from './forge-extensions.ts';

const profiles: readonly PathProfile[] = ['rfc5280', 'web-pki', 'strict'];

test('certificates with changed bytes are judged without a throw, and never accepted on a broken signature', () => {
  const random = createRandom(20_261);
  const keyRing = makeKeyRing();
  let judged = 0;
  for (let round = 0; round < 60; round += 1) {
    const hierarchy = makeHierarchy(random, keyRing);
    const candidates = hierarchy.intermediates.flatMap(({ certificate }) => spoil(certificate, random) ?? []);
    for (const leaf of hierarchy.leaves) {
      const spoilt = spoil(leaf.certificate, random);
      if (spoilt === undefined) continue;
      judged += 1;
      judge(
        spoilt,
        candidates,
        requestOf({ leaf, anchors: hierarchy.anchors, profile: profiles[round % 3] ?? 'strict' }),
      );
    }
  }
  assert.ok(judged > 150, `only ${judged} of the spoilt certificates could be decoded`);
});

function judge(leaf: Certificate, candidates: readonly Certificate[], request: ReturnType<typeof requestOf>): void {
  const found = createPathFinder()({ ...request, leaf, candidates, host: 'www.good.test' });
  assert.ok(!found.ok, 'a certificate with a changed byte was accepted');
  assert.match(found.error.message, /\.$/);
  linkChain(leaf, candidates);
  for (const matcher of ['rfc9525', 'schannel', 'mtls', 'isa-2004', 'isa-2006-rtm'] as const) {
    matchName(matcher, leaf, 'www.good.test');
  }
  const question = {
    path: found.error.path,
    endsInAnchor: true,
    beyond: 'rfc5280',
    isPublic: true,
    at: now,
    purpose: serverAuth,
  } as const;
  findProfileViolations({ ...question, host: undefined });
}

/** One to three bytes changed; undefined where it cannot be decoded any more. */
function spoil({ der }: Certificate, random: Random): Certificate | undefined {
  const bytes = Uint8Array.from(der);
  for (let changes = random.below(3); changes >= 0; changes -= 1) {
    const position = random.below(bytes.length);
    bytes[position] = (bytes[position] ?? 0) ^ (1 + random.below(255));
  }
  const decoded = decodeCertificate(bytes);
  return decoded.ok ? decoded.value : undefined;
}
