import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createOwnFaults } from '../../../src/pki/path/own-faults.ts';
import { profileRules } from '../../../src/pki/path/profiles.ts';
import type { PlacedCertificate, Validation } from '../../../src/pki/path/rule.ts';
import { forgeCa, forgeLeaf, now } from '../forge-certificate.ts';

const ca = forgeCa('Issuing');
const leaf = forgeLeaf('im.contoso.com', { issuer: ca }).certificate;
const places: readonly PlacedCertificate[] = [
  { certificate: leaf, below: [], isAnchor: false },
  { certificate: leaf, below: [], isAnchor: true },
  { certificate: ca.certificate, below: [leaf], isAnchor: false },
  { certificate: ca.certificate, below: [leaf], isAnchor: true },
];

/** What is remembered by certificate, purpose and instant may not depend on anything else. */
const allowed: ReadonlySet<string | symbol> = new Set(['at', 'purpose', 'isPublicSuffix']);

for (const profile of ['rfc5280', 'web-pki', 'strict'] as const) {
  test(`rules about a certificate itself look at no other part of the validation and at nothing below: ${profile}`, () => {
    const facts = { at: now, purpose: '1.3.6.1.5.5.7.3.1', isPublicSuffix: () => false };
    const validation = new Proxy(facts, {
      get: (target, name) => {
        assert.ok(allowed.has(name), `a rule asks for ${String(name)}`);
        return Reflect.get(target, name);
      },
    }) as unknown as Validation;
    for (const place of places) {
      const below = new Proxy(place.below, {
        get: (target, name) => {
          assert.equal(name, 'length', `a rule looks at ${String(name)} of what is below`);
          return target.length;
        },
      });
      for (const rule of profileRules[profile].certificateRules) rule({ ...place, below }, validation);
    }
  });
}

test('a certificate is asked about once for each place it can have, and answers differ by place', () => {
  const facts = { at: now, purpose: '1.3.6.1.5.5.7.3.1', isPublicSuffix: () => false } as unknown as Validation;
  const faultsOf = createOwnFaults(profileRules.rfc5280);
  const asIssuer = { certificate: leaf, below: [ca.certificate], isAnchor: false };
  assert.deepEqual(faultsOf({ certificate: leaf, below: [], isAnchor: false }, facts), []);
  const faults = faultsOf(asIssuer, facts);
  assert.deepEqual(
    faults.map(({ kind }) => kind),
    ['not-a-ca', 'key-usage'],
  );
  assert.equal(faultsOf({ ...asIssuer }, facts), faults);
});
