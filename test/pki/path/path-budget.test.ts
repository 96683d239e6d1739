import assert from 'node:assert/strict';
import { test } from 'node:test';

import { maximumPathCertificates } from '../../../src/pki/path/path-budget.ts';
import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import { errorOf, pathOf, requestOf } from '../ask-path.ts';
import { type Forged, forgeCa, forgeLeaf, makeKeys } from '../forge-certificate.ts';
import {
  directory,
  distinguishedName,
  dns,
  email,
  nameConstraints,
  subjectAlternativeName,
} from '../forge-extensions.ts';

const stranger = forgeCa('Stranger');

test('CAs that all certify each other end with a budget error that names the figure', () => {
  const cas = Array.from({ length: 8 }, (_, index) => forgeCa(`CA ${index}`));
  const crossSigns = cas.flatMap((subject, index) =>
    cas.filter((issuer) => issuer !== subject).map((issuer) => forgeCa(`CA ${index}`, { keys: subject.keys, issuer })),
  );
  const leaf = forgeLeaf('im.contoso.com', { issuer: cas[0] });
  const error = errorOf({ leaf, candidates: crossSigns, anchors: [stranger] });
  assert.equal(error.kind, 'budget-exceeded');
  assert.match(error.message, /stopped after 1000 path nodes/);
});

test('a hundred CAs of one name and different keys cost at most the signature budget', () => {
  const impostors = Array.from({ length: 120 }, () => forgeCa('Issuing'));
  const leaf = forgeLeaf('im.contoso.com', { issuer: forgeCa('Issuing') });
  const error = errorOf({ leaf, candidates: impostors, anchors: [stranger] });
  assert.equal(error.kind, 'budget-exceeded');
  assert.match(error.message, /stopped after 100 signature checks/);
});

test('a finder that remembers signatures runs out of them at the same place when asked again', () => {
  const impostors = Array.from({ length: 120 }, () => forgeCa('Issuing'));
  const leaf = forgeLeaf('im.contoso.com', { issuer: forgeCa('Issuing') });
  const ask = createPathFinder();
  const request = requestOf({ leaf, candidates: impostors, anchors: [stranger] });
  const messages = [ask(request), ask(request)].map((found) => (found.ok ? 'found' : found.error.message));
  assert.match(messages[0] ?? '', /stopped after 100 signature checks/);
  assert.equal(messages[1], messages[0]);
});

test('a chain as long as allowed holds and one longer is over budget', () => {
  const chain = chainOf(maximumPathCertificates);
  const [root] = chain;
  const issuer = chain.at(-2);
  const last = chain.at(-1);
  assert.ok(root !== undefined && issuer !== undefined && last !== undefined);
  const allowed = forgeLeaf('im.contoso.com', { issuer });
  assert.equal(pathOf({ leaf: allowed, candidates: chain, anchors: [root] }).length, maximumPathCertificates);
  const error = errorOf({ leaf: forgeLeaf('im.contoso.com', { issuer: last }), candidates: chain, anchors: [root] });
  assert.equal(error.kind, 'budget-exceeded');
  assert.match(error.message, /16 certificates in a path/);
});

test('a thousand names under a thousand constraints are not compared to the end', () => {
  const names = Array.from({ length: 1_000 }, (_, index) => dns(`t${index}.test`));
  const root = forgeCa('Root', {
    extensions: [nameConstraints({ excluded: names.map((_, index) => dns(`x${index}.test`)) })],
  });
  const leaf = forgeLeaf('t0.test', { issuer: root, extensions: [subjectAlternativeName(...names)] });
  const error = errorOf({ leaf, anchors: [root] });
  assert.equal(error.kind, 'budget-exceeded');
  assert.match(error.message, /stopped after as much work as verifying 500 signatures/);
});

test('a path within budget is found although another branch would have gone past it', () => {
  const keys = makeKeys();
  const root = forgeCa('Root');
  const issuing = forgeCa('Issuing', { keys, issuer: root });
  const impostors = Array.from({ length: 120 }, () => forgeCa('Issuing'));
  const leaf = forgeLeaf('im.contoso.com', { issuer: issuing });
  assert.equal(pathOf({ leaf, candidates: [...impostors, issuing], anchors: [root] }).length, 3);
});

function chainOf(length: number): readonly Forged[] {
  const chain: Forged[] = [forgeCa('CA 0')];
  while (chain.length < length) chain.push(forgeCa(`CA ${chain.length}`, { issuer: chain.at(-1) }));
  return chain;
}

test('revocation is asked about twenty paths and no more', () => {
  const root = forgeCa('Root');
  const keys = makeKeys();
  const twins = Array.from({ length: 30 }, () =>
    forgeCa('Issuing', { keys, issuer: root, subject: distinguishedName('Issuing') }),
  );
  const crowd = Array.from({ length: 5 }, (_, index) => forgeCa(`Cross ${index}`, { issuer: root }));
  const leaf = forgeLeaf('im.contoso.com', { issuer: twins[0] });
  const crossed = crowd.map((issuer) => forgeCa('Issuing', { keys, issuer }));
  let asked = 0;
  const judgeRevocation = () => {
    asked += 1;
    return { message: 'The leaf was revoked.', certificate: leaf.certificate };
  };
  const error = errorOf({ leaf, candidates: [...twins, ...crowd, ...crossed], anchors: [root], judgeRevocation });
  assert.deepEqual([error.kind, asked], ['budget-exceeded', 40]);
});

test('many names of one form under many constraints of another are looked at within the same budget', () => {
  const keys = makeKeys();
  const many = Array.from({ length: 3_000 }, (_, index) => email(`a@x${index}.test`));
  const cas = Array.from({ length: 6 }, (_, index) =>
    forgeCa(`CA ${index}`, { keys: index === 0 ? keys : makeKeys() }),
  );
  const crossSigns = cas.flatMap((subject, index) =>
    cas
      .filter((issuer) => issuer !== subject)
      .map((issuer) =>
        forgeCa(`CA ${index}`, {
          keys: subject.keys,
          issuer,
          extensions: [nameConstraints({ excluded: [directory('x')] })],
        }),
      ),
  );
  const leaf = forgeLeaf('x.test', { issuer: cas[0], extensions: [subjectAlternativeName(...many)] });
  const error = errorOf({ leaf, candidates: crossSigns, anchors: [stranger] });
  assert.equal(error.kind, 'budget-exceeded');
  assert.match(error.message, /stopped after as much work as verifying 500 signatures/);
});
