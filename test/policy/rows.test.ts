import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PolicyDocument } from '../../src/model/policy-document.ts';
import { listRows, withoutRow } from '../../src/policy/rows.ts';

const document: PolicyDocument = {
  id: 'own',
  title: 'Own',
  source: 'the policy',
  roles: {
    node: {
      extends: 'server',
      title: 'Node',
      source: 'the role',
      dial: [{ host: 'a.b', port: 443 }],
      names: {
        required: { dns: ['a.b', 'c.d'], uri: ['x:y'] },
        forbidden: { dns: ['*.e', '*.f'] },
        source: 'the group',
      },
      extendedKeyUsage: { required: ['serverAuth', 'clientAuth'] },
      trust: { list: 'internal', publiclyTrusted: 'forbidden' },
      sharing: { sameKeyAs: ['node'], within: 'pool' },
      notVisible: [{ demand: 'Not exportable.', verify: 'certutil' }],
    },
  },
  dated: [{ from: '2027-03-15', roles: { node: { keyUsage: { absent: 'fail' } } } }],
};

test('each required name is a row, other lists are one; where to look and what to trust is none', () => {
  assert.deepEqual(
    listRows(document).map(({ text, source }) => `${text} (${source})`),
    [
      'names.required.dns a.b (the group)',
      'names.required.dns c.d (the group)',
      'names.required.uri x:y (the group)',
      'names.forbidden.dns [*.e, *.f] (the group)',
      'extendedKeyUsage.required [serverAuth, clientAuth] (the role)',
      'trust.publiclyTrusted forbidden (the role)',
      'sharing.sameKeyAs [node] (the role)',
      'notVisible Not exportable. (the role)',
      'keyUsage.absent fail (the policy)',
    ],
  );
});

test('a row is taken away alone, and the document stays as it was', () => {
  const before = structuredClone(document);
  for (const row of listRows(document)) {
    const left = listRows(withoutRow(document, row)).map(({ text }) => text);
    const expected = listRows(document).map(({ text }) => text);
    expected.splice(expected.indexOf(row.text), 1);
    assert.deepEqual(left, expected);
  }
  assert.deepEqual(document, before);
});

test('a row knows its path in the document', () => {
  assert.deepEqual(
    [0, 4, 8].map((index) => listRows(document)[index]?.path),
    ['roles.node.names.required.dns[0]', 'roles.node.extendedKeyUsage.required', 'dated[0].roles.node.keyUsage.absent'],
  );
});
