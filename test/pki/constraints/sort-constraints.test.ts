import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sortConstraintsOnce } from '../../../src/pki/constraints/sort-constraints.ts';
import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import type { Certificate } from '../../../src/x509/certificate.ts';
import { requestOf } from '../ask-path.ts';
import { forgeCa, forgeLeaf } from '../forge-certificate.ts';
import { dns, email, nameConstraints, subjectAlternativeName, uri } from '../forge-extensions.ts';

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

test('each subtree is read once, however many names are compared with it', () => {
  for (const [constraint, name] of [
    [email('a@contoso.com'), (index: number) => email(`n${index}@contoso.com`)],
    [email('contoso.com'), (index: number) => email(`n${index}@fabrikam.com`)],
    [dns('Contoso.com'), (index: number) => dns(`n${index}.fabrikam.com`)],
    [uri('contoso.com'), (index: number) => uri(`http://n${index}.fabrikam.com/`)],
  ] as const) {
    const names = (count: number) => Array.from({ length: count }, (_, index) => name(index));
    const [few, many] = [readsFor(constraint, names(2)), readsFor(constraint, names(50))];
    assert.ok(few > 0);
    assert.equal(many, few);
  }

  /** How often the text of an excluded subtree is read while these names, none of which it touches, are judged. */
  function readsFor(constraint: Uint8Array, names: readonly Uint8Array[]): number {
    const root = forgeCa('Root', { extensions: [nameConstraints({ excluded: [constraint] })] });
    const { nameConstraints: constraints } = root.certificate.extensions;
    assert.ok(constraints?.ok);
    const [excluded] = constraints.value.excluded;
    assert.ok(excluded !== undefined && 'text' in excluded);
    let reads = 0;
    const counted = {
      ...excluded,
      get text() {
        reads += 1;
        return excluded.text;
      },
    };
    const value = { ...constraints.value, excluded: [counted] };
    const anchor = {
      ...root.certificate,
      extensions: { ...root.certificate.extensions, nameConstraints: { ok: true as const, value } },
    };
    const leaf = forgeLeaf('im.tailspin.com', {
      issuer: root,
      extensions: [subjectAlternativeName(dns('im.tailspin.com'), ...names)],
    });
    const request = requestOf({ leaf, anchors: [root] });
    const found = createPathFinder()({ ...request, store: { ...request.store, findBySubject: () => [anchor] } });
    assert.ok(found.ok, found.ok ? '' : found.error.message);
    return reads;
  }
});

function refuseAll(path: readonly Certificate[]) {
  const [certificate] = path;
  assert.ok(certificate);
  return { message: 'Refused.', certificate };
}
