import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createLinkChecker, type LinkState } from '../../../src/pki/path/check-link.ts';
import { linkChain } from '../../../src/pki/path/link-chain.ts';
import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import { createMeter } from '../../../src/pki/work/meter.ts';
import { createWorkBudget, maximumWork } from '../../../src/pki/work/work-budget.ts';
import { requestOf } from '../ask-path.ts';
import { forgeCa, forgeLeaf, makeKeys } from '../forge-certificate.ts';

const root = forgeCa('Root');
const leaf = forgeLeaf('im.contoso.com', { issuer: root });

test('once something was refused, everything is, however little it costs', () => {
  const work = createWorkBudget(10);
  assert.deepEqual([work.spend(8), work.spend(3), work.spend(1)], [true, false, false]);
  assert.deepEqual([work.spent(), work.refusals()], [8, 2]);
});

test('a link costs once, however often it is asked about and whatever else the run remembers', () => {
  const ofRun = createLinkChecker();
  const first = createMeter(ofRun);
  const again = createMeter(ofRun);
  for (const { checkLink } of [first, first, again]) {
    assert.equal(checkLink(leaf.certificate, root.certificate.publicKey), 'valid');
  }
  assert.ok(first.work.spent() > 1 && first.work.spent() < 2, `${first.work.spent()}`);
  assert.equal(again.work.spent(), first.work.spent());
});

test('past the budget a link is not checked, and neither valid nor invalid', () => {
  const asked: LinkState[] = [];
  const meter = createMeter(() => {
    asked.push('valid');
    return 'valid';
  }, createWorkBudget(0.5));
  assert.equal(meter.checkLink(leaf.certificate, root.certificate.publicKey), 'not-checked');
  assert.deepEqual(asked, []);
});

test('past the budget a signature is not verified, and the message has the figure', () => {
  const { tbs: signed, signatureAlgorithm, signature } = leaf.certificate;
  const claim = { signed, signatureAlgorithm, signature, publicKey: root.certificate.publicKey };
  assert.deepEqual(createMeter(createLinkChecker()).verify(claim), { ok: true, value: true });
  const verified = createMeter(createLinkChecker(), createWorkBudget(0.5)).verify(claim);
  assert.ok(!verified.ok && verified.error.kind === 'budget-exceeded');
  assert.match(verified.error.message, new RegExp(`${maximumWork} signatures`));
});

test('a search whose work is spent finds no path, and says so; all searches of an endpoint spend the same', () => {
  const request = requestOf({ leaf, anchors: [root] });
  const search = (limit: number) => {
    const { checkLink, work } = createMeter(createLinkChecker(), createWorkBudget(limit));
    const find = createPathFinder({ checkLink, work });
    return [find(request), find(request)].map((found) => (found.ok ? 'found' : found.error.kind));
  };
  assert.deepEqual(search(maximumWork), ['found', 'found']);
  assert.deepEqual(search(0.1), ['budget-exceeded', 'budget-exceeded']);
  // One search costs a link and a node, and the second one the node alone.
  assert.deepEqual(search(1.5), ['found', 'budget-exceeded']);
});

test('costly keys spend the budget of a search long before a hundred signature checks', () => {
  const keys = Array.from({ length: 30 }, () => makeKeys('sect571r1'));
  const impostors = keys.map((each) => forgeCa('Issuing', { keys: each }));
  const forged = forgeLeaf('im.contoso.com', { issuer: forgeCa('Issuing', { keys: makeKeys('sect571r1') }) });
  const request = requestOf({ leaf: forged, candidates: impostors, anchors: [root] });
  const { checkLink, work } = createMeter(createLinkChecker());
  // The first search has no anchor to reach; the second one looks for what comes closest.
  const found = createPathFinder({ checkLink, work })(request);
  assert.ok(!found.ok && found.error.kind === 'budget-exceeded');
  assert.match(found.error.message, new RegExp(`as much work as verifying ${maximumWork} signatures`));
  assert.ok(work.spent() <= maximumWork);
});

test('links that were not all verified are told as that, and none is claimed', () => {
  const { checkLink } = createMeter(createLinkChecker(), createWorkBudget(0.5));
  const links = linkChain(leaf.certificate, [root.certificate], { followClaims: true, checkLink });
  assert.equal(links.budgetExceeded, true);
  assert.deepEqual([links.links, links.unverified], [[], []]);
});
