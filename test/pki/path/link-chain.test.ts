import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compareKeyIdentifiers, couldIssue, isSelfIssued, isSelfSigned } from '../../../src/pki/path/issuer-links.ts';
import { type ChainLinks, linkChain } from '../../../src/pki/path/link-chain.ts';
import { fingerprints } from '../ask-path.ts';
import { type Forged, forgeCa, forgeLeaf, makeKeys } from '../forge-certificate.ts';

const root = forgeCa('Root');
const issuing = forgeCa('Issuing', { issuer: root });
const leaf = forgeLeaf('im.contoso.com', { issuer: issuing });

function link(first: Forged, ...others: readonly Forged[]): ChainLinks {
  return linkChain(
    first.certificate,
    others.map(({ certificate }) => certificate),
  );
}

test('a whole chain is reachable from the leaf, in whatever order it was presented', () => {
  const links = link(leaf, root, issuing);
  assert.deepEqual(fingerprints(...links.reachable), fingerprints(leaf, issuing, root));
  assert.deepEqual(fingerprints(...links.selfIssued), fingerprints(root));
  assert.deepEqual([links.missingIssuerOf, links.unreachable, links.budgetExceeded], [[], [], false]);
});

test('a missing intermediate is seen at the leaf, and what hangs above it is not reachable', () => {
  const links = link(leaf, root);
  assert.deepEqual(fingerprints(...links.missingIssuerOf), fingerprints(leaf));
  assert.deepEqual(fingerprints(...links.unreachable), fingerprints(root));
});

test('a root left out is missing above the last intermediate', () => {
  assert.deepEqual(fingerprints(...link(leaf, issuing).missingIssuerOf), fingerprints(issuing));
});

test('a CA of the right name whose key did not sign is no link', () => {
  const links = link(leaf, forgeCa('Issuing', { issuer: root }), root);
  assert.deepEqual(fingerprints(...links.reachable), fingerprints(leaf));
});

test('claims are followed on request, to CAs whose key identifier is not another one', () => {
  const claims = (...others: readonly Forged[]): ChainLinks =>
    linkChain(
      leaf.certificate,
      others.map(({ certificate }) => certificate),
      { followClaims: true },
    );
  const silent = forgeCa('Issuing', { issuer: root, without: ['2.5.29.14'] });
  const claimed = claims(silent, root);
  assert.deepEqual(fingerprints(...claimed.reachable), fingerprints(leaf, silent, root));
  assert.deepEqual([claimed.links.length, claimed.unverified.length, claimed.missingIssuerOf.length], [2, 1, 0]);
  const rekeyed = claims(forgeCa('Issuing', { issuer: root }), root);
  assert.deepEqual(fingerprints(...rekeyed.reachable), fingerprints(leaf));
  const signed = claims(silent, issuing, root);
  assert.deepEqual(fingerprints(...signed.reachable), fingerprints(leaf, issuing, root));
  assert.deepEqual([signed.unverified, signed.unreachable.length], [[], 1]);
});

test('cross-signs side by side are both reachable', () => {
  const keys = makeKeys();
  const other = forgeCa('Other root');
  const [first, second] = [forgeCa('Issuing', { keys, issuer: root }), forgeCa('Issuing', { keys, issuer: other })];
  const links = link(forgeLeaf('x.example', { issuer: first }), first, second, root, other);
  assert.deepEqual([links.reachable.length, links.links.length], [5, 4]);
});

test('duplicates and the leaf among the others are counted once', () => {
  assert.deepEqual(fingerprints(...link(leaf, leaf, issuing, issuing).reachable), fingerprints(leaf, issuing));
});

test('a self-signed leaf is an end and not its own issuer', () => {
  const alone = forgeLeaf('x.example');
  const links = link(alone, alone);
  assert.deepEqual([links.links.length, links.selfIssued.length, links.missingIssuerOf.length], [0, 1, 0]);
});

test('beyond the signature budget no further links are looked for, and it is said', () => {
  const crowd = Array.from({ length: 100 }, () => forgeCa('Issuing'));
  const within = link(leaf, ...crowd);
  assert.deepEqual([within.budgetExceeded, within.reachable.length], [false, 1]);
  const beyond = link(leaf, ...crowd, issuing);
  assert.deepEqual([beyond.budgetExceeded, beyond.reachable.length], [true, 1]);
});

test('self-issued is said of names, self-signed of the key', () => {
  const rollover = forgeCa('Root', { issuer: root });
  assert.ok(isSelfIssued(rollover.certificate) && !isSelfSigned(rollover.certificate));
  assert.ok(isSelfSigned(root.certificate) && !isSelfSigned(leaf.certificate));
});

test('key identifiers tell CAs of one name apart, where both are there', () => {
  const impostor = forgeCa('Issuing').certificate;
  const silent = forgeCa('Issuing', { without: ['2.5.29.14'] }).certificate;
  assert.equal(compareKeyIdentifiers(issuing.certificate, leaf.certificate), 'equal');
  assert.equal(compareKeyIdentifiers(impostor, leaf.certificate), 'different');
  assert.equal(compareKeyIdentifiers(silent, leaf.certificate), 'unknown');
  assert.deepEqual(
    [issuing.certificate, impostor, silent, root.certificate].map((issuer) => couldIssue(issuer, leaf.certificate)),
    [true, false, true, false],
  );
});
