import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome } from '../finding.ts';
import { findingOfRole, isPartOfReport } from '../role-of-own.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

test('lists every demand with its source and how to verify it, and decides nothing', () => {
  const role = {
    notVisible: [
      { demand: 'The key is not exportable.', verify: 'certutil -store -v My', source: 'Section 8' },
      { demand: 'The service account can read the key', verify: 'Look at its permissions.' },
    ],
  };
  const finding = findingOfRole('server-side-demands', role, { chain: [contoso.leaf().der] });
  assertOutcome(finding, 'not-observable', 'not-in-certificate');
  assert.equal(finding.severity, null);
  assert.equal(
    finding.message,
    'Not visible over TLS. The key is not exportable (Section 8). To verify: certutil -store -v My. The service account can read the key (Redis security standard, section 4). To verify: Look at its permissions.',
  );
});

test('is part of no report without such a demand, and applies to no other role', () => {
  const scene = { chain: [contoso.leaf().der] };
  assert.equal(isPartOfReport('server-side-demands', {}, scene), false);
  const roles = { node: { title: 'A' }, other: { title: 'B', notVisible: [{ demand: 'A', verify: 'B' }] } };
  assertOutcome(
    findingOfRole('server-side-demands', {}, { ...scene, policy: { roles } }),
    'not-applicable',
    'no-demand',
  );
});
