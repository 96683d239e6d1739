import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PathErrorKind } from '../../../src/pki/path/path.ts';
import { errorOf, pathOf } from '../ask-path.ts';
import { type Changes, forgeCa, forgeLeaf, makeKeys } from '../forge-certificate.ts';
import {
  directory,
  distinguishedName,
  dns,
  email,
  extension,
  ip,
  nameConstraints,
  otherName,
  type Subtrees,
  subjectAlternativeName,
  uri,
} from '../forge-extensions.ts';
import { integer, objectIdentifier, sequence, tagged, text } from '../forge-der.ts';
import { writeElement } from '../../../src/x509/der/write-der.ts';

interface Constrained {
  readonly subtrees: Subtrees;
  readonly names: readonly Uint8Array[];
  readonly subject?: Uint8Array;
  readonly host?: string;
}

/** Whether a leaf with these names is accepted under a CA, once in the middle and once as anchor: both have to agree. */
function judge({ subtrees, names, subject = distinguishedName(''), host }: Constrained): PathErrorKind | 'holds' {
  const extensions = names.length === 0 ? [] : [subjectAlternativeName(...names)];
  const changes: Changes = { subject, extensions, ...(names.length === 0 ? { without: ['2.5.29.17'] } : {}) };
  const root = forgeCa('Root');
  const issuing = forgeCa('Issuing', { issuer: root, extensions: [nameConstraints(subtrees)] });
  const leaf = forgeLeaf('', { issuer: issuing, ...changes });
  const answers = [
    { leaf, candidates: [issuing], anchors: [root], host },
    { leaf, anchors: [issuing], host },
  ].map((question) => {
    try {
      pathOf(question);
      return 'holds' as const;
    } catch {
      return errorOf(question).kind;
    }
  });
  assert.equal(answers[0], answers[1], 'an anchor constrains as an intermediate does (RFC 5937)');
  return answers[0] ?? 'holds';
}

const permits = (permitted: Uint8Array, ...names: readonly Uint8Array[]) =>
  judge({ subtrees: { permitted: [permitted] }, names });
const excludes = (excluded: Uint8Array, ...names: readonly Uint8Array[]) =>
  judge({ subtrees: { excluded: [excluded] }, names });

test('a permitted dNSName holds itself and everything below it, whatever the case', () => {
  assert.equal(permits(dns('Example.com'), dns('example.COM'), dns('a.b.example.com')), 'holds');
  assert.equal(permits(dns('example.com'), dns('notexample.com')), 'name-constraints');
  assert.equal(permits(dns('.example.com'), dns('a.example.com')), 'holds');
  assert.equal(permits(dns('.example.com'), dns('example.com')), 'name-constraints');
});

test('every name is constrained, not only the one dialed', () => {
  const subtrees = { permitted: [dns('example.com')] };
  assert.equal(
    judge({ subtrees, names: [dns('a.example.com'), dns('other.test')], host: 'a.example.com' }),
    'name-constraints',
  );
});

test('forms that are not constrained are free', () => {
  assert.equal(permits(dns('example.com'), ip(192, 0, 2, 1)), 'holds');
  assert.equal(permits(ip(192, 0, 2, 0, 255, 255, 255, 0), dns('example.com')), 'holds');
});

test('an excluded subtree beats a permitted one', () => {
  const subtrees = { permitted: [dns('example.com')], excluded: [dns('a.example.com')] };
  assert.equal(judge({ subtrees, names: [dns('a.example.com')] }), 'name-constraints');
  assert.equal(judge({ subtrees, names: [dns('b.example.com')] }), 'holds');
});

test('a wildcard fails where any name it stands for is excluded', () => {
  assert.equal(excludes(dns('bar.example.com'), dns('*.example.com')), 'name-constraints');
  assert.equal(excludes(dns('example.com'), dns('*.example.com')), 'name-constraints');
  assert.equal(excludes(dns('.example.com'), dns('*.example.com')), 'name-constraints');
  assert.equal(excludes(dns('a.bar.example.com'), dns('*.example.com')), 'holds');
  assert.equal(excludes(dns('bar.example.org'), dns('*.example.com')), 'holds');
});

test('a wildcard is permitted only where every name it stands for is', () => {
  assert.equal(permits(dns('example.com'), dns('*.example.com')), 'holds');
  assert.equal(permits(dns('.example.com'), dns('*.example.com')), 'holds');
  assert.equal(permits(dns('bar.example.com'), dns('*.example.com')), 'name-constraints');
});

test('a name that is no DNS name satisfies no dNSName constraint', () => {
  for (const name of ['.example.com', 'a..example.com', 'a b.example.com', '*.*.example.com', 'a.*.example.com', '']) {
    assert.equal(permits(dns('example.com'), dns(name)), 'name-constraints', name);
    assert.equal(excludes(dns('other.test'), dns(name)), 'name-constraints', name);
  }
});

test('a malformed subtree is satisfied by nothing', () => {
  for (const subtree of [
    dns('*.example.com'),
    dns('a..b'),
    ip(10, 0, 0, 0, 255, 0, 255, 0),
    email('@@'),
    uri('http://x/'),
  ]) {
    assert.equal(permits(subtree, dns('a.example.com')), 'name-constraints');
  }
});

test('an address without a mask makes the extension malformed', () => {
  assert.equal(permits(ip(192, 0, 2, 1), ip(192, 0, 2, 1)), 'malformed-extension');
});

test('a subtree with a minimum or a maximum is refused', () => {
  const issuing = forgeCa('Issuing', {
    extensions: [extension('2.5.29.30', sequence(tagged(0xa0, sequence(dns('x.example'), integer(1, 0x80)))), true)],
  });
  const error = errorOf({ leaf: forgeLeaf('x.example', { issuer: issuing }), anchors: [issuing] });
  assert.equal(error.kind, 'name-constraints');
});

test('an address lies in a network of its own family', () => {
  const network = ip(192, 0, 2, 0, 255, 255, 255, 0);
  assert.equal(permits(network, ip(192, 0, 2, 255)), 'holds');
  assert.equal(permits(network, ip(192, 0, 3, 0)), 'name-constraints');
  assert.equal(permits(network, ip(...Buffer.alloc(16, 1))), 'name-constraints');
  assert.equal(excludes(network, ip(...Buffer.alloc(16, 1))), 'holds');
  assert.equal(excludes(ip(...Buffer.alloc(8)), ip(192, 0, 2, 1)), 'name-constraints');
});

test('an e-mail subtree is a mailbox, a host or what is below a domain', () => {
  assert.equal(permits(email('User@example.com'), email('User@EXAMPLE.com')), 'holds');
  assert.equal(permits(email('User@example.com'), email('user@example.com')), 'name-constraints');
  assert.equal(permits(email('example.com'), email('any@example.com')), 'holds');
  assert.equal(permits(email('example.com'), email('any@sub.example.com')), 'name-constraints');
  assert.equal(permits(email('.example.com'), email('any@sub.example.com')), 'holds');
  assert.equal(permits(email('.example.com'), email('any@example.com')), 'name-constraints');
  assert.equal(permits(email('example.com'), email('no mailbox')), 'name-constraints');
});

test('without a SAN extension the e-mail addresses of the subject are constrained', () => {
  const address = writeElement(0x31, sequence(objectIdentifier('1.2.840.113549.1.9.1'), text(0x16, 'me@other.test')));
  const subtrees = { permitted: [email('example.com')] };
  assert.equal(judge({ subtrees, names: [], subject: sequence(address) }), 'name-constraints');
  assert.equal(judge({ subtrees, names: [dns('x.example')], subject: sequence(address) }), 'holds');
});

test('a URI is constrained by its host, and one without a host name satisfies nothing', () => {
  assert.equal(permits(uri('example.com'), uri('https://user@EXAMPLE.com:8443/path')), 'holds');
  assert.equal(permits(uri('example.com'), uri('https://sub.example.com/')), 'name-constraints');
  assert.equal(permits(uri('.example.com'), uri('https://sub.example.com/')), 'holds');
  for (const name of ['urn:x:y', 'https://192.0.2.1/', 'https://[::1]/', 'example.com']) {
    assert.equal(excludes(uri('other.test'), uri(name)), 'name-constraints', name);
  }
});

test('a directory subtree constrains the subject and directoryNames', () => {
  const subtrees = { permitted: [directory('Contoso')] };
  assert.equal(judge({ subtrees, names: [dns('x.example')], subject: distinguishedName('Contoso', 'x') }), 'holds');
  assert.equal(judge({ subtrees, names: [dns('x.example')], subject: distinguishedName('x') }), 'name-constraints');
  assert.equal(judge({ subtrees, names: [dns('x.example')] }), 'holds');
  assert.equal(judge({ subtrees, names: [directory('CONTOSO')] }), 'holds');
  assert.equal(judge({ subtrees, names: [directory('Fabrikam')] }), 'name-constraints');
});

test('a form that nobody can compare fails where it is constrained and appears', () => {
  const subtrees = { excluded: [otherName('1.2.3.4')] };
  assert.equal(judge({ subtrees, names: [otherName('1.2.3.4')] }), 'name-constraints');
  assert.equal(judge({ subtrees, names: [dns('x.example')] }), 'holds');
});

test('a CN used as a name is constrained, and ignored once SANs answer for it', () => {
  const subtrees = { excluded: [dns('bad.test'), ip(10, 0, 0, 0, 255, 0, 0, 0)] };
  const subject = distinguishedName('bad.test');
  assert.equal(judge({ subtrees, names: [], subject, host: 'bad.test' }), 'name-constraints');
  assert.equal(judge({ subtrees, names: [dns('good.test')], subject, host: 'good.test' }), 'holds');
  assert.equal(judge({ subtrees, names: [ip(192, 0, 2, 1)], subject, host: '192.0.2.1' }), 'holds');
  assert.equal(judge({ subtrees, names: [ip(192, 0, 2, 1)], subject, host: 'bad.test' }), 'name-constraints');
  assert.equal(
    judge({ subtrees, names: [], subject: distinguishedName('10.1.2.3'), host: '10.1.2.3' }),
    'name-constraints',
  );
  assert.equal(judge({ subtrees, names: [ip(192, 0, 2, 1)], subject }), 'name-constraints');
  assert.equal(judge({ subtrees, names: [], subject: distinguishedName('Contoso Web'), host: 'x.test' }), 'holds');
});

test('a CN of a single label is a name only where it was dialed', () => {
  const single = { subtrees: { permitted: [dns('good.test')] }, names: [], subject: distinguishedName('Web') };
  assert.equal(judge({ ...single, host: 'web' }), 'name-constraints');
  assert.equal(judge({ ...single, host: 'other' }), 'holds');
});

test('constraints of several CAs all hold: a lower one cannot widen what a higher one permits', () => {
  const root = forgeCa('Root', { extensions: [nameConstraints({ permitted: [dns('bar.test')] })] });
  const wider = [nameConstraints({ permitted: [dns('bar.test'), dns('foo.test')] })];
  const issuing = forgeCa('Issuing', { issuer: root, extensions: wider });
  const leaf = forgeLeaf('foo.test', { issuer: issuing });
  assert.equal(errorOf({ leaf, candidates: [issuing], anchors: [root] }).kind, 'name-constraints');
});

test('names of intermediates are constrained, those of self-issued ones are not', () => {
  const extensions = [nameConstraints({ permitted: [dns('good.test')] })];
  const root = forgeCa('Root', { extensions });
  const names = [subjectAlternativeName(dns('bad.test'))];
  const issuing = forgeCa('Issuing', { issuer: root, extensions: names });
  const leaf = forgeLeaf('good.test', { issuer: issuing });
  assert.equal(errorOf({ leaf, candidates: [issuing], anchors: [root] }).kind, 'name-constraints');
  const renewed = forgeCa('Root', { keys: makeKeys(), issuer: root, extensions: names });
  const below = forgeLeaf('good.test', { issuer: renewed });
  assert.equal(pathOf({ leaf: below, candidates: [renewed], anchors: [root] }).length, 3);
});

test('a self-issued leaf is constrained like any other', () => {
  const root = forgeCa('Root', { extensions: [nameConstraints({ permitted: [dns('good.test')] })] });
  const leaf = forgeLeaf('bad.test', { issuer: root, subject: root.certificate.subject.der });
  assert.equal(errorOf({ leaf, anchors: [root] }).kind, 'name-constraints');
});
