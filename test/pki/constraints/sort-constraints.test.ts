import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sortConstraintsOnce } from '../../../src/pki/constraints/sort-constraints.ts';
import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import type { Certificate } from '../../../src/x509/certificate.ts';
import { requestOf } from '../ask-path.ts';
import { forgeCa, forgeLeaf } from '../forge-certificate.ts';
import { dns, nameConstraints } from '../forge-extensions.ts';

test('the constraints of a CA are sorted once for a search, however many branches meet it', () => {
  const subtrees = nameConstraints({ permitted: [dns('contoso.com')] });
  const root = forgeCa('Root', { extensions: [subtrees] });
  const { nameConstraints: constraints } = root.certificate.extensions;
  assert.ok(constraints?.ok);
  const sort = sortConstraintsOnce();
  assert.equal(sort(constraints.value), sort(constraints.value));
  assert.notEqual(sort(constraints.value), sortConstraintsOnce()(constraints.value));

  // Twenty ways lead to the root; each meets its constraints.
  const issuing = forgeCa('Issuing', { issuer: root });
  const ways = Array.from({ length: 20 }, () => forgeCa('Issuing', { keys: issuing.keys, issuer: root }));
  const leaf = forgeLeaf('im.contoso.com', { issuer: issuing });
  let sorted = 0;
  const counted: typeof constraints.value = {
    ...constraints.value,
    get permitted() {
      sorted += 1;
      return constraints.value.permitted;
    },
  };
  const request = requestOf({ leaf, candidates: ways, anchors: [root], judgeRevocation: refuseAll });
  createPathFinder()({
    ...request,
    store: { ...request.store, findBySubject: () => [withConstraints(root.certificate)] },
  });
  const once = sorted;
  sorted = 0;
  const single = requestOf({ leaf, candidates: [issuing], anchors: [root], judgeRevocation: refuseAll });
  createPathFinder()({
    ...single,
    store: { ...single.store, findBySubject: () => [withConstraints(root.certificate)] },
  });
  assert.ok(once > 0 && once === sorted, `read ${once} times for twenty ways, ${sorted} times for one`);

  function withConstraints(certificate: Certificate): Certificate {
    return { ...certificate, extensions: { ...certificate.extensions, nameConstraints: { ok: true, value: counted } } };
  }
});

function refuseAll(path: readonly Certificate[]) {
  const [certificate] = path;
  assert.ok(certificate);
  return { message: 'Refused.', certificate };
}
